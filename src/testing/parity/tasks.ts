/** Programs with tasks: their making, their names, and which there are. */
import type { Awaitable, Coroutine, Yielded } from "../../runtime/tasks/coroutine.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { allTasks, createTask, currentTask, ensureFuture, Task } from "../../runtime/tasks/task.ts";
import { says as saying, withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

export const tasks: Program[] = withTools([
  [
    "names are numbers unless they are given, and can be changed",
    `
    async def tells():
        log(current_task())
        await sleep(1)
        log(current_task())
    first, named, third = create_task(tells()), create_task(tells(), name="own"), create_task(tells())
    log(current_task(), first, named, third)
    await sleep(2)
    third.set_name("other")
    kept.append(create_task(sleep(0)))
    log(third, kept[-1])
    await sleep(0)
    `,
    function* ({ log }) {
      function* tells(): Coroutine<void> {
        log(currentTask());
        yield* sleep(1);
        log(currentTask());
      }
      const [first, own, third] = [
        createTask(tells()),
        createTask(tells(), { name: "own" }),
        createTask(tells()),
      ];
      log(currentTask(), first, own, third);
      yield* sleep(2);
      third.setName("other");
      log(third, createTask(sleep(0)));
      yield* sleep(0);
    },
  ],

  [
    "which tasks there are and which runs, in tasks and in callbacks",
    `
    def names():
        return sorted(task.get_name() for task in all_tasks())
    @bare
    def tells(*_):
        log("in a callback", current_task(), names())
    async def inner():
        log("in a task", current_task(), current_task(loop), names())
        loop.call_soon(tells)
        await sleep(1)
        log("again", current_task())
    task = spawn("inner", inner())
    task.add_done_callback(tells)
    log(current_task(), names())
    await task
    log(names(), sorted(task.get_name() for task in all_tasks(loop)))
    await sleep(0)
    `,
    function* ({ log, loop, spawn }) {
      const names = () => [...allTasks()].map((task) => task.getName()).sort();
      const tells = () => log("in a callback", currentTask(), names());
      function* inner(): Coroutine<void> {
        log("in a task", currentTask(), currentTask(loop), names());
        loop.callSoon(tells);
        yield* sleep(1);
        log("again", currentTask());
      }
      const task = spawn("inner", inner());
      task.addDoneCallback(tells);
      log(currentTask(), names());
      yield* task;
      log(names(), [...allTasks(loop)].map((other) => other.getName()).sort());
      yield* sleep(0);
    },
  ],

  [
    "whatever can be awaited makes a task, and a future stays as it is",
    `
    class Nap:
        def __await__(self):
            return sleep(1, "napped").__await__()
    task = ensure_future(Nap())
    log(isinstance(task, Task), ensure_future(task) is task, await task, await Nap())
    coroutine = sleep(0, "made a task")
    task = ensure_future(coroutine)
    log(task.get_coro() is coroutine, await task)
    `,
    function* ({ log }) {
      class Nap implements Awaitable<string> {
        [Symbol.iterator](): Iterator<Yielded, string, unknown> {
          return sleep(1, "napped");
        }
      }
      const task = ensureFuture(new Nap());
      log(task instanceof Task, ensureFuture(task) === task, yield* task, yield* new Nap());
      const coroutine = sleep(0, "made a task");
      const other = ensureFuture(coroutine) as Task<string>;
      log(other.getCoro() === coroutine, yield* other);
    },
  ],

  [
    "begin in the order of their making, behind what is ready, one step an iteration",
    `
    async def steps(name):
        for i in range(3):
            log(name, i)
            await sleep(0)
    loop.call_soon(says("ready before"))
    a = spawn("a", steps("a"))
    loop.call_soon(says("ready between"))
    b = spawn("b", steps("b"))
    log("nothing ran yet")
    await b
    log(a.done())
    `,
    function* (kit) {
      const { log, loop, spawn } = kit;
      const says = saying(kit);
      function* steps(name: string): Coroutine<void> {
        for (let i = 0; i < 3; i++) {
          log(name, i);
          yield* sleep(0);
        }
      }
      loop.callSoon(says("ready before"));
      const a = spawn("a", steps("a"));
      loop.callSoon(says("ready between"));
      const b = spawn("b", steps("b"));
      log("nothing ran yet");
      yield* b;
      log(a.done());
    },
  ],

  [
    "a task made by a factory of the loop's own",
    `
    made = []
    def factory(loop, coroutine, **options):
        made.append(options.get("name"))
        return Task(coroutine, loop=loop, **options)
    log(loop.get_task_factory())
    loop.set_task_factory(factory)
    log(loop.get_task_factory() is factory)
    log(await create_task(sleep(1, "a"), name="a"), made)
    loop.set_task_factory(None)
    log(await create_task(sleep(1, "b"), name="b"), made, loop.get_task_factory())
    `,
    function* ({ log, loop }) {
      const made: unknown[] = [];
      const factory: Parameters<typeof loop.setTaskFactory>[0] = (on, coroutine, options) => {
        made.push(options.name);
        return new Task(coroutine, on, options);
      };
      log(loop.getTaskFactory());
      loop.setTaskFactory(factory);
      log(loop.getTaskFactory() === factory);
      log(yield* createTask(sleep(1, "a"), { name: "a" }), made);
      loop.setTaskFactory(null);
      log(yield* createTask(sleep(1, "b"), { name: "b" }), made, loop.getTaskFactory());
    },
  ],
]);
