import asyncio

import aiofiles
import aiofiles.os
from aiofiles.tempfile import TemporaryDirectory


async def main():
    async with aiofiles.open("log.txt", "w") as log:
        await log.write("first line\n")
        await log.writelines(["second line\n", "third line\n"])
        await log.flush()
        print("at", await log.tell())
    async with aiofiles.open("log.txt") as log:
        print(await log.readline(), end="")
        async for line in log:
            print("then", line.rstrip())

    async def copy(number):
        async with aiofiles.open("log.txt", "rb") as source:
            data = await source.read()
        async with aiofiles.open(f"copy-{number}.txt", "xb") as copy:
            await copy.write(data * number)
        return await aiofiles.os.path.getsize(f"copy-{number}.txt")

    print(await asyncio.gather(*map(copy, range(3))))
    await aiofiles.os.rename("copy-2.txt", "last.txt")
    await aiofiles.os.remove("copy-0.txt")
    print(await aiofiles.os.path.exists("copy-0.txt"), await aiofiles.os.path.isfile("last.txt"))
    async with TemporaryDirectory() as folder:
        async with aiofiles.open(f"{folder}/a.txt", "w+") as file:
            await file.write("temporary")
            await file.seek(4)
            print(await file.read())
        print(await aiofiles.os.listdir(folder))
    print(await aiofiles.os.path.exists(folder))
    try:
        async with aiofiles.open("missing.txt"):
            print("never")
    except FileNotFoundError as error:
        print(type(error).__name__, error.filename)


asyncio.run(main())
