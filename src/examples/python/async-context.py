import asyncio


class Connection:
    def __init__(self, host):
        self.host = host

    async def __aenter__(self):
        await asyncio.sleep(0.4)
        print("connected to", self.host)
        return self

    async def __aexit__(self, *error):
        await asyncio.sleep(0.2)
        print("left", self.host)


async def visit(host, seconds):
    async with Connection(host) as wire:
        await asyncio.sleep(seconds)
        print("talked to", wire.host)


async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(visit("db", 0.5), name="db")
        tg.create_task(visit("web", 1.2), name="web")


asyncio.run(main())
