# A worker takes too long, and is sent SIGTERM. The
# shell runs its trap as soon as its sleep is over.
import asyncio
from asyncio.subprocess import PIPE

WORKER = """
trap 'echo I stop; exit 3' TERM
for step in 0 1 2 3 4 5 6 7 8 9; do
    echo step $step
    sleep 1
done
"""


async def main():
    worker = await asyncio.create_subprocess_shell(
        WORKER, stdout=PIPE
    )
    try:
        async with asyncio.timeout(2.5):
            async for line in worker.stdout:
                print("worker:", line.decode().strip())
    except TimeoutError:
        worker.terminate()
    print("worker:", await worker.stdout.read())
    print("exit status", await worker.wait())


asyncio.run(main())
