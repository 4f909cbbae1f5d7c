/** Programs with shield. */
import { gather, shield, sleep } from "../../../runtime/combinators/combinators.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import type { Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

export const outerIsCancelled = withCases(
  [[false], [true]],
  function* ({ log, work, spawn, attempt }, fails): Coroutine<void> {
    const inner = spawn("inner", work("inner", 2, fails ? { fails: "inner fails" } : {}));
    const task = spawn(
      "outer",
      (function* (): Coroutine<string> {
        return yield* shield(inner);
      })(),
    );
    yield* sleep(1);
    task.cancel("outer alone");
    yield* attempt(task);
    log(inner.done(), inner.cancelling());
    yield* sleep(2);
    log(inner.done());
  },
);

export function* passesOnTheOutcome({ log, loop, work, spawn, attempt }: Kit): Coroutine<void> {
  yield* attempt(shield(work("a", 1)));
  yield* attempt(shield(work("b", 1, { fails: "b fails" })));
  const inner = spawn("inner", work("inner", 5));
  const outer = shield(inner);
  loop.callLater(1, () => void inner.cancel("inside"), { name: "Task.cancel" });
  yield* attempt(outer);
  log(outer.cancelled(), shield(inner) === inner);
}

export function* shieldedTwice({ work, spawn }: Kit): Coroutine<void> {
  const inner = spawn("inner", work("inner", 1, { fails: "inner fails" }));
  function* outer(): Coroutine<void> {
    yield* shield(inner);
  }
  const outers = [..."ab"].map((name) => spawn(name, outer()));
  yield* sleep(0);
  for (const task of outers) task.cancel();
  yield* sleep(2);
}

export function* inACancelledGather({ work, spawn, attempt }: Kit): Coroutine<void> {
  const inner = spawn("inner", work("inner", 2));
  const both = gather([shield(inner), work("b", 2)]);
  yield* sleep(1);
  both.cancel("both");
  yield* attempt(both);
  yield* attempt(inner);
}
