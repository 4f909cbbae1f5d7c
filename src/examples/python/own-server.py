import asyncio
from urllib.request import urlopen


async def answer(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.0 200 OK\r\n\r\nhello")
    writer.close()


def get():
    return urlopen("http://127.0.0.1:8080", timeout=2)


async def main():
    site = await asyncio.start_server(answer, port=8080)
    try:
        get()
    except TimeoutError as error:
        print("blocked the loop:", error)
    response = await asyncio.to_thread(get)
    print("from a thread:", response.read())
    site.close()


asyncio.run(main())
