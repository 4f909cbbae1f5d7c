import asyncio
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

async def echo(connection):
    async for message in connection:
        if message == "bye":
            await connection.close(reason="bye")
        else:
            await connection.send(f"echo {message}")

async def client(name, pause):
    async with connect("ws://localhost:8765") as connection:
        for word in ["hello", "again", "bye"]:
            await asyncio.sleep(pause)
            await connection.send(word)
            try:
                print(name, await connection.recv())
            except ConnectionClosed as closed:
                print(name, closed.rcvd.code, closed.rcvd.reason)

async def main():
    async with serve(echo, "localhost", 8765):
        await asyncio.gather(client("Ada", 0.1), client("Bob", 0.17))

asyncio.run(main())
