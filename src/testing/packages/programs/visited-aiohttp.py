from aiohttp import web

async def hello(request):
    print(request.method, request.path, request.version.minor)
    return web.Response(text="Hello")

async def started(app):
    print("started")

async def stopped(app):
    print("stopped")

app = web.Application()
app.router.add_get("/", hello)
app.on_startup.append(started)
app.on_cleanup.append(stopped)
web.run_app(app, port=8080, print=None)
print("bye")
