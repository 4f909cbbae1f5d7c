import asyncio
import requests

async def serve(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
    writer.close()

async def tick():
    for number in range(3):
        print("tick", number)
        await asyncio.sleep(0.1)

async def main():
    server = await asyncio.start_server(serve, "localhost", 8080)
    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0.15)
    try:
        # The server runs on the loop that this call blocks.
        print(requests.get("http://localhost:8080/", timeout=0.5).text)
    except requests.exceptions.ReadTimeout:
        print("no answer")
    try:
        requests.get("http://localhost:8081/")
    except requests.exceptions.ConnectionError as error:
        print(type(error).__name__)
    await ticking
    server.close()

asyncio.run(main())
