"""One column of the benchmark `runtime`: the workloads on a loop of the installed Python.

Called as `native.py LOOP ROUNDS` with LOOP `asyncio` or `uvloop`; prints one JSON object: seconds a round by
workload, as lists.
"""
import asyncio
import json
import sys
import time

from workloads import WORKLOADS


# Rounds that are not counted: the interpreter specializes the code in them.
WARM_UP = 3


def main(name, rounds):
    if name == "uvloop":
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    results = {
        workload.__name__: [measure(workload) for _ in range(WARM_UP + rounds)][WARM_UP:]
        for workload in WORKLOADS
    }
    print(json.dumps({"version": sys.version.split()[0], "seconds": results}))


def measure(workload):
    # As in runtime.ts, the creation and the close of the loop are not measured.
    loop = asyncio.new_event_loop()
    started = time.perf_counter()
    loop.run_until_complete(workload())
    seconds = time.perf_counter() - started
    loop.close()
    return seconds


main(sys.argv[1], int(sys.argv[2]))
