/** Explanations of deadlocks by their cause, in runs of real programs; each with the verdict, and with no other warning. */
import { expect, test } from "vitest";
import { recordProgram } from "../../cli/record.ts";
import { TypeScriptInNode } from "../../guests/typescript/compile-node.ts";
import { bootPython } from "../../testing/run-python.ts";
import { verdictOf } from "../verdict.ts";

/** Programs after a line of imports, by the cause; each with the message and the end of the verdict. */
const python: Readonly<Record<string, readonly [program: string, message: string, verdict: string]>> = {
  "a reader of lines gets none: the newline is missing": [
    `async def serve(reader, writer):
    writer.write(await reader.readline())
    writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 80)
    reader, writer = await asyncio.open_connection("127.0.0.1", 80)
    writer.write(b"hello")
    await reader.readline()`,
    "Deadlock: main waits for bytes from server :80 on line 9, and serve · 4 waits for bytes from main on line 3. readline() on line 3 waits for a newline, and the last bytes, “hello”, have none.",
    "main and serve · 4 wait for each other",
  ],
  "a reader waits for an end that no task sends": [
    `async def serve(reader, writer):
    writer.write(await reader.read())
    writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 80)
    reader, writer = await asyncio.open_connection("127.0.0.1", 80)
    writer.write(b"hello")
    await reader.read()`,
    "Deadlock: main waits for bytes from server :80 on line 9, and serve · 4 waits for bytes from main on line 3. read() on line 3 has 5 bytes and waits for the end of the stream: main must call write_eof() or close().",
    "main and serve · 4 wait for each other",
  ],
  "the task at the other end has ended and left the connection open": [
    `async def serve(reader, writer):
    main.kept = writer
    writer.write(await reader.readline())
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 80)
    reader, writer = await asyncio.open_connection("127.0.0.1", 80)
    writer.write(b"hello\\n")
    await reader.read()`,
    "Deadlock: main waits for bytes from server :80 on line 9, but serve · 4, which had the other end, has ended and left it open. It should close its writer.",
    "main waits for bytes from server :80",
  ],
  "the task at the other end waits for something else": [
    `async def serve(reader, writer):
    await reader.readline()
    await asyncio.Event().wait()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 80)
    reader, writer = await asyncio.open_connection("127.0.0.1", 80)
    writer.write(b"hello\\n")
    await reader.read()`,
    "Deadlock: main waits for bytes from server :80 on line 9; serve · 4, which has the other end, waits for an event to be set on line 4, but no task has set it.",
    "serve · 4 waits for an event to be set",
  ],
  "two writers, and no reader": [
    `async def fill(reader, writer):
    for _ in range(9):
        writer.write(bytes(100_000))
        await writer.drain()
async def main():
    server = await asyncio.start_server(fill, "127.0.0.1", 80)
    await fill(*await asyncio.open_connection("127.0.0.1", 80))`,
    "Deadlock: main waits for room to send to server :80 on line 5, and fill · 4 waits for room to send to main on line 5. One of them must read.",
    "main and fill · 4 wait for each other",
  ],
  "no code accepts the connection": [
    `import socket
async def main():
    listener = socket.create_server(("127.0.0.1", 80))
    reader, writer = await asyncio.open_connection("127.0.0.1", 80)
    await reader.read()`,
    "Deadlock: main waits for bytes from server :80 on line 6, but no code accepts the connection at server :80.",
    "main waits for bytes from server :80",
  ],
  "both tasks hold one of two permits and want another": [
    `async def use(gate):
    async with gate:
        await asyncio.sleep(0.1)
        async with gate: pass
async def main():
    gate = asyncio.Semaphore(2)
    await asyncio.gather(use(gate), use(gate))`,
    "Deadlock: use · 2 and use · 3 each hold a permit of gate and wait for another on line 5, but all 2 are taken. Acquire no second permit while holding one.",
    "use · 2 waits for a second permit of gate",
  ],
  "a circle of semaphores with two permits each": [
    `async def use(first, second):
    async with first:
        await asyncio.sleep(0.1)
        async with second: pass
async def main():
    pens, inks = asyncio.Semaphore(2), asyncio.Semaphore(2)
    async with asyncio.TaskGroup() as group:
        for n in range(4):
            group.create_task(use(pens, inks) if n % 2 else use(inks, pens), name=f"t{n}")`,
    "Deadlock: t0 holds inks and waits for pens; t1 holds pens and waits for inks. Neither can continue. Acquire both resources in the same order everywhere.",
    "t0 and t1 wait for each other",
  ],
  "a permit that a failed task kept": [
    `async def call(gate, n):
    await gate.acquire()
    await asyncio.sleep(0.1)
    if n == 1: raise ConnectionError("node is down")
    gate.release()
async def main():
    gate = asyncio.Semaphore(1)
    calls = [asyncio.create_task(call(gate, n), name=f"call-{n}") for n in range(4)]
    await asyncio.gather(*calls, return_exceptions=True)`,
    "Deadlock: call-2 and call-3 wait for gate, but call-1 acquired a permit of gate on line 3 and failed with ConnectionError: node is down without releasing it. Use `async with gate`, which always releases it.",
    "call-1 ended without releasing gate",
  ],
  "a lock that a task kept when it ended": [
    `lock = asyncio.Lock()
async def take(): await lock.acquire()
async def main():
    await asyncio.create_task(take(), name="first")
    await asyncio.create_task(take(), name="second")`,
    "Deadlock: second waits for lock, but first acquired lock on line 3 and has ended without releasing it. Use `async with lock`, which always releases it.",
    "first ended without releasing lock",
  ],
  "a join after a worker died, with items left": [
    `async def worker(queue):
    while True:
        if await queue.get() == 1: raise ValueError("bad")
        queue.task_done()
async def main():
    queue = asyncio.Queue()
    task = asyncio.create_task(worker(queue), name="worker")
    for n in range(3): queue.put_nowait(n)
    await queue.join()`,
    "Line 10 waits in queue.join(), but worker failed with ValueError: bad and takes no more items: 1 item is still in queue. Call queue.task_done() in a finally block, and handle the error in the worker's loop.",
    "worker failed, and queue.join() waits for its items",
  ],
  "a join after a worker died with the last item": [
    `async def worker(queue):
    await queue.get()
    raise ValueError("bad")
    queue.task_done()
async def main():
    queue = asyncio.Queue()
    queue.put_nowait(1)
    task = asyncio.create_task(worker(queue), name="worker")
    await queue.join()`,
    "Line 10 waits in queue.join(), but worker failed with ValueError: bad with an item of queue that is not marked done. Call queue.task_done() in a finally block, and handle the error in the worker's loop.",
    "worker failed, and queue.join() waits for its items",
  ],
  "a pipeline of two bounded queues": [
    `async def stage(work, results):
    while True: await results.put(await work.get())
async def main():
    work, results = asyncio.Queue(1), asyncio.Queue(1)
    task = asyncio.create_task(stage(work, results), name="stage")
    for n in range(5): await work.put(n)`,
    "Deadlock: main waits for room in work on line 7; stage, which takes from work, waits for room in results on line 3, but no task has taken anything from results.",
    "stage waits for room in results",
  ],
  "a consumer that failed": [
    `async def consumer(queue):
    await queue.get()
    raise ValueError("bad")
async def main():
    queue = asyncio.Queue(1)
    task = asyncio.create_task(consumer(queue), name="consumer")
    for n in range(5): await queue.put(n)`,
    "Deadlock: main waits for room in queue on line 8, but consumer, which took from queue, failed with ValueError: bad.",
    "main waits for room in queue",
  ],
  "workers whose producer has ended": [
    `async def producer(queue): await queue.put(1)
async def worker(queue):
    while True: await queue.get()
async def main():
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(producer(queue), name="producer")
        group.create_task(worker(queue), name="worker")`,
    "Deadlock: main waits for the 1 task of its group on line 7; worker waits for an item in queue on line 4, but producer, which put items into queue, has ended.",
    "worker waits for an item in queue",
  ],
  "a circle through a queue and a lock": [
    `async def worker(queue, lock):
    while True:
        await queue.get()
        async with lock: pass
async def main():
    queue, lock = asyncio.Queue(1), asyncio.Lock()
    task = asyncio.create_task(worker(queue, lock), name="worker")
    async with lock:
        for n in range(5): await queue.put(n)`,
    "Deadlock: main, which holds lock, waits for room in queue on line 10; worker, which takes from queue, waits for lock on line 5. Neither can continue.",
    "main and worker wait for each other",
  ],
  "an event behind a lock": [
    `ready, lock = asyncio.Event(), asyncio.Lock()
async def waits():
    async with lock: await ready.wait()
async def sets():
    async with lock: ready.set()
async def main(): await asyncio.gather(waits(), sets())`,
    "Deadlock: sets · 3 waits for lock on line 6; waits · 2, which holds lock, waits for ready to be set on line 4, but no task has set ready.",
    "waits · 2 waits for ready to be set",
  ],
  "an event of the same name is set in its place": [
    `class Service:
    def __init__(self): self.ready = asyncio.Event()
    def start(self):
        self.ready = asyncio.Event()
        self.ready.set()
async def main():
    service = Service()
    waiter = asyncio.create_task(service.ready.wait(), name="waiter")
    await asyncio.sleep(1)
    service.start()
    await waiter`,
    "Deadlock: main waits for waiter on line 12; waiter waits for ready to be set, but no task has set ready; main set another Event named ready.",
    "waiter waits for ready to be set",
  ],
  "a barrier for more tasks than there are": [
    `async def job(barrier): await barrier.wait()
async def main():
    barrier = asyncio.Barrier(3)
    await asyncio.gather(job(barrier), job(barrier))`,
    "Deadlock: main waits for the 2 tasks in gather on line 5; job · 2 waits at barrier for the other tasks on line 2, but only 2 of 3 tasks have reached barrier.",
    "job · 2 waits at barrier for the other tasks",
  ],
  "a task that waits anew after it was asked to cancel": [
    `async def stubborn():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        await asyncio.Event().wait()
async def main():
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0.5)`,
    "Deadlock: stubborn · 2 was asked to cancel, but after that it waits for an event to be set on line 6, so it never ends. Clean up without such a wait, and let CancelledError pass.",
    "stubborn · 2 was asked to cancel, but waits on",
  ],
  "a future that no code sets": [
    `async def main():
    done = asyncio.get_running_loop().create_future()
    await done`,
    "Deadlock: main waits for a future on line 4, but no code calls set_result() or set_exception() on the future that line 3 creates.",
    "main waits for a future",
  ],
  "a future that other code would have set": [
    `class Client:
    def __init__(self):
        self.reply = asyncio.Future()
    def received(self, data):
        self.reply.set_result(data)
async def ask(client):
    return await client.reply
async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(ask(Client()))
        settled = asyncio.Future()
        settled.set_result(1)
        await settled`,
    "Deadlock: main waits for the 1 task of its group on line 10; ask · 2 waits for a future on line 8, but nothing has set that future. Call set_result() or set_exception() on it.",
    "ask · 2 waits for a future",
  ],
  "a circle through two events that were never set": [
    `ready, answered = asyncio.Event(), asyncio.Event()
async def client():
    await ready.wait()
    if True:
        print("ready")  # answered.wait()
    answered.set()
async def server():
    async def helper():
        answered.set()
    await answered.wait()
    ready.set()
async def main():
    await asyncio.gather(client(), server())`,
    "Deadlock: client · 2, which sets answered later on line 7, waits for ready to be set on line 4; server · 3, which sets ready later on line 12, waits for answered to be set on line 11. Neither can continue.",
    "client · 2 and server · 3 wait for each other",
  ],
  "each task waits for an event of its own, of the same name": [
    `async def alone():
    ready = asyncio.Event()
    await ready.wait()
    ready.set()
async def main():
    await asyncio.gather(alone(), alone())`,
    "Deadlock: main waits for the 2 tasks in gather on line 7; alone · 2 waits for ready to be set on line 4, but no task has set ready.",
    "alone · 2 waits for ready to be set",
  ],
  "a circle through an event and a queue, neither used yet": [
    `class Shop:
    def __init__(self):
        self.open = asyncio.Event()
        self.orders = asyncio.Queue()
    async def owner(self):
        order = await self.orders.get()
        self.open.set()
    async def guest(self):
        await self.open.wait()
        self.orders.put_nowait("soup")
async def main():
    shop = Shop()
    await asyncio.gather(shop.owner(), shop.guest())`,
    "Deadlock: owner · 2, which sets open later on line 8, waits for an item in orders on line 7; guest · 3, which puts into orders later on line 11, waits for open to be set on line 10. Neither can continue.",
    "owner · 2 and guest · 3 wait for each other",
  ],
  "a circle through two events": [
    `async def plays(name, mine, other):
    for n in range(3):
        await mine.wait()
        mine.clear()
        if n == 0: other.set()
async def main():
    ping, pong = asyncio.Event(), asyncio.Event()
    ping.set()
    async with asyncio.TaskGroup() as group:
        group.create_task(plays("a", ping, pong), name="a")
        group.create_task(plays("b", pong, ping), name="b")`,
    "Deadlock: a, which sets pong, waits for ping to be set on line 4; b, which sets ping, waits for pong to be set on line 4. Neither can continue.",
    "a and b wait for each other",
  ],
};

test.each(Object.entries(python))("%s", async (_cause, [program, message, verdict]) => {
  const source = `import asyncio\n${program}\nasyncio.run(main())\n`;
  const { store, end } = recordProgram(await bootPython(), source, 1);
  expect(store.warnings.all.map((warning) => warning.message)).toEqual([message]);
  expect(verdictOf(store, end).text.replace(/^Deadlock at [\d.]+ s: /, "")).toBe(verdict);
});

test("a circle through events of a TypeScript program, by the text of its methods", () => {
  const source = `import { Event, gather, run } from "asyncio";
class Door {
  open = new Event();
  closed = new Event();
  async guest() {
    await this.open.wait();
    this.closed.set();
  }
  async owner() {
    if (this.open) {
      await this.closed.wait();
    }
  }
  enter() {
    this.open.set();
  }
}
async function main() {
  const door = new Door();
  await gather([door.guest(), door.owner()]);
}
run(main());
`;
  const { store } = recordProgram(new TypeScriptInNode(), source, 1);
  // `enter` is another function than that in which the owner waits.
  expect(store.warnings.all.map(({ message }) => message)).toEqual([
    "Deadlock: owner · 3 waits for closed to be set on line 11; guest · 2, which sets closed later on line 7, waits for open to be set on line 6, but no task has set open.",
  ]);
  const mutual = source.replace("    }\n  }\n  enter", "    }\n    this.open.set();\n  }\n  enter");
  const { store: other } = recordProgram(new TypeScriptInNode(), mutual, 1);
  expect(other.warnings.all.map(({ message }) => message)).toEqual([
    "Deadlock: guest · 2, which sets closed later on line 7, waits for open to be set on line 6; owner · 3, which sets open later on line 13, waits for closed to be set on line 11. Neither can continue.",
  ]);
});

test("a future that no code of a TypeScript program sets", () => {
  const source = `import { getRunningLoop, run } from "asyncio";
async function main() {
  const done = getRunningLoop().createFuture<number>();
  await done;
}
run(main());
`;
  const { store } = recordProgram(new TypeScriptInNode(), source, 1);
  expect(store.warnings.all.map(({ message }) => message)).toEqual([
    "Deadlock: main waits for a future on line 4, but no code calls setResult() or setException() on the future that line 3 creates.",
  ]);
});

test("in TypeScript, with its spelling and its lines", () => {
  const source = `import { createTask, Queue, run } from "asyncio";
async function eat(queue: Queue<string>) {
  for (;;) await queue.get();
}
async function main() {
  const queue = new Queue<string>();
  const task = createTask(eat(queue), { name: "eater" });
  queue.putNowait("fig");
  await queue.join();
}
run(main());
`;
  const { store, end } = recordProgram(new TypeScriptInNode(), source, 1);
  expect(store.warnings.all.map(({ message }) => message)).toEqual([
    "Line 9 waits in queue.join(), but no code calls queue.taskDone(). Call queue.taskDone() once for each item.",
  ]);
  expect(end.error).toContain("main waits for Queue.join on line 9; eater waits for Queue.get on line 3");
});
