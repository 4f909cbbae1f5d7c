/** Programs with task groups whose parent is cancelled, from outside or by a group or timeout around. */
import { sleep } from "../../../runtime/combinators/combinators.ts";
import { withAsync } from "../../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../../runtime/errors/exceptions.ts";
import { currentTask } from "../../../runtime/tasks/task.ts";
import { timeout } from "../../../runtime/combinators/timeouts.ts";
import { inGroup, type Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

/** Sleep, and raise an error of its own when cancelled. */
function* converts(name: string): Coroutine<void> {
  try {
    yield* sleep(9);
  } catch {
    throw new ValueError(`${name} converts`);
  }
}

export function* cancelledByRaising({ log, work, spawn, attempt }: Kit): Coroutine<void> {
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
}

export const parentIsCancelled = withCases(
  [0, 5].flatMap((block) => [[1], [1, 1.5], [1, 1], [2], [2, 2.5]].map((times) => [block, times] as const)),
  function* ({ log, loop, work, spawn, attempt }, block, times): Coroutine<void> {
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
);

export function* parentIsCancelledAndATaskFails({ log, work, spawn, attempt }: Kit): Coroutine<void> {
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
}

export const nestedGroups = withCases(
  [["inner"], ["outer"]],
  function* ({ log, work, spawn, attempt }, failing): Coroutine<void> {
    const failure = (name: string) => (failing === name ? { fails: `${name[0]} fails` } : {});
    const task = spawn(
      "groups",
      inGroup(function* (outer): Coroutine<void> {
        outer.createTask(work("o", 2, failure("outer")), { name: "o" });
        try {
          yield* inGroup(function* (inner): Coroutine<void> {
            inner.createTask(work("i", 2, { ...failure("inner"), cleanup: 1 }), { name: "i" });
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

export const inATimeout = withCases(
  [
    [1, 2],
    [2, 1],
    [1, 1],
  ],
  function* ({ log, work, spawn, attempt }, limit, fails): Coroutine<void> {
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
