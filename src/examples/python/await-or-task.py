import asyncio


async def brew(drink, minutes):
    print(drink, "is on")
    await asyncio.sleep(minutes)
    print(drink, "is ready")


def start(drink, minutes):
    coroutine = brew(drink, minutes)
    return asyncio.create_task(coroutine, name=drink)


async def main():
    # A coroutine runs inside the task that awaits it.
    await brew("coffee", 2)
    await brew("tea", 3)

    # A task runs on its own from now on.
    coffee = start("coffee", 2)
    tea = start("tea", 3)
    await coffee
    await tea


asyncio.run(main())
