/** Programs with a loop, task or selector class of their own: they cannot reach ours by accident. */
import { describe, expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";

const own = (body: string) => `
import asyncio, selectors

${body.trim()}

with asyncio.Runner(loop_factory=Loop) as runner:
    runner.run(main())
`;

test("attributes of a subclass do not meet those of the loop, its tasks and handles", async () => {
  const names =
    "timers number begins starts ends leaves soon step_soon handles entity lease schedule append drop begin";
  const run = await runPython(
    own(`
NAMES = ["_" + name for name in "${names}".split()]

class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        super().__init__()
        for name in NAMES:
            setattr(self, name, "mine")

class Task(asyncio.Task):
    def __init__(self, *args, **kwargs):
        for name in NAMES:
            setattr(self, name, "mine")
        super().__init__(*args, **kwargs)

async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, coroutine, **kwargs: Task(coroutine, loop=loop, **kwargs))
    loop.call_later(2, print, "never").cancel()
    task = asyncio.create_task(asyncio.sleep(1, "slept"))
    print(await task, {getattr(thing, name) for thing in (loop, task) for name in NAMES})
`),
  );
  expect(run).toMatchObject({ outcome: "ok", stdout: "slept {'mine'}\n", stderr: "", time: 1 });
});

describe("a loop's own time() is obeyed", () => {
  test.each([
    ["ahead", "super().time() + self.offset", "five ten after", 1],
    ["behind", "super().time() - self.offset", "after five ten", 12],
    ["faster", "super().time() * 4", "after five ten", 3.5],
    ["slower", "super().time() / 2", "after five ten", 24],
  ])("%s", async (_name, time, order, end) => {
    const run = await runPython(
      own(`
class Loop(asyncio.SelectorEventLoop):
    offset = 0
    def time(self):
        return ${time}

async def main():
    loop, order = asyncio.get_running_loop(), []
    loop.call_at(loop.time() + 10, order.append, "ten")
    loop.call_at(loop.time() + 5, order.append, "five")
    loop.offset = ${order.startsWith("five") ? 1000 : 0}
    loop.call_later(0.5, order.append, "after")
    await asyncio.sleep(${order.startsWith("five") ? 1 : 12})
    print(*order)
`),
    );
    expect(run).toMatchObject({ outcome: "ok", stdout: `${order}\n`, stderr: "" });
    expect(run.time).toBeCloseTo(end, 6);
  });
});

test("a program's own selector is asked, with the timeout that BaseEventLoop gives it", async () => {
  const run = await runPython(
    own(`
asked = []

class Selector(selectors.BaseSelector):
    def register(self, fileobj, events, data=None): pass
    def unregister(self, fileobj): pass
    def get_map(self): return {}
    def select(self, timeout=None):
        asked.append(timeout)
        return []

class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        super().__init__(Selector())
    def _process_events(self, event_list):
        assert event_list == []

async def main():
    await asyncio.sleep(0)
    await asyncio.sleep(1.5)
    print(asked)
`),
  );
  expect(run).toMatchObject({ outcome: "ok", stdout: "[0, 0, 1.5, 0]\n", stderr: "", time: 1.5 });
});

test("asyncio.wait() with a wrong return_when raises before it makes a task", async () => {
  const run = await runPython(`
import asyncio

async def never(): print("ran")

async def main():
    coroutine = never()
    try:
        await asyncio.wait([coroutine], return_when=-1)
    except ValueError as error:
        print(error)
    print(len(asyncio.all_tasks()))
    coroutine.close()

asyncio.run(main())
`);
  expect(run).toMatchObject({ outcome: "ok", stdout: "Invalid return_when value: -1\n1\n", stderr: "" });
});

test.each([
  ["beside a thread", "other = asyncio.to_thread(time.sleep, 1)", "asyncio.new_event_loop()"],
  [
    "beside a process",
    "other = (await asyncio.create_subprocess_shell('sleep 1')).wait()",
    "asyncio.new_event_loop()",
  ],
  ["with a selector of its own", "other = asyncio.sleep(1)", "OwnSelectorLoop()"],
])("a loop wakes exactly when a timer is due, %s", async (_, other, loop) => {
  // 0.001 + (0.01 - 0.001) is 0.010000000000000002.
  const run = await runPython(`
import asyncio, selectors, time

class OwnSelectorLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        super().__init__(selectors.SelectSelector())

async def ends(seconds):
    await asyncio.sleep(seconds)
    print(asyncio.get_running_loop().time())

async def main():
    ${other}
    await asyncio.gather(ends(0.001), ends(0.01), other)

with asyncio.Runner(loop_factory=lambda: ${loop}) as runner:
    runner.run(main())
`);
  expect(run).toMatchObject({ error: null, stdout: "0.001\n0.01\n" });
});
