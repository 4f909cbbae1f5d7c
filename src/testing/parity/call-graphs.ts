/** Programs that ask who waits for whom. */
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { withAsync } from "../../runtime/contexts/context-manager.ts";
import type { Future } from "../../runtime/tasks/future.ts";
import { gather, shield, sleep, wait, waitFor } from "../../runtime/combinators/combinators.ts";
import { captureCallGraph } from "../../runtime/tasks/call-graph.ts";
import { allTasks, currentTask } from "../../runtime/tasks/task.ts";
import { TaskGroup } from "../../runtime/combinators/task-group.ts";
import { checks as checking, graphOf, withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

const WAITS = `
    async def waits(what):
        return await what
`;

function* waits<T>(what: Future<T>): Coroutine<T> {
  return yield* what;
}

const programs: Program[] = [
  [
    "a chain of tasks, while it waits and after it is done",
    `
    future = loop.create_future()
    a = spawn("a", waits(future))
    b = spawn("b", waits(a))
    c = spawn("c", waits(b))
    log(graph_of(a))
    await sleep(0)
    for each in future, a, b, c: log(graph_of(each))
    future.set_result(1)
    log(graph_of(future))
    log(await c, graph_of(future))
    `,
    function* ({ log, loop, spawn }) {
      const future = loop.createFuture<number>();
      const a = spawn("a", waits(future));
      const b = spawn("b", waits(a));
      const c = spawn("c", waits(b));
      log(graphOf(a));
      yield* sleep(0);
      for (const each of [future, a, b, c]) log(graphOf(each));
      future.setResult(1);
      log(graphOf(future));
      log(yield* c, graphOf(future));
    },
  ],

  [
    "several tasks that wait for one",
    `
    task = spawn("awaited", sleep(1))
    for name in "abc": spawn(name, waits(task))
    await sleep(0)
    log(sorted(graph_of(task)))
    await task
    `,
    function* ({ log, spawn }) {
      const task = spawn("awaited", sleep(1));
      for (const name of "abc") spawn(name, waits(task));
      yield* sleep(0);
      log(graphOf(task).sort());
      yield* task;
    },
  ],

  [
    "gather: its children are awaited by the task that called it, and no more once each is done",
    `
    a, b = spawn("a", sleep(1)), spawn("b", sleep(2))
    async def gathers():
        await gather(a, b)
    outer = spawn("outer", gathers())
    await sleep(0)
    log(graph_of(a), graph_of(b), graph_of(outer))
    await sleep(1.5)
    log(graph_of(b))
    await outer
    `,
    function* ({ log, spawn }) {
      const [a, b] = [spawn("a", sleep(1)), spawn("b", sleep(2))];
      function* gathers(): Coroutine<void> {
        yield* gather([a, b]);
      }
      const outer = spawn("outer", gathers());
      yield* sleep(0);
      log(graphOf(a), graphOf(b), graphOf(outer));
      yield* sleep(1.5);
      log(graphOf(b));
      yield* outer;
    },
  ],

  [
    "wait: all are awaited until each is done, though it returns at the first",
    `
    tasks = [spawn(name, sleep(delay)) for name, delay in (("a", 1), ("b", 2))]
    async def waits_for_one():
        await wait(tasks, return_when=FIRST_COMPLETED)
        log("one is done", graph_of(tasks[1]))
        await sleep(0.5)
    outer = spawn("outer", waits_for_one())
    await sleep(0)
    for task in tasks: log(graph_of(task))
    await outer
    `,
    function* ({ log, spawn }) {
      const delays = Object.entries({ a: 1, b: 2 });
      const tasks = delays.map(([name, delay]) => spawn(name, sleep(delay)));
      function* waitsForOne(): Coroutine<void> {
        yield* wait(tasks, { returnWhen: "FIRST_COMPLETED" });
        log("one is done", graphOf(tasks[1]));
        yield* sleep(0.5);
      }
      const outer = spawn("outer", waitsForOne());
      yield* sleep(0);
      for (const task of tasks) log(graphOf(task));
      yield* outer;
    },
  ],

  [
    "shield and wait_for: the task behind them is awaited by the one in front",
    `
    inner = spawn("inner", sleep(5))
    async def shields():
        await shield(inner)
    async def limits():
        await wait_for(outer, 1)
    outer = spawn("outer", shields())
    limited = follow("limited", limits())
    await sleep(0)
    log(graph_of(inner))
    await sleep(0.5)
    log(graph_of(outer))
    await sleep(1)
    `,
    function* ({ log, spawn, follow }) {
      const inner = spawn("inner", sleep(5));
      function* shields(): Coroutine<void> {
        yield* shield(inner);
      }
      const outer = spawn("outer", shields());
      function* limits(): Coroutine<void> {
        yield* waitFor(outer, 1);
      }
      follow("limited", limits());
      yield* sleep(0);
      log(graphOf(inner));
      yield* sleep(0.5);
      log(graphOf(outer));
      yield* sleep(1);
    },
  ],

  [
    "a group: its tasks are awaited by the task whose block it is, which runs itself",
    `
    async def group_of_two():
        async with TaskGroup() as group:
            a, b = group.create_task(sleep(1), name="a"), group.create_task(sleep(2), name="b")
            log(graph_of(a))
        log(a.done(), b.done())
    outer = spawn("outer", group_of_two())
    last = spawn("last", waits(outer))
    await sleep(1.5)
    for task in sorted(all_tasks(), key=Task.get_name): log(graph_of(task))
    await last
    `,
    function* ({ log, spawn, loop }) {
      function* groupOfTwo(): Coroutine<void> {
        let made: Future<unknown>[] = [];
        yield* withAsync(new TaskGroup(), function* (group): Coroutine<void> {
          const a = group.createTask(sleep(1), { name: "a" });
          made = [a, group.createTask(sleep(2), { name: "b" })];
          log(graphOf(a));
        });
        log(...made.map((task) => task.done()));
      }
      const outer = spawn("outer", groupOfTwo());
      const last = spawn("last", waits(outer));
      yield* sleep(1.5);
      const all = [...allTasks(loop)].sort((a, b) => (a.getName() < b.getName() ? -1 : 1));
      for (const task of all) log(graphOf(task));
      yield* last;
    },
  ],

  [
    "the current task's, that of a future that nobody awaits, and of what is none",
    `
    log(graph_of(), graph_of(current_task()), graph_of(loop.create_future()))
    async def inner():
        log(graph_of())
        loop.call_soon(lambda: log("in a callback", capture_call_graph(), graph_of()))
        await sleep(0)
    await spawn("inner", inner())
    checks(lambda: capture_call_graph(5))
    `,
    function* (kit) {
      const { log, loop, spawn } = kit;
      const checks = checking(kit);
      log(graphOf(), graphOf(currentTask(loop)!), graphOf(loop.createFuture()));
      function* inner(): Coroutine<void> {
        log(graphOf());
        const name = "main.<locals>.inner.<locals>.<lambda>";
        loop.callSoon(() => log("in a callback", captureCallGraph(), graphOf()), { name });
        yield* sleep(0);
      }
      yield* spawn("inner", inner());
      checks(() => captureCallGraph(5 as never));
    },
  ],
];

export const callGraphs = withTools(programs.map(([name, python, main]) => [name, WAITS + python, main]));
