/** Programs with what tasks come to, and who is told first. */
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import { isFuture } from "../../runtime/tasks/future.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { Task } from "../../runtime/tasks/task.ts";
import { checks as checking, named, says as saying, withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

export const taskOutcomes: Program[] = withTools([
  [
    "who awaits a task and its callbacks are told in the order of coming",
    `
    task = spawn("awaited", sleep(1, "slept"))
    async def waits(name):
        log(name, await task)
    task.add_done_callback(says("first callback"))
    a = spawn("a", waits("a"))
    await sleep(0)
    task.add_done_callback(says("second callback"))
    b = spawn("b", waits("b"))
    await sleep(0)
    task.add_done_callback(says("third callback"))
    await a
    await b
    await waits("late")
    `,
    function* (kit) {
      const { log, spawn } = kit;
      const says = saying(kit);
      const task = spawn("awaited", sleep(1, "slept"));
      function* waits(name: string): Coroutine<void> {
        log(name, yield* task);
      }
      task.addDoneCallback(says("first callback"));
      const a = spawn("a", waits("a"));
      yield* sleep(0);
      task.addDoneCallback(says("second callback"));
      const b = spawn("b", waits("b"));
      yield* sleep(0);
      task.addDoneCallback(says("third callback"));
      yield* a;
      yield* b;
      yield* waits("late");
    },
  ],

  [
    "a task's outcome is its coroutine's alone",
    `
    task = spawn("a", sleep(1, "slept"))
    checks(lambda: task.set_result("no"))
    checks(lambda: task.set_exception(ValueError("no")))
    checks(task.result)
    checks(task.exception)
    log(await task, task.result(), task.exception(), isfuture(task), isinstance(task, Task))
    checks(lambda: task.set_result("no"))
    `,
    function* (kit) {
      const { log, spawn } = kit;
      const checks = checking(kit);
      const task = spawn("a", sleep(1, "slept"));
      const set = task as unknown as { setResult(value: unknown): void; setException(error: unknown): void };
      checks(() => set.setResult("no"));
      checks(() => set.setException(new ValueError("no")));
      checks(() => task.result());
      checks(() => task.exception());
      log(yield* task, task.result(), task.exception(), isFuture(task), task instanceof Task);
      checks(() => set.setResult("no"));
    },
  ],

  [
    "an exception goes to all who await, the same to each, and any time later",
    `
    oops = ValueError("oops")
    async def fails():
        await sleep(1)
        raise oops
    task = spawn("fails", fails())
    async def waits():
        try:
            await task
        except ValueError as error:
            return error is oops
    waiting = [spawn(name, waits()) for name in "ab"]
    log([await each for each in waiting])
    await attempt(task)
    log(task.exception() is oops, task.cancelled())
    checks(task.result)
    `,
    function* (kit) {
      const { log, spawn, attempt } = kit;
      const checks = checking(kit);
      const oops = new ValueError("oops");
      function* fails(): Coroutine<void> {
        yield* sleep(1);
        throw oops;
      }
      const task = spawn("fails", fails());
      function* waits(): Coroutine<boolean | undefined> {
        try {
          yield* task;
        } catch (error) {
          return error === oops;
        }
      }
      const waiting = [..."ab"].map((name) => spawn(name, waits()));
      const same: unknown[] = [];
      for (const each of waiting) same.push(yield* each);
      log(same);
      yield* attempt(task);
      log(task.exception() === oops, task.cancelled());
      checks(() => task.result());
    },
  ],

  [
    "a callback of a task may cancel another and make a new one",
    `
    other = spawn("other", work("other", 9))
    @bare
    def goes_on(task):
        log(task, task.result(), other.cancel("by a callback"))
        follow("new", sleep(1, "new"))
    first = spawn("first", sleep(1, "first"))
    first.add_done_callback(goes_on)
    await attempt(other)
    await sleep(2)
    `,
    function* ({ log, spawn, work, follow, attempt }) {
      const other = spawn("other", work("other", 9));
      const first = spawn("first", sleep(1, "first"));
      first.addDoneCallback(
        named("goes_on", () => {
          log(first, first.result(), other.cancel("by a callback"));
          follow("new", sleep(1, "new"));
        }),
      );
      yield* attempt(other);
      yield* sleep(2);
    },
  ],
]);
