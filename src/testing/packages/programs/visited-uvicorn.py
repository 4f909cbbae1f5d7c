import contextlib
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

async def hello(request):
    print(request.method, request.url.path)
    return PlainTextResponse("Hello")

@contextlib.asynccontextmanager
async def lifespan(app):
    print("started")
    yield
    print("stopped")

app = Starlette(routes=[Route("/", hello)], lifespan=lifespan)
uvicorn.run(app, port=8000, log_level="warning")
print("bye")
