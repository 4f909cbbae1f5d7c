# The program starts another one, also in Python, which
# has an event loop of its own.
import asyncio
from asyncio.subprocess import PIPE
from sys import executable

CHILD = """
import asyncio

async def square(number):
    await asyncio.sleep(0.1 * number)
    print(number, "squared is", number**2, flush=True)

async def main():
    numbers = map(int, input().split())
    await asyncio.gather(*map(square, numbers))

asyncio.run(main())
"""


async def main():
    child = await asyncio.create_subprocess_exec(
        executable, "-c", CHILD, stdin=PIPE, stdout=PIPE
    )
    child.stdin.write(b"3 1 2\n")
    async for line in child.stdout:
        print(line.decode().strip())
    print("exit status", await child.wait())


asyncio.run(main())
