/** Programs with task groups whose parent is cancelled, from outside or by a group or timeout around. */
import { sleep } from "../../runtime/combinators/combinators.ts";
import { withAsync } from "../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { CancelledError } from "../../runtime/errors/exceptions.ts";
import { currentTask } from "../../runtime/tasks/task.ts";
import { timeout } from "../../runtime/combinators/timeouts.ts";
import { converts, inGroup } from "./task-groups.ts";
import type { Program } from "./parity.ts";

export const taskGroupCancellations: Program[] = [
  [
    "the block cancels itself by throwing",
    `
    async def leaves():
        async with TaskGroup() as group:
            group.create_task(work("a", 5), name="a")
            await sleep(0)
            raise CancelledError("by hand")
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
  ],

  ...[0, 5].flatMap((block) => [
    ...[[1], [1, 1.5], [1, 1], [2], [2, 2.5]].map((times): Program => [
      `the parent, ${block ? "in the block" : "at its end"}, is cancelled at ${times.join(" s and ")} s`,
      `
      async def parent():
          try:
              async with TaskGroup() as group:
                  group.create_task(work("a", 5, cleanup=1), name="a")
                  group.create_task(work("b", 2, fails="b fails"), name="b")
                  await sleep(${block})
          except BaseException as error:
              log("parent", error, current_task().cancelling())
              await sleep(0)
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
        for (const when of times)
          loop.callAt(when, () => void task.cancel(`at ${when}`), { name: "Task.cancel" });
        yield* attempt(task);
        log(task.cancelled(), task.cancelling());
      },
    ]),
  ]),

  [
    "the parent is cancelled, and a task fails as it is cancelled: the errors come first, the cancellation next",
    `
    async def converts(name):
        try:
            await sleep(9)
        except CancelledError:
            raise ValueError(name + " converts")
    async def parent():
        try:
            async with TaskGroup() as group:
                group.create_task(converts("c"), name="c")
                group.create_task(work("d", 5, cleanup=1), name="d")
        except BaseException as error:
            log("parent", error, current_task().cancelling())
            await work("next", 1)
    task = spawn("parent", parent())
    await sleep(1)
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
  ],

  ...["inner", "outer"].map((where): Program => [
    `nested, the ${where} one fails`,
    `
    async def groups():
        async with TaskGroup() as outer:
            outer.create_task(work("o", 2, fails=${where === "outer" ? '"o fails"' : "None"}), name="o")
            try:
                async with TaskGroup() as inner:
                    inner.create_task(work("i", 2, fails=${where === "inner" ? '"i fails"' : "None"}, cleanup=1), name="i")
                    inner.create_task(work("j", 5, cleanup=0.5), name="j")
            except BaseException as error:
                log("inner", error, current_task().cancelling())
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
  ]),

  ...(
    [
      [1, 2],
      [2, 1],
      [1, 1],
    ] as const
  ).map(([limit, fails]): Program => [
    `in a timeout of ${limit} s, with a failure at ${fails} s`,
    `
    async def limited():
        async with timeout(${limit}) as cm:
            async with TaskGroup() as group:
                group.create_task(work("a", ${fails}, fails="a fails"), name="a")
                group.create_task(work("b", 5, cleanup=2), name="b")
                await sleep(5)
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
  ]),
];
