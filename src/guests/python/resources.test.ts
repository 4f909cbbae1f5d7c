/** Trace events of events, conditions, barriers and queues. (Parity programs check that the runtime does the same.) */
import { describe, expect, test } from "vitest";
import type { ExportedEvent } from "../../formats/export-events.ts";
import { runPython } from "../../testing/run-python.ts";

const described = /^(resource|queue)|^taskSuspended$|^taskDone$/;

/** Resources that other tests are about. */
const groups = ["gather", "wait", "as_completed", "TaskGroup", "Timeout"];

/** The events about resources, a task's waits for them and its end; `main` is the program's body. */
async function resourceEvents(main: string, before = ""): Promise<string[]> {
  const body = main.replaceAll(/^/gm, "    ");
  const source = `import asyncio\nfrom asyncio import *\n${before}\nasync def main():\n${body}\nasyncio.run(main())\n`;
  const { error, stderr, events } = await runPython(source);
  expect([error, stderr]).toEqual([null, ""]);
  return events.filter(({ kind }) => described.test(kind)).flatMap((event) => describeEvent(event, source));
}

function describeEvent(event: ExportedEvent, source: string): string[] {
  if (groups.includes(String(event.base)) || event.change === "expire") return [];
  const { kind, resource, taskName, type, base, name, change, item, next, value, line, reason, on } = event;
  if (taskName === "Task-1" && kind.startsWith("task")) return [];
  if (String(event.coroutine).startsWith("BaseEventLoop")) return [];
  const code = line ? (source.split("\n")[Number(line) - 1] ?? "").trim() : "";
  switch (kind) {
    case "resourceCreated":
      return [`${resource} is ${type}${type === base ? "" : ` (${base})`} ${name || "-"} for ${value}`];
    case "resourceChanged":
      return [`${resource} ${change} ${value} by ${taskName} in: ${code}`];
    case "queuePut":
    case "queueGot":
      return [`${resource} ${kind} ${item} of ${value}${next ? `, next ${next}` : ""} by ${taskName}`];
    case "taskSuspended":
      return [`${taskName} waits: ${reason} ${on}`];
    case "taskDone":
      return [`${taskName} done`];
    default:
      return [`${resource} ${kind} ${value} by ${taskName}`];
  }
}

describe("an event", () => {
  test("records `set` and `clear` if they change it, and waits", async () => {
    const events = await resourceEvents(`
ready = Event()
ready.clear()
task = create_task(ready.wait(), name="a")
await sleep(0)
ready.set(); ready.set()
await task
ready.clear()
`);
    expect(events).toEqual([
      "1 is Event ready for 0",
      "a waits: Event 1",
      "1 set 1 by Task-1 in: ready.set(); ready.set()",
      "a done",
      "1 clear 0 by Task-1 in: ready.clear()",
    ]);
  });

  test("has the name of the program's own class, and the variable's name", async () => {
    const events = await resourceEvents(
      `
self = Gate(2)
create_task(self.wait(), name="a")
await sleep(0)
self.set()
await sleep(0)
`,
      `
class Gate(asyncio.Event):
    def __init__(self, n):
        self.n = n
        super().__init__()
    async def wait(self):
        return await super().wait()
`,
    );
    expect(events).toEqual([
      "1 is Gate (Event) self for 0",
      "a waits: Event 1",
      "1 set 1 by Task-1 in: self.set()",
      "a done",
    ]);
  });

  test("is recorded if it was created and set before the loop runs", async () => {
    const events = await resourceEvents(
      "await ready.wait()\nready.clear()",
      "ready = asyncio.Event()\nready.set()",
    );
    expect(events).toEqual([
      "1 is Event ready for 0",
      "1 set 1 by null in: ready.set()",
      "1 clear 0 by Task-1 in: ready.clear()",
    ]);
  });
});

describe("a condition", () => {
  test("has a lock, which a notified task waits for", async () => {
    const events = await resourceEvents(`
async def use():
    async with room:
        await room.wait()
room = Condition()
tasks = [create_task(use(), name=name) for name in "ab"]
await sleep(0)
async with room:
    room.notify()
    await sleep(0)
    tasks[1].cancel()
    await sleep(0)
    tasks[0].cancel()
    await sleep(0)
await wait(tasks)
`);
    expect(events).toEqual([
      "1 is Lock room for 1",
      "2 is Condition room for 0",
      "1 resourceAcquired 0 by a",
      "1 resourceReleased 1 by a",
      "a waits: Condition 2",
      "1 resourceAcquired 0 by b",
      "1 resourceReleased 1 by b",
      "b waits: Condition 2",
      "1 resourceAcquired 0 by Task-1",
      "2 notify 1 by Task-1 in: room.notify()",
      "1 resourceWaited 0 by a",
      "a waits: Lock 1",
      "1 resourceWaited 0 by b",
      "b waits: Lock 1",
      "1 resourceWaited 0 by a",
      "a waits: Lock 1",
      "1 resourceReleased 1 by Task-1",
      "1 resourceAcquired 0 by b",
      "1 resourceReleased 1 by b",
      "b done",
      "1 resourceAcquired 0 by a",
      "1 resourceReleased 1 by a",
      "a done",
    ]);
  });

  test("with a given lock creates none", async () => {
    expect(await resourceEvents("lock = Lock()\nroom = Condition(lock)")).toEqual([
      "1 is Lock lock for 1",
      "2 is Condition room for 0",
    ]);
  });
});

describe("a barrier", () => {
  test("trips, is reset and aborted, and its parts are not recorded", async () => {
    const events = await resourceEvents(`
async def come():
    try: await start.wait()
    except BrokenBarrierError: pass
def spawn(names): return [create_task(come(), name=name) for name in names]
start = Barrier(2)
await wait(spawn("ab"))
spawn("c")
await sleep(0)
await start.reset()
await sleep(0)
tasks = spawn("d")
await sleep(0)
await start.abort()
await wait(tasks)
`);
    expect(events).toEqual([
      "1 is Barrier start for 2",
      "a waits: Barrier 1",
      "1 trip 2 by b in: try: await start.wait()",
      "b done",
      "a done",
      "c waits: Barrier 1",
      "1 reset 1 by Task-1 in: await start.reset()",
      "c done",
      "d waits: Barrier 1",
      "1 abort 1 by Task-1 in: await start.abort()",
      "d done",
    ]);
  });

  test("is left by a task that is cancelled", async () => {
    const events = await resourceEvents(`
async with asyncio.timeout(1):
    try: await wait_for(Barrier(3).wait(), 0.5)
    except TimeoutError: pass
task = create_task(Barrier(2).wait(), name="a")
await sleep(0)
task.cancel()
`);
    expect(events).toEqual(["2 is Barrier - for 3", "4 is Barrier - for 2", "a waits: Barrier 4", "a done"]);
  });
});

describe("a queue", () => {
  test("records each item, and the tasks that wait in get, put and join", async () => {
    const events = await resourceEvents(`
async def put(*items):
    for item in items: await jobs.put(item)
jobs = Queue(1)
getter = create_task(jobs.get(), name="getter")
await sleep(0)
putter = create_task(put("a", {"b": 1}, None), name="putter")
joiner = create_task(jobs.join(), name="joiner")
await getter
await sleep(0)
putter.cancel()
while not jobs.empty(): jobs.get_nowait()
for _ in range(2): jobs.task_done()
await wait([putter, joiner])
`);
    expect(events).toEqual([
      "1 is Queue jobs for 1",
      "getter waits: Queue.get 1",
      "1 queuePut 'a' of 1 by putter",
      "putter waits: Queue.put 1",
      "joiner waits: Queue.join 1",
      "1 queueGot 'a' of 0 by getter",
      "getter done",
      "1 queuePut {'b': 1} of 1 by putter",
      "putter waits: Queue.put 1",
      "1 queueGot {'b': 1} of 0 by Task-1",
      "putter done",
      "joiner done",
    ]);
  });

  test("gives the last or the lowest item first; only the lowest is recorded as the next one", async () => {
    const events = await resourceEvents(`
stack = LifoQueue()
heap = PriorityQueue()
for i in (2, 1, 3):
    stack.put_nowait(i)
    heap.put_nowait(i)
stack.get_nowait()
heap.get_nowait()
`);
    expect(events).toEqual([
      "1 is LifoQueue stack for 0",
      "2 is PriorityQueue heap for 0",
      "1 queuePut 2 of 1 by Task-1",
      "2 queuePut 2 of 1, next 2 by Task-1",
      "1 queuePut 1 of 2 by Task-1",
      "2 queuePut 1 of 2, next 1 by Task-1",
      "1 queuePut 3 of 3 by Task-1",
      "2 queuePut 3 of 3, next 1 by Task-1",
      "1 queueGot 3 of 2 by Task-1",
      "2 queueGot 1 of 2, next 2 by Task-1",
    ]);
  });

  test("is shut down, and emptied if at once", async () => {
    const events = await resourceEvents(`
jobs = Queue()
for i in range(2): jobs.put_nowait(i)
jobs.shutdown()
jobs.shutdown(immediate=True)
`);
    expect(events.slice(-2)).toEqual([
      "1 shutdown 2 by Task-1 in: jobs.shutdown()",
      "1 shutdown 0 by Task-1 in: jobs.shutdown(immediate=True)",
    ]);
  });

  test("of the program's own class is recorded without running its code or its items' code", async () => {
    const events = await resourceEvents(
      `
own = Unique()
for i in (1, 1, Item("x" * 99)): own.put_nowait(i)
own.get_nowait()
big = Queue(10 ** 40)
big.put_nowait("x" * 99)
`,
      `
class Item(str):
    def __repr__(self): raise SystemExit("repr was run")
class Bag(dict):
    def __len__(self): raise SystemExit("len was run")
    def __bool__(self): return any(True for _ in self)
class Unique(asyncio.Queue):
    def _init(self, maxsize):
        self._queue = Bag()
        self.made = asyncio.Event()
    def _put(self, item): self._queue[item] = True
    def _get(self):
        item = next(iter(self._queue))
        del self._queue[item]
        return item
`,
    );
    expect(events).toEqual([
      "1 is Event made for 0",
      "2 is Unique (Queue) own for 0",
      "2 queuePut 1 of 1 by Task-1",
      "2 queuePut 1 of 2 by Task-1",
      "2 queuePut <Item> of 3 by Task-1",
      "2 queueGot 1 of 2 by Task-1",
      "3 is Queue big for 0",
      `3 queuePut '${"x".repeat(28)}… of 1 by Task-1`,
    ]);
  });

  test("that asyncio creates for its own use is not recorded", async () => {
    const events = await resourceEvents("for future in as_completed([sleep(1), sleep(2)]): await future");
    expect(events).toEqual([
      "Task-2 waits: sleep null",
      "Task-3 waits: sleep null",
      "Task-2 done",
      "Task-3 done",
    ]);
  });
});

test("a task without a reference stays alive until its end is recorded", async () => {
  const { events } = await runPython(`
import asyncio
async def main():
    asyncio.create_task(asyncio.sleep(0), name="a")
    await asyncio.sleep(1)
asyncio.run(main())
`);
  expect(events.find(({ kind, taskName }) => kind === "taskDone" && taskName === "a")).toMatchObject({
    time: 0,
  });
});

test("asyncio iterates over its sets in the order of insertion", async () => {
  const { stdout } = await runPython(`
import asyncio
class Odd(asyncio.Future):
    def __hash__(self): return -id(self)
async def fail(): raise ValueError
async def wait(i):
    try: await asyncio.sleep(9)
    except asyncio.CancelledError: print(i, end=" ")
async def main():
    loop = asyncio.get_running_loop()
    for _ in range(300): asyncio.create_task(asyncio.sleep(0))
    try:
        async with asyncio.TaskGroup() as group:
            for i in range(20): group.create_task(wait(i))
            await asyncio.sleep(1)
            group.create_task(fail())
    except* ValueError: print()
    futures = [Odd() for _ in range(20)]
    for i, future in enumerate(futures): future.set_result(i)
    print(*[await f for f in asyncio.as_completed(futures)])
asyncio.run(main())
`);
  const numbers = Array.from({ length: 20 }, (_, i) => i).join(" ");
  expect(stdout).toBe(`${numbers} \n${numbers}\n`);
});
