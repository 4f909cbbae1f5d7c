import asyncio
import tornado.web
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.websocket import WebSocketHandler, websocket_connect

class Hello(tornado.web.RequestHandler):
    async def get(self, name):
        await asyncio.sleep(0.1)
        if name == "nobody":
            raise tornado.web.HTTPError(404)
        self.write({"hello": name})

class Echo(WebSocketHandler):
    def on_message(self, message):
        self.write_message(message[::-1])

async def fetch(name):
    try:
        response = await AsyncHTTPClient().fetch(f"http://localhost:8888/hello/{name}")
        print(response.code, response.body.decode())
    except HTTPClientError as error:
        print(error.code)

async def main():
    app = tornado.web.Application([(r"/hello/(\w+)", Hello), (r"/echo", Echo)], log_function=lambda handler: None)
    server = app.listen(8888, "localhost")
    for name in ["Ada", "nobody"]:
        await fetch(name)
    await asyncio.gather(fetch("Bob"), asyncio.sleep(0.05))
    socket = await websocket_connect("ws://localhost:8888/echo")
    await socket.write_message("desrever")
    print(await socket.read_message())
    socket.close()
    print(await socket.read_message())
    server.stop()

asyncio.run(main())
