/** Programs with asynchronous generators that several tasks use. */
import {
  type AsyncGen,
  asyncGenerator,
  type AsyncGenBody,
  emit,
} from "../../../runtime/asyncgen/async-generator.ts";
import { asyncFor } from "../../../runtime/asyncgen/async-iteration.ts";
import { gather, waitFor } from "../../../runtime/combinators/combinators.ts";
import { withAsync } from "../../../runtime/contexts/context-manager.ts";
import { ContextVar } from "../../../runtime/contexts/contextvars.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import { Lock } from "../../../runtime/sync/locks.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { timeout } from "../../../runtime/combinators/timeouts.ts";
import { stagesOf } from "../asyncgen-kit.ts";
import type { Kit } from "../kit.ts";

export function* onlyOneTaskIsInTheBody(kit: Kit): Coroutine<void> {
  const { attempt, follow, spawn, check } = kit;
  const items = stagesOf(kit)("items");
  const task = follow("task", items.anext());
  yield* sleep(0.5);
  const error = new ValueError("v");
  for (const step of [items.anext(), items.asend("value" as never), items.athrow(error), items.aclose()]) {
    yield* attempt(step as Coroutine<unknown>);
    yield* attempt(step as Coroutine<unknown>);
  }
  for (const made of [items.anext(), items.athrow(error), items.aclose()]) {
    const step = made as Coroutine<unknown>;
    const other = spawn("other", step);
    other.cancel();
    yield* attempt(other);
    check(() => step.return(undefined).value);
    check(() => (items.anext() as Coroutine<unknown>).return(undefined).value);
  }
  yield* task;
  yield* attempt(items.aclose());
}

export function* closingBodyAdmitsNoTask({ attempt, follow }: Kit): Coroutine<void> {
  const slowToClose = asyncGenerator(function* (): AsyncGenBody<number> {
    try {
      yield emit(1);
    } finally {
      yield* sleep(1);
    }
  });
  const items = slowToClose();
  yield* items.anext();
  const task = follow("task", items.aclose());
  yield* sleep(0.5);
  yield* attempt(items.aclose());
  yield* attempt(items.athrow(new ValueError("v")));
  yield* attempt(items.anext());
  yield* task;
  yield* attempt(items.aclose());
}

export function* gatheredSteps(kit: Kit): Coroutine<void> {
  const items = stagesOf(kit)("items");
  const steps = [items.anext(), items.anext(), items.anext()];
  kit.log(yield* gather(steps, { returnExceptions: true }));
  kit.log(yield* items.anext());
  yield* items.aclose();
}

export function* tasksTakeTurnsWithALock({ log }: Kit): Coroutine<void> {
  const numbers = asyncGenerator(function* (): AsyncGenBody<number> {
    for (let i = 0; i < 6; i++) {
      yield* sleep(0.5);
      yield emit(i);
    }
  });
  const [items, lock] = [numbers(), new Lock()];
  function* takes(name: string): Coroutine<void> {
    for (;;) {
      const step = yield* withAsync(lock, () => items.next());
      if (step.done) return;
      log(name, "takes", step.value);
      yield* sleep(1);
    }
  }
  yield* gather([..."abc"].map(takes));
}

export function* bodyAsksItself({ attempt }: Kit): Coroutine<void> {
  const own: { step: Coroutine<unknown>; items: AsyncGen<number> }[] = [];
  const asks = asyncGenerator(function* (): AsyncGenBody<number> {
    for (const { step, items } of own) {
      yield* attempt(step);
      yield* attempt(items.anext());
      yield* attempt(items.asend(undefined));
      yield* attempt(items.aclose());
      yield* attempt(items.athrow(new ValueError("v")));
    }
    yield emit(1);
    yield emit(2);
  });
  const items = asks();
  const step = items.anext();
  own.push({ step, items });
  yield* attempt(step);
  yield* attempt(step);
  yield* attempt(items.anext());
  yield* attempt(items.aclose());
  yield* attempt(items.anext());
}

export function* stepClosedByHand({ log, loop, attempt, check }: Kit): Coroutine<void> {
  const closed = asyncGenerator(function* (waits: boolean): AsyncGenBody<number> {
    try {
      yield emit(1);
      yield* loop.createFuture<void>();
    } catch (error) {
      log("closed");
      if (waits) yield* sleep(1);
      throw error;
    }
  });
  for (const waits of [false, true]) {
    for (const begun of [false, true]) {
      const items = closed(waits);
      yield* items.anext();
      const step = items.anext() as Coroutine<unknown>;
      if (begun) step.next();
      check(() => step.return(undefined).value);
      if (waits) {
        yield* attempt(items.aclose());
        check(() => step.return(undefined).value);
      }
      check(() => step.return(undefined).value);
      yield* attempt(step);
      yield* attempt(items.anext());
    }
  }
}

export function* deadlineInTheBodyAndAroundIt(kit: Kit): Coroutine<void> {
  const { log, attempt } = kit;
  const impatient = asyncGenerator(function* (): AsyncGenBody<string> {
    yield* withAsync(timeout(1.5), function* () {
      yield* sleep(1);
      yield emit("in time");
      yield* sleep(1);
      yield emit("late");
    });
  });
  const late = impatient();
  for (let i = 0; i < 3; i++) yield* attempt(late.anext());
  let items = stagesOf(kit)("items");
  for (let i = 0; i < 3; i++) yield* attempt(waitFor(items.anext(), 0.75));
  items = stagesOf(kit)("others");
  try {
    yield* withAsync(timeout(1.75), () =>
      asyncFor(items, function* (item) {
        log(item);
      }),
    );
  } catch (error) {
    log(error);
  }
  yield* attempt(items.anext());
}

export function* bodyRunsInTheContextOfItsCaller({ log, spawn }: Kit): Coroutine<void> {
  const who = new ContextVar<string>("who", "nobody");
  const tells = asyncGenerator(function* (): AsyncGenBody<string> {
    for (;;) yield emit(who.get());
  });
  const items = tells();
  function* asks(name: string): Coroutine<void> {
    who.set(name);
    log(yield* items.anext());
  }
  yield* spawn("a", asks("a"));
  yield* spawn("b", asks("b"));
  log(yield* items.anext());
  yield* items.aclose();
}
