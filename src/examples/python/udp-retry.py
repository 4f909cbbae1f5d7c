import asyncio
from socket import SOCK_DGRAM, setdefaulttimeout, socket


async def serve(loop, wire):
    while True:
        data, sender = await loop.sock_recvfrom(wire, 9)
        print("server hears", data)
        await loop.sock_sendto(wire, b"pong", sender)


async def ask(loop, wire, address):
    for wait in 0.5, 1, 2, 4:
        await loop.sock_sendto(wire, b"ping", address)
        try:
            async with asyncio.timeout(wait):
                return await loop.sock_recv(wire, 99)
        except TimeoutError:
            print("no answer in", wait, "s: ask again")


async def main():
    loop = asyncio.get_running_loop()
    setdefaulttimeout(0)
    server = socket(type=SOCK_DGRAM)
    server.bind(("127.0.0.1", 5353))
    peer = asyncio.create_task(serve(loop, server))
    client = socket(type=SOCK_DGRAM)
    print(await ask(loop, client, server.getsockname()))


asyncio.run(main())
