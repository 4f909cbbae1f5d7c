# A shell writes a line now and then. The loop reads
# each as it comes, and does its own work meanwhile.
import asyncio

SHELL = """
for n in 1 2 3; do
    sleep 0.8
    echo line $n
done
exit 4
"""


async def clock():
    while True:
        await asyncio.sleep(0.5)
        print("the loop is free")


async def main():
    task = asyncio.create_task(clock(), name="clock")
    child = await asyncio.create_subprocess_shell(
        SHELL, stdout=asyncio.subprocess.PIPE
    )
    async for line in child.stdout:
        print("child:", line.decode().strip())
    print("exit status", await child.wait())
    task.cancel()


asyncio.run(main())
