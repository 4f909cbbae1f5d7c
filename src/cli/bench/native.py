"""One column of the benchmark `runtime`: the workloads on a loop of the system's own Python.

Called as `native.py LOOP ROUNDS` with LOOP `asyncio` or `uvloop`; prints one JSON object: seconds a round by
workload, as lists.
"""
import asyncio
import json
import sys
import time

from workloads import WORKLOADS


def main(name, rounds):
    if name == "uvloop":
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    results = {}
    for workload in WORKLOADS:
        asyncio.run(workload())
        times = []
        for _ in range(rounds):
            started = time.perf_counter()
            asyncio.run(workload())
            times.append(time.perf_counter() - started)
        results[workload.__name__] = times
    print(json.dumps({"version": sys.version.split()[0], "seconds": results}))


main(sys.argv[1], int(sys.argv[2]))
