import asyncio
import time

mails = asyncio.Queue()


async def greedy():
    while not mails.empty():
        mail = await mails.get()  # returns at once
        time.sleep(0.4)  # stands for hard work
        print("answered mail", mail)


async def polite():
    for cup in "first", "second", "third":
        await asyncio.sleep(0.5)
        print(cup, "cup of tea")


async def main():
    for mail in range(1, 6):
        mails.put_nowait(mail)
    async with asyncio.TaskGroup() as tg:
        tg.create_task(polite(), name="polite")
        tg.create_task(greedy(), name="greedy")


asyncio.run(main())
