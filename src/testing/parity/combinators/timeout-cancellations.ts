/** Programs whose timeouts meet other timeouts, cancellations and errors. */
import { sleep } from "../../../runtime/combinators/combinators.ts";
import { withAsync } from "../../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { TimeoutError, ValueError } from "../../../runtime/errors/exceptions.ts";
import { currentTask } from "../../../runtime/tasks/task.ts";
import { timeout } from "../../../runtime/combinators/timeouts.ts";
import type { Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

export const nestedTimeouts = withCases(
  [
    [1, 2],
    [2, 1],
    [1, 1],
  ],
  function* ({ log, work }, outer, inner): Coroutine<void> {
    const [around, within] = [timeout(outer), timeout(inner)];
    try {
      yield* withAsync(around, function* (): Coroutine<void> {
        try {
          yield* withAsync(within, () => work("a", 5, { cleanup: 0.5 }));
        } catch (error) {
          if (!(error instanceof TimeoutError)) throw error;
          log("inner", error);
          yield* work("b", 5);
        }
      });
    } catch (error) {
      log("outer", error);
    }
    log(around.expired(), within.expired(), currentTask()?.cancelling());
    yield* sleep(0);
  },
);

export const cancelAndTimeout = withCases(
  [[0.5], [1], [1.5]],
  function* ({ log, work, spawn, attempt }, when): Coroutine<void> {
    function* limited(): Coroutine<void> {
      try {
        yield* withAsync(timeout(1), () => work("a", 5, { cleanup: 1 }));
      } catch (error) {
        log("limited", error, currentTask()?.cancelling());
        throw error;
      }
    }
    const task = spawn("limited", limited());
    yield* sleep(when);
    log(task.cancel("by hand"));
    yield* attempt(task);
    log(task.cancelled(), task.cancelling());
  },
);

export function* passesOtherErrorsOn({ log, work, stubborn }: Kit): Coroutine<void> {
  function* converts(): Coroutine<void> {
    try {
      yield* sleep(5);
    } catch (error) {
      throw new ValueError("converted", { cause: error });
    }
  }
  for (const block of [work("a", 0.5, { fails: "fails" }), converts()]) {
    const manager = timeout(1);
    try {
      yield* withAsync<unknown, unknown>(manager, () => block);
    } catch (error) {
      // Python keeps it in the chain of contexts, JavaScript in the chain of causes.
      const cause = (error as Error).cause as Error | undefined;
      log(error, manager.expired(), cause, cause?.cause, currentTask()?.cancelling());
    }
  }
  const refused = timeout(1);
  yield* withAsync(refused, function* (): Coroutine<void> {
    log(yield* stubborn("b", 5));
  });
  log(refused.expired(), currentTask()?.cancelling());
}

export function* inATaskThatRefused({ log, work, stubborn, spawn, attempt }: Kit): Coroutine<void> {
  function* refuses(): Coroutine<void> {
    yield* stubborn("a", 5);
    try {
      yield* withAsync(timeout(1), () => work("b", 5));
    } catch (error) {
      log(error, currentTask()?.cancelling());
    }
  }
  const task = spawn("refuses", refuses());
  yield* sleep(1);
  task.cancel("in vain");
  yield* attempt(task);
  log(task.cancelling());
}
