import asyncio


class Countdown:
    def __init__(self, seconds):
        self.left, self.seconds = 3, seconds

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.left == 0:
            raise StopAsyncIteration
        await asyncio.sleep(self.seconds)
        self.left -= 1
        return self.left


async def launch(rocket, seconds):
    async for left in Countdown(seconds):
        print(rocket, left)


async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(launch("Owl", 1.0), name="Owl")
        tg.create_task(launch("Kea", 0.7), name="Kea")


asyncio.run(main())
