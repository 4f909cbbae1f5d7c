import asyncio
import contextlib
import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route

async def hello(request):
    await asyncio.sleep(0.1)
    return JSONResponse({"hello": request.path_params["name"]})

async def drip(request):
    async def parts():
        for number in range(3):
            yield f"{number} "
            await asyncio.sleep(0.1)
    return StreamingResponse(parts())

@contextlib.asynccontextmanager
async def lifespan(app):
    print("startup")
    yield
    print("shutdown")

app = Starlette(routes=[Route("/hello/{name}", hello), Route("/drip", drip)], lifespan=lifespan)

async def main():
    server = uvicorn.Server(uvicorn.Config(app, port=8000, log_level="warning"))
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.05)
        async with httpx.AsyncClient(base_url="http://127.0.0.1:8000") as client:
            print((await client.get("/hello/Ada")).json())
            async with client.stream("GET", "/drip") as response:
                async for text in response.aiter_text():
                    print(response.status_code, text)
            print((await client.get("/nowhere")).status_code)
        server.should_exit = True

asyncio.run(main())
