import asyncio
from socket import SOCK_DGRAM, setdefaulttimeout, socket

AT = "127.0.0.1", 5353
setdefaulttimeout(0)
server = socket(type=SOCK_DGRAM)
client = socket(type=SOCK_DGRAM)
server.bind(AT)


async def serve(loop):
    while True:
        data, to = await loop.sock_recvfrom(server, 9)
        print("server hears", data)
        await loop.sock_sendto(server, b"pong", to)


async def main():
    loop = asyncio.get_running_loop()
    peer = asyncio.create_task(serve(loop))
    for wait in 0.5, 1, 2, 4:
        await loop.sock_sendto(client, b"ping", AT)
        try:
            async with asyncio.timeout(wait):
                data = await loop.sock_recv(client, 99)
                return print(data)
        except TimeoutError:
            print("no answer in", wait, "s: ask again")


asyncio.run(main())
