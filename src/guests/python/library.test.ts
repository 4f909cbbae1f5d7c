/** Python's standard library in a page: time zones, databases, signals, and the modules that are missing. */
import { expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";

test("time zones have the offsets that this machine's Intl gives them", async () => {
  // Zones of each continent, with and without summer time, of half and quarter hours, and of the southern half.
  const zones =
    "Europe/Berlin Europe/London Europe/Dublin Europe/Moscow America/New_York America/Los_Angeles America/Phoenix America/Sao_Paulo America/St_Johns America/Caracas America/Santiago Asia/Tokyo Asia/Kolkata Asia/Kathmandu Asia/Dubai Asia/Shanghai Asia/Jerusalem Australia/Sydney Australia/Lord_Howe Pacific/Auckland Pacific/Chatham Africa/Cairo Africa/Johannesburg Africa/Casablanca Etc/GMT+5 UTC US/Eastern".split(
      " ",
    );
  const times = Array.from({ length: 120 }, (_, i) => Date.UTC(1975, i * 6, 3 + (i % 25), i % 24, 30) / 1000);
  const { stdout } = await runPython(`import datetime, json, zoneinfo
assert {*${JSON.stringify(zones)}} < zoneinfo.available_timezones()
print(json.dumps([
    [datetime.datetime.fromtimestamp(time, zoneinfo.ZoneInfo(name)).strftime("%Y-%m-%d %H:%M") for time in ${JSON.stringify(times)}]
    for name in ${JSON.stringify(zones)}
]))`);
  const expected = zones.map((timeZone) => {
    const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
    return times.map((time) => format.format(time * 1000));
  });
  expect(JSON.parse(stdout)).toEqual(expected);
});

test("summer time has its name and its hour", async () => {
  const { stdout } = await runPython(`from datetime import datetime
from zoneinfo import ZoneInfo
for month in 1, 7:
    now = datetime(2026, month, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    print(now.tzname(), now.dst(), now.utcoffset())`);
  expect(stdout).toBe("CET 0:00:00 1:00:00\nCEST 1:00:00 2:00:00\n");
});

test("a shelf keeps what is put into it, and the next program finds none", async () => {
  const { stdout, error } = await runPython(`import dbm, shelve
with shelve.open("shop") as shelf:
    shelf["fruit"] = ["fig", "plum"]
    shelf["price"] = {"fig": 2}
with shelve.open("shop") as shelf:
    print(dict(shelf), len(shelf), "fruit" in shelf)
    del shelf["fruit"]
with shelve.open("shop", "r") as shelf:
    print(list(shelf))
    try:
        shelf["more"] = 1
    except dbm.error as failure:
        print(failure)
print(dbm.whichdb("shop"))`);
  expect(error).toBeNull();
  expect(stdout).toBe(
    "{'fruit': ['fig', 'plum'], 'price': {'fig': 2}} 2 True\n['price']\nattempt to write a readonly database\ndbm.sqlite3\n",
  );
  const next = await runPython("import dbm\nprint(dbm.whichdb('shop'))\ndbm.open('shop')");
  expect(next.stdout).toBe("None\n");
  expect(next.error).toBe("dbm.error: db file doesn't exist; use 'c' or 'n' flag to create a new db");
});

test.each([
  "curses",
  "_curses",
  "readline",
  "resource",
  "pwd",
  "tkinter",
  "turtle",
  "multiprocessing.shared_memory",
])("%s is said to be missing here", async (module) => {
  const { error } = await runPython(`import ${module}`);
  expect(error).toContain(`${module} is a part of Python's standard library that is missing here`);
});

test("a module of another package is said to be no part of the library", async () => {
  const { error } = await runPython("import requests");
  expect(error).toContain("requests is not in Python's standard library. Add its wheel");
});

test("a program handles the signals that it sends to itself", async () => {
  const { stdout, events } = await runPython(`import asyncio, os, signal
signal.signal(signal.SIGUSR1, lambda number, frame: print("handler", number == signal.SIGUSR1))
signal.raise_signal(signal.SIGUSR1)
async def main():
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.call_later(1, os.kill, os.getpid(), signal.SIGTERM)
    await stop.wait()
    print("stopped", loop.time(), signal.set_wakeup_fd(-1) > -1)
    print(loop.remove_signal_handler(signal.SIGTERM), loop.remove_signal_handler(signal.SIGTERM))
    print(signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)
    for wrong in ("x", print), (99, print), (signal.SIGTERM, main):
        try:
            loop.add_signal_handler(*wrong)
        except (TypeError, ValueError) as error:
            print(error)
    try:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("cancelled")
        raise
try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")`);
  expect(stdout).toBe(
    "handler True\nstopped 1.0 True\nTrue False\nTrue\nsig must be an int, not 'x'\ninvalid signal number 99\n" +
      "coroutines cannot be used with add_signal_handler()\ncancelled\ninterrupted\n",
  );
  expect(events.filter(({ kind, name }) => kind === "handleStarted" && name === "Event.set")).toHaveLength(1);
});

test("the next program handles signals though one has closed all descriptors", async () => {
  const source = `import asyncio, os, signal
async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, print)
    os.closerange(3, 64)
asyncio.run(main())`;
  for (const run of [1, 2]) expect(await runPython(source), String(run)).toMatchObject({ outcome: "ok" });
});

test("two signals of one moment are both handled then, and the next call waits anew", async () => {
  const { stdout } = await runPython(
    `import time
for _ in range(3):
    try:
        time.sleep(1)
        print("slept", time.monotonic())
    except KeyboardInterrupt:
        print("interrupted", time.monotonic())`,
    { signals: [0.5, 0.5].map((at) => ({ name: "SIGINT", at })) },
  );
  expect(stdout).toBe("interrupted 0.5\ninterrupted 0.5\nslept 1.5\n");
});

test("raise_signal checks its argument as CPython does", async () => {
  // Compared with CPython 3.11 on Linux.
  const { stdout } = await runPython(`import signal
for number in 0, 65, -1, "x", 2.5:
    try:
        print(signal.raise_signal(number))
    except Exception as error:
        print(type(error).__name__)`);
  expect(stdout).toBe("None\nOSError\nOSError\nTypeError\nTypeError\n");
});

test("a signal that a program does not handle ends it", async () => {
  const { outcome, error, line } = await runPython(
    "import os, signal\ntry:\n    os.kill(os.getpid(), signal.SIGTERM)\nexcept Exception:\n    pass\nprint('on')",
  );
  expect({ outcome, error, line }).toEqual({ outcome: "error", error: "killed by SIGTERM", line: 3 });
});
