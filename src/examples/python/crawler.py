import asyncio
import re
from aiohttp import ClientSession, ClientTimeout

SITE = "http://example.com"
LIMIT = ClientTimeout(total=5)
LINK = re.compile(r'href="(/page/\d+)"')
seen = {"/"}


async def crawl(site, gate, tg, path):
    async with gate, site.get(path) as page:
        text = await page.text()
    print(page.status, path, len(text), "bytes")
    for link in LINK.findall(text):
        if link not in seen:
            seen.add(link)
            crawler = crawl(site, gate, tg, link)
            name = link.removeprefix("/page/")
            tg.create_task(crawler, name=f"page-{name}")


async def main():
    gate = asyncio.Semaphore(3)
    site = ClientSession(SITE, timeout=LIMIT)
    async with site, asyncio.TaskGroup() as tg:
        await crawl(site, gate, tg, "/")
    print(len(seen), "pages")


asyncio.run(main())
