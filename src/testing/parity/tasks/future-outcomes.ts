/** Programs with the outcomes of futures. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../../runtime/errors/exceptions.ts";
import type { Future } from "../../../runtime/tasks/future.ts";
import { isFuture } from "../../../runtime/tasks/future.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { checks as checking, plain, says as saying } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

export function* firstOutcomeStays(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  const checks = checking(kit);
  const outcomes = (future: Future<unknown>) => {
    checks(() => future.setResult(2));
    checks(() => future.setException(new ValueError("no")));
    log(future.cancel("no"), future.done(), future.cancelled());
    checks(() => future.result());
    checks(() => future.exception());
  };
  for (const end of [
    (f: Future<unknown>) => f.setResult(1),
    (f: Future<unknown>) => f.setException(new ValueError("yes")),
    (f: Future<unknown>) => f.cancel("yes"),
  ]) {
    const future = loop.createFuture();
    end(future);
    outcomes(future);
  }
  const pending = loop.createFuture();
  checks(() => pending.result());
  checks(() => pending.exception());
  log(pending.done(), pending.cancelled(), pending.getLoop() === loop, isFuture(pending), isFuture(5));
}

export function* classAsAnException({ log, loop, attempt }: Kit): Coroutine<void> {
  const future = loop.createFuture();
  future.setException(ValueError);
  yield* attempt(future);
  log(future.exception(), future.exception() === future.exception());
}

export function* cancelledErrorAsAnException({ log, loop, spawn, attempt }: Kit): Coroutine<void> {
  const future = loop.createFuture<void>();
  future.setException(new CancelledError("set"));
  log(future.cancelled(), future.exception(), future.exception() === future.exception());
  function* waits(): Coroutine<void> {
    yield* future;
  }
  const task = spawn("waits", waits());
  yield* attempt(task);
  log(task.cancelled(), task.cancelling(), plain(future));
}

export function* cancelledFutureMakesNewErrors({ log, loop, attempt }: Kit): Coroutine<void> {
  for (const message of [[], ["why"]]) {
    const future = loop.createFuture();
    log(future.cancel(...message), future.cancel("again"));
    const errors: unknown[] = [];
    for (const ask of [() => future.result(), () => future.exception(), () => future.result()]) {
      try {
        ask();
      } catch (error) {
        errors.push(error);
      }
    }
    log(errors, errors[0] === errors[1], errors[1] === errors[2]);
    yield* attempt(future);
  }
}

export function* cancelledTaskGivesItsOwnErrorOnce({ log, spawn }: Kit): Coroutine<void> {
  class Mine extends CancelledError {}
  const own = new Mine("own");
  function* ends(): Coroutine<void> {
    throw own;
  }
  const task = spawn("ends", ends());
  yield* sleep(0);
  const errors: Error[] = [];
  for (let i = 0; i < 3; i++) {
    try {
      task.result();
    } catch (error) {
      errors.push(error as Error);
    }
  }
  log(
    task.cancelled(),
    errors.map((error) => error === own),
    errors.map(({ message }) => message),
  );
}

export function* cancellingAWaiter(kit: Kit): Coroutine<void> {
  const { loop, follow, log } = kit;
  const says = saying(kit);
  const future = loop.createFuture();
  future.addDoneCallback(says("called"));
  const waits = function* (): Coroutine<unknown> {
    return yield* future;
  };
  const tasks = [..."abc"].map((name) => follow(name, waits()));
  yield* sleep(0);
  log(
    tasks[1]!.cancel("only b"),
    future,
    tasks.map((task) => task.cancelling()),
  );
  yield* sleep(0);
  log(
    future,
    tasks.map((task) => task.cancelled()),
  );
}
