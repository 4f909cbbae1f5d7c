import asyncio
import anyio
import httpx

async def serve(reader, writer):
    request = (await reader.readuntil(b"\r\n\r\n")).decode()
    path = request.split()[1]
    await asyncio.sleep(float(path.removeprefix("/")))
    body = f"slept {path}".encode()
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    await writer.drain()
    writer.close()
    await writer.wait_closed()

async def fetch(client, seconds):
    try:
        response = await client.get(f"http://localhost:8080/{seconds}")
        print(response.status_code, response.text)
    except httpx.TimeoutException as error:
        print(type(error).__name__)

async def main():
    server = await asyncio.start_server(serve, "localhost", 8080)
    async with httpx.AsyncClient(timeout=0.5) as client:
        async with anyio.create_task_group() as group:
            for seconds in [0.3, 0.1, 0.2, 0.9]:
                group.start_soon(fetch, client, seconds)
        with anyio.move_on_after(0.15) as scope:
            await client.get("http://localhost:8080/0.4")
        print("cancelled:", scope.cancelled_caught)
    server.close()
    await asyncio.sleep(1)

asyncio.run(main())
