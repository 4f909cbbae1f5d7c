import asyncio
import requests
from aiohttp import ClientSession, ClientTimeout

URL = "http://example.com/delay/1"
LIMIT = ClientTimeout(total=3)


async def tick():
    while True:
        await asyncio.sleep(0.5)
        print("tick")


async def blocking(n):
    response = requests.get(URL, timeout=3)
    print("requests:", n, response.status_code)


async def get(http, n):
    async with http.get(URL) as response:
        print("aiohttp:", n, response.status)


async def main():
    ticker = asyncio.create_task(tick(), name="ticker")
    await asyncio.sleep(1)
    await asyncio.gather(blocking(1), blocking(2))
    await asyncio.sleep(1)
    async with ClientSession(timeout=LIMIT) as http:
        await asyncio.gather(get(http, 1), get(http, 2))
    ticker.cancel()


asyncio.run(main())
