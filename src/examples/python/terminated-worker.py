# A worker takes too long, and is sent SIGTERM.
import asyncio
import sys
from asyncio.subprocess import PIPE

WORKER = """
import signal, sys, time
def stop(*_):
    print("I stop")
    sys.exit(3)
signal.signal(signal.SIGTERM, stop)
for step in range(60):
    print("step", step, flush=True)
    time.sleep(1)
"""


async def main():
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WORKER, stdout=PIPE
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
