/** Task groups, against CPython's own on its stock loop. */
import { describe } from "vitest";
import { twin } from "../testing/oracle/twins.ts";
import { sleep } from "./combinators.ts";
import { withAsync } from "./context-manager.ts";
import type { Coroutine } from "./coroutine.ts";
import { CancelledError, ValueError } from "./exceptions.ts";
import { currentTask, type Task } from "./task.ts";
import { TaskGroup } from "./task-group.ts";
import { timeout } from "./timeouts.ts";

const inGroup = <R>(body: (group: TaskGroup) => Coroutine<R>) => withAsync(new TaskGroup(), body);

describe("a task group, as CPython's:", () => {
  twin(
    "waits for all its tasks",
    `
    async with asyncio.TaskGroup() as group:
        a = group.create_task(work("a", 2), name="a")
        b = group.create_task(work("b", 1), name="b")
        log(group)
        await asyncio.sleep(0.5)
        log("the block ends")
    log(a.result(), b.result(), group)
    async with asyncio.TaskGroup():
        log("empty")
    `,
    function* ({ log, work }) {
      let tasks: Task<string>[] = [];
      const group = new TaskGroup();
      yield* withAsync(group, function* (): Coroutine<void> {
        const a = group.createTask(work("a", 2), { name: "a" });
        const b = group.createTask(work("b", 1), { name: "b" });
        tasks = [a, b];
        log(group);
        yield* sleep(0.5);
        log("the block ends");
      });
      log(...tasks.map((task) => task.result()), group);
      yield* inGroup(function* (): Coroutine<void> {
        log("empty");
      });
    },
  );

  for (const inBlock of [0.2, 3]) {
    twin(
      `a task fails while the parent is ${inBlock > 1 ? "in the block" : "at its end"}`,
      `
      async def main_task():
          async with asyncio.TaskGroup() as group:
              group.create_task(work("a", 1, fails="a fails"), name="a")
              group.create_task(work("b", 5, cleanup=1), name="b")
              group.create_task(work("c", 1), name="c")
              await work("block", ${inBlock})
      task = spawn("main", main_task())
      await attempt(task)
      log(task.cancelling(), asyncio.current_task().cancelling())
      `,
      function* ({ log, work, spawn, attempt }) {
        const task = spawn(
          "main",
          inGroup(function* (group): Coroutine<void> {
            group.createTask(work("a", 1, { fails: "a fails" }), { name: "a" });
            group.createTask(work("b", 5, { cleanup: 1 }), { name: "b" });
            group.createTask(work("c", 1), { name: "c" });
            yield* work("block", inBlock);
          }),
        );
        yield* attempt(task);
        log(task.cancelling(), currentTask()?.cancelling());
      },
    );
  }

  twin(
    "several fail, some of them as they are cancelled, and the block as well",
    `
    async def converts(name):
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            raise ValueError(name + " converts")
    async def fails():
        async with asyncio.TaskGroup() as group:
            group.create_task(work("a", 1, fails="a fails"), name="a")
            group.create_task(work("b", 1, fails="b fails"), name="b")
            group.create_task(converts("c"), name="c")
            await converts("block")
    await attempt(fails())
    log(asyncio.current_task().cancelling())
    await asyncio.sleep(0)
    `,
    function* ({ log, work, attempt }) {
      yield* attempt(
        inGroup(function* (group): Coroutine<void> {
          group.createTask(work("a", 1, { fails: "a fails" }), { name: "a" });
          group.createTask(work("b", 1, { fails: "b fails" }), { name: "b" });
          group.createTask(converts("c"), { name: "c" });
          yield* converts("block");
        }),
      );
      log(currentTask()?.cancelling());
      yield* sleep(0);
    },
  );

  twin(
    "the block fails, its tasks are cancelled",
    `
    async def fails(wait):
        async with asyncio.TaskGroup() as group:
            group.create_task(work("a", 5, cleanup=1), name="a")
            group.create_task(stubborn("b", 5), name="b")
            await asyncio.sleep(wait)
            raise ValueError("the block fails")
    await attempt(fails(1))
    await attempt(fails(0))
    `,
    function* ({ work, stubborn, attempt }) {
      const fails = (wait: number) =>
        inGroup(function* (group): Coroutine<void> {
          group.createTask(work("a", 5, { cleanup: 1 }), { name: "a" });
          group.createTask(stubborn("b", 5), { name: "b" });
          yield* sleep(wait);
          throw new ValueError("the block fails");
        });
      yield* attempt(fails(1));
      yield* attempt(fails(0));
    },
  );

  twin(
    "the block cancels itself by throwing",
    `
    async def leaves():
        async with asyncio.TaskGroup() as group:
            group.create_task(work("a", 5), name="a")
            await asyncio.sleep(0)
            raise asyncio.CancelledError("by hand")
    task = spawn("leaves", leaves())
    await attempt(task)
    log(task.cancelled(), task.cancelling())
    `,
    function* ({ log, work, spawn, attempt }) {
      const task = spawn(
        "leaves",
        inGroup(function* (group): Coroutine<void> {
          group.createTask(work("a", 5), { name: "a" });
          yield* sleep(0);
          throw new CancelledError("by hand");
        }),
      );
      yield* attempt(task);
      log(task.cancelled(), task.cancelling());
    },
  );

  for (const block of [0, 5]) {
    for (const times of [[1], [1, 1.5], [1, 1], [2], [2, 2.5]]) {
      twin(
        `the parent, ${block ? "in the block" : "at its end"}, is cancelled at ${times.join(" s and ")} s`,
        `
        async def parent():
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(work("a", 5, cleanup=1), name="a")
                    group.create_task(work("b", 2, fails="b fails"), name="b")
                    await asyncio.sleep(${block})
            except BaseException as error:
                log("parent", error, asyncio.current_task().cancelling())
                await asyncio.sleep(0)
                log("went on")
                raise
        task = spawn("parent", parent())
        for when in ${JSON.stringify(times)}:
            loop.call_at(when, task.cancel, f"at {when}")
        await attempt(task)
        log(task.cancelled(), task.cancelling())
        `,
        function* ({ log, loop, work, spawn, attempt }) {
          const task = spawn(
            "parent",
            (function* (): Coroutine<void> {
              try {
                yield* inGroup(function* (group): Coroutine<void> {
                  group.createTask(work("a", 5, { cleanup: 1 }), { name: "a" });
                  group.createTask(work("b", 2, { fails: "b fails" }), { name: "b" });
                  yield* sleep(block);
                });
              } catch (error) {
                log("parent", error, currentTask()?.cancelling());
                yield* sleep(0);
                log("went on");
                throw error;
              }
            })(),
          );
          for (const when of times) loop.callAt(when, () => void task.cancel(`at ${when}`));
          yield* attempt(task);
          log(task.cancelled(), task.cancelling());
        },
      );
    }
  }

  twin(
    "the parent is cancelled, and a task fails as it is cancelled: the errors come first, the cancellation next",
    `
    async def converts(name):
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            raise ValueError(name + " converts")
    async def parent():
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(converts("c"), name="c")
                group.create_task(work("d", 5, cleanup=1), name="d")
        except BaseException as error:
            log("parent", error, asyncio.current_task().cancelling())
            await work("next", 1)
    task = spawn("parent", parent())
    await asyncio.sleep(1)
    task.cancel("outside")
    await attempt(task)
    log(task.cancelled(), task.cancelling())
    `,
    function* ({ log, work, spawn, attempt }) {
      function* parent(): Coroutine<void> {
        try {
          yield* inGroup(function* (group): Coroutine<void> {
            group.createTask(converts("c"), { name: "c" });
            group.createTask(work("d", 5, { cleanup: 1 }), { name: "d" });
          });
        } catch (error) {
          log("parent", error, currentTask()?.cancelling());
          yield* work("next", 1);
        }
      }
      const task = spawn("parent", parent());
      yield* sleep(1);
      task.cancel("outside");
      yield* attempt(task);
      log(task.cancelled(), task.cancelling());
    },
  );

  twin(
    "a task that is cancelled by itself is no failure",
    `
    async with asyncio.TaskGroup() as group:
        a = group.create_task(work("a", 5), name="a")
        group.create_task(work("b", 2), name="b")
        await asyncio.sleep(1)
        a.cancel("only a")
    log(a.cancelled())
    `,
    function* ({ log, work }) {
      const cancelled = yield* inGroup(function* (group): Coroutine<Task<string>> {
        const a = group.createTask(work("a", 5), { name: "a" });
        group.createTask(work("b", 2), { name: "b" });
        yield* sleep(1);
        a.cancel("only a");
        return a;
      });
      log(cancelled.cancelled());
    },
  );

  for (const where of ["inner", "outer"]) {
    twin(
      `nested, the ${where} one fails`,
      `
      async def groups():
          async with asyncio.TaskGroup() as outer:
              outer.create_task(work("o", 2, fails=${where === "outer" ? '"o fails"' : "None"}), name="o")
              try:
                  async with asyncio.TaskGroup() as inner:
                      inner.create_task(work("i", 2, fails=${where === "inner" ? '"i fails"' : "None"}, cleanup=1), name="i")
                      inner.create_task(work("j", 5, cleanup=0.5), name="j")
              except BaseException as error:
                  log("inner", error, asyncio.current_task().cancelling())
                  raise
      task = spawn("groups", groups())
      await attempt(task)
      log(task.cancelling())
      `,
      function* ({ log, work, spawn, attempt }) {
        const failing = (name: string) => (where === name ? { fails: `${name[0]} fails` } : {});
        const task = spawn(
          "groups",
          inGroup(function* (outer): Coroutine<void> {
            outer.createTask(work("o", 2, failing("outer")), { name: "o" });
            try {
              yield* inGroup(function* (inner): Coroutine<void> {
                inner.createTask(work("i", 2, { ...failing("inner"), cleanup: 1 }), { name: "i" });
                inner.createTask(work("j", 5, { cleanup: 0.5 }), { name: "j" });
              });
            } catch (error) {
              log("inner", error, currentTask()?.cancelling());
              throw error;
            }
          }),
        );
        yield* attempt(task);
        log(task.cancelling());
      },
    );
  }

  for (const [limit, fails] of [
    [1, 2],
    [2, 1],
    [1, 1],
  ] as const) {
    twin(
      `in a timeout of ${limit} s, with a failure at ${fails} s`,
      `
      async def limited():
          async with asyncio.timeout(${limit}) as cm:
              async with asyncio.TaskGroup() as group:
                  group.create_task(work("a", ${fails}, fails="a fails"), name="a")
                  group.create_task(work("b", 5, cleanup=2), name="b")
                  await asyncio.sleep(5)
      task = spawn("limited", limited())
      await attempt(task)
      log(task.cancelling())
      `,
      function* ({ log, work, spawn, attempt }) {
        const task = spawn(
          "limited",
          withAsync(timeout(limit), () =>
            inGroup(function* (group): Coroutine<void> {
              group.createTask(work("a", fails, { fails: "a fails" }), { name: "a" });
              group.createTask(work("b", 5, { cleanup: 2 }), { name: "b" });
              yield* sleep(5);
            }),
          ),
        );
        yield* attempt(task);
        log(task.cancelling());
      },
    );
  }

  twin(
    "misused: before it is entered, twice, shutting down, finished; and tasks that add tasks",
    `
    async def add(group, name):
        try:
            group.create_task(work(name, 0), name=name)
        except RuntimeError as error:
            log(error)
    async def adds_late(group):
        try:
            await asyncio.sleep(9)
        finally:
            await add(group, "late")
    group = asyncio.TaskGroup()
    await add(group, "early")
    try:
        async with group:
            group.create_task(adds_late(group), name="adds late")
            group.create_task(add(group, "in time"), name="adds")
            await asyncio.sleep(1)
            raise ValueError("over")
    except BaseException as error:
        log(error)
    await add(group, "finished")
    await attempt(group.__aenter__())
    `,
    function* ({ log, work, attempt }) {
      function* add(group: TaskGroup, name: string): Coroutine<void> {
        try {
          group.createTask(work(name, 0), { name });
        } catch (error) {
          log(error);
        }
      }
      function* addsLate(group: TaskGroup): Coroutine<void> {
        try {
          yield* sleep(9);
        } finally {
          yield* add(group, "late");
        }
      }
      const group = new TaskGroup();
      yield* add(group, "early");
      try {
        yield* withAsync(group, function* (): Coroutine<void> {
          group.createTask(addsLate(group), { name: "adds late" });
          group.createTask(add(group, "in time"), { name: "adds" });
          yield* sleep(1);
          throw new ValueError("over");
        });
      } catch (error) {
        log(error);
      }
      yield* add(group, "finished");
      yield* attempt(group.enter());
    },
  );
});

function* converts(name: string): Coroutine<void> {
  try {
    yield* sleep(9);
  } catch {
    throw new ValueError(`${name} converts`);
  }
}
