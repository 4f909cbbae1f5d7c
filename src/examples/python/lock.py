import asyncio

balance = 100
lock = asyncio.Lock()


def bank(amount):
    loop = asyncio.get_running_loop()
    reply = loop.create_future()
    loop.call_later(0.5, reply.set_result, amount)
    return reply


async def spend(name, amount):
    global balance
    async with lock:
        balance = await bank(balance - amount)
    print(name, "leaves", balance)


async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(spend("Ada", 20), name="Ada")
        tg.create_task(spend("Bob", 50), name="Bob")
        tg.create_task(spend("Eve", 10), name="Eve")


asyncio.run(main())
