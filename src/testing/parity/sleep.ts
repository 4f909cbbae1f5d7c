/** Programs that sleep. */
import { sleep } from "../../runtime/combinators/combinators.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { currentTask, type Task } from "../../runtime/tasks/task.ts";
import type { Program } from "./parity.ts";

export const sleeping: Program[] = [
  [
    "gives its result after its delay, and for zero or less after one round",
    `
    log(await sleep(1, "one"), await sleep(0, "zero"), await sleep(-1))
    await attempt(sleep(float("nan")))
    async def spins(name):
        for i in range(3):
            log(name, i)
            await sleep(0)
    a, b = spawn("a", spins("a")), spawn("b", spins("b"))
    await a
    await b
    `,
    function* ({ log, attempt, spawn }) {
      log(yield* sleep(1, "one"), yield* sleep(0, "zero"), yield* sleep(-1));
      yield* attempt(sleep(Number.NaN));
      function* spins(name: string): Coroutine<void> {
        for (let i = 0; i < 3; i++) {
          log(name, i);
          yield* sleep(0);
        }
      }
      const [a, b] = [spawn("a", spins("a")), spawn("b", spins("b"))];
      yield* a;
      yield* b;
    },
  ],

  [
    "ties are in the order of their making, whatever the delays they were made with",
    `
    async def later(name, first, second):
        await sleep(first)
        await sleep(second)
        log(name)
    loop.call_later(1, log, "timer")
    tasks = [spawn(f"{a}+{b}", later(f"{a}+{b}", a, b)) for a, b in ((1, 0), (0, 1), (0.5, 0.5), (0.25, 0.75))]
    for task in tasks:
        await task
    `,
    function* ({ log, loop, spawn }) {
      function* later(name: string, first: number, second: number): Coroutine<void> {
        yield* sleep(first);
        yield* sleep(second);
        log(name);
      }
      loop.callLater(1, () => log("timer"), { name: "log" });
      const delays = [
        [1, 0],
        [0, 1],
        [0.5, 0.5],
        [0.25, 0.75],
      ] as const;
      const tasks = delays.map(([a, b]) => spawn(`${a}+${b}`, later(`${a}+${b}`, a, b)));
      for (const task of tasks) yield* task;
    },
  ],

  ...[0, 0.5, 1, 2].map((when): Program => [
    `cancelled after ${when} s of 1 s`,
    `
    task = spawn("a", work("a", 1, cleanup=0.5))
    await sleep(${when})
    log(task.cancel("first"), task.cancel("second"), task.cancelling())
    await attempt(task)
    log(task.cancel(), task.cancelled())
    `,
    function* ({ log, work, spawn, attempt }) {
      const task = spawn("a", work("a", 1, { cleanup: 0.5 }));
      yield* sleep(when);
      log(task.cancel("first"), task.cancel("second"), task.cancelling());
      yield* attempt(task);
      log(task.cancel(), task.cancelled());
    },
  ]),

  [
    "cancelled by itself, in its cleanup, and refusing",
    `
    async def itself():
        current_task().cancel("by itself")
        log("goes on")
        await work("inner", 1)
    await attempt(spawn("itself", itself()))
    task = spawn("twice", work("twice", 1, cleanup=1))
    await sleep(0.5)
    task.cancel("first")
    await sleep(0.5)
    task.cancel("second")
    await attempt(task)
    refuses = spawn("refuses", stubborn("refuses", 1))
    await sleep(0)
    refuses.cancel("please")
    await attempt(refuses)
    log(refuses.cancelling(), refuses.uncancel(), refuses.uncancel())
    `,
    function* ({ log, work, stubborn, spawn, attempt }) {
      function* itself(): Coroutine<void> {
        currentTask()?.cancel("by itself");
        log("goes on");
        yield* work("inner", 1);
      }
      yield* attempt(spawn("itself", itself()));
      const task = spawn("twice", work("twice", 1, { cleanup: 1 }));
      yield* sleep(0.5);
      task.cancel("first");
      yield* sleep(0.5);
      task.cancel("second");
      yield* attempt(task);
      const refuses = spawn("refuses", stubborn("refuses", 1));
      yield* sleep(0);
      refuses.cancel("please");
      yield* attempt(refuses);
      log(refuses.cancelling(), refuses.uncancel(), refuses.uncancel());
    },
  ],

  [
    "takes its own cancel request back, or returns before it is cancelled",
    `
    async def changes_its_mind():
        task = current_task()
        task.cancel("why")
        log(task.cancelling(), task.uncancel(), task.uncancel())
        await work("inner", 1)
        task.cancel("one")
        task.cancel("two")
        log(task.uncancel())
        await work("never", 1)
    async def returns():
        current_task().cancel("too late")
        return "result"
    await attempt(spawn("changes", changes_its_mind()))
    task = spawn("returns", returns())
    await attempt(task)
    log(task.cancelled(), task.cancelling())
    `,
    function* ({ log, work, spawn, attempt }) {
      function* changesItsMind(): Coroutine<void> {
        const task = currentTask() as Task<unknown>;
        task.cancel("why");
        log(task.cancelling(), task.uncancel(), task.uncancel());
        yield* work("inner", 1);
        task.cancel("one");
        task.cancel("two");
        log(task.uncancel());
        yield* work("never", 1);
      }
      function* returns(): Coroutine<string> {
        currentTask()?.cancel("too late");
        return "result";
      }
      yield* attempt(spawn("changes", changesItsMind()));
      const task = spawn("returns", returns());
      yield* attempt(task);
      log(task.cancelled(), task.cancelling());
    },
  ],
];
