import asyncio
import random


async def parcel(content):
    await asyncio.sleep(random.uniform(0.2, 2))
    return content


def order(content):
    coming = parcel(content)
    return asyncio.create_task(coming, name=content)


async def main():
    parcels = [
        order("book"), order("lamp"),
        order("shoes"), order("plant"),
    ]
    async for arrived in asyncio.as_completed(parcels):
        print("unpacks the", await arrived)
        await asyncio.sleep(0.4)


asyncio.run(main())
