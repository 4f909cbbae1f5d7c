/** Programs with timeouts. */
import { sleep } from "../../../runtime/combinators/combinators.ts";
import { withAsync } from "../../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { TimeoutError } from "../../../runtime/errors/exceptions.ts";
import { currentTask } from "../../../runtime/tasks/task.ts";
import { timeout, timeoutAt } from "../../../runtime/combinators/timeouts.ts";
import type { Kit } from "../kit.ts";

export function* expires({ log, work }: Kit): Coroutine<void> {
  const manager = timeout(1);
  log(manager, manager.when(), manager.expired());
  try {
    yield* withAsync(manager, function* (same): Coroutine<void> {
      log(manager === same, manager, manager.when());
      yield* work("a", 2);
    });
  } catch (error) {
    log(error, (error as Error).cause, manager.expired(), manager);
  }
  log(currentTask()?.cancelling());
  yield* sleep(0);
}

export function* leftInTime({ log, work }: Kit): Coroutine<void> {
  const manager = timeout(1);
  yield* withAsync(manager, () => work("a", 0.5));
  log(manager, manager.expired());
  const never = timeout(null);
  yield* withAsync(never, function* (): Coroutine<void> {
    log(never, never.when());
    yield* work("b", 0.5);
  });
  log(never);
  yield* sleep(2);
}

export function* expiresAtOnce({ log }: Kit): Coroutine<void> {
  for (const make of [() => timeout(0), () => timeout(-1), () => timeoutAt(-5)]) {
    const manager = make();
    try {
      yield* withAsync(manager, function* (): Coroutine<void> {
        log("in the block", manager);
        yield* sleep(0);
        log("still there");
        yield* sleep(0);
        log("never");
      });
    } catch (error) {
      log(error, manager.expired());
    }
  }
  yield* withAsync(timeout(0), function* (): Coroutine<void> {
    log("left without an await");
  });
  yield* sleep(0);
}

export function* ties({ log, work, spawn }: Kit): Coroutine<void> {
  for (const first of [1, 2]) {
    try {
      yield* withAsync(timeout(first), function* (): Coroutine<void> {
        yield* sleep(1);
        yield* work("a", 1);
      });
    } catch (error) {
      log(error);
    }
  }
  const task = spawn("slow", work("slow", 1));
  yield* sleep(0);
  try {
    yield* withAsync(timeout(1), function* (): Coroutine<void> {
      log(yield* task);
    });
  } catch (error) {
    log(error, task.cancelled());
  }
}

export function* rescheduled({ log, loop }: Kit): Coroutine<void> {
  for (const moves of [[3], [0.5], [null, 0.7], [null], [-1]]) {
    const start = loop.time();
    const manager = timeout(1);
    try {
      yield* withAsync(manager, function* (): Coroutine<void> {
        for (const delay of moves) {
          manager.reschedule(delay === null ? null : start + delay);
          log(manager.when() === null);
        }
        yield* sleep(4);
      });
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
    }
    log(loop.time() - start, manager.expired());
  }
}

export function* misused({ log }: Kit): Coroutine<void> {
  const move = (manager: ReturnType<typeof timeout>) => {
    try {
      manager.reschedule(2);
    } catch (error) {
      log(error);
    }
  };
  const once = timeout(1);
  move(once);
  yield* withAsync(once, function* (): Coroutine<void> {});
  move(once);
  try {
    yield* withAsync(once, function* (): Coroutine<void> {
      log("never");
    });
  } catch (error) {
    log(error);
  }
  const late = timeout(1);
  try {
    yield* withAsync(late, function* (): Coroutine<void> {
      try {
        yield* sleep(2);
      } finally {
        move(late);
      }
    });
  } catch {
    move(late);
  }
}
