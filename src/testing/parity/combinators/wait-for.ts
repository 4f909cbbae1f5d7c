/** Programs with wait_for. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { sleep, wait, waitFor } from "../../../runtime/combinators/combinators.ts";
import { createTask } from "../../../runtime/tasks/task.ts";
import type { Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

export function* inTimeLateAndFailing({ work, stubborn, attempt }: Kit): Coroutine<void> {
  yield* attempt(waitFor(work("a", 1), 2));
  yield* attempt(waitFor(work("b", 2, { cleanup: 1 }), 1));
  yield* attempt(waitFor(work("c", 1, { fails: "c fails" }), 2));
  yield* attempt(waitFor(work("d", 1), null));
  yield* attempt(waitFor(work("e", 1), 1));
  yield* attempt(waitFor(stubborn("f", 2), 1));
}

export function* zeroTimeout({ work, stubborn, spawn, attempt }: Kit): Coroutine<void> {
  yield* attempt(waitFor(work("a", 1), 0));
  yield* attempt(waitFor(work("b", 1), -1));
  const done = spawn("done", work("done", 0));
  const running = spawn("running", work("running", 1, { cleanup: 0.5 }));
  const refuses = spawn("refuses", stubborn("refuses", 1));
  yield* sleep(0);
  yield* sleep(0);
  yield* attempt(waitFor(done, 0));
  yield* attempt(waitFor(running, 0));
  yield* attempt(waitFor(refuses, 0));
}

export const cancelledFromOutside = withCases(
  [[0], [0.5], [1], [1.5]],
  function* ({ log, work, spawn, attempt }, when): Coroutine<void> {
    const inner = spawn("inner", work("inner", 5, { cleanup: 1 }));
    const outer = spawn("outer", waitFor(inner, 1));
    yield* sleep(when);
    log(outer.cancel("no more"));
    yield* attempt(outer);
    log(inner.cancelled(), outer.cancelled());
    yield* wait([inner]);
  },
);

export function* innerTaskIsCancelled({ log, work, spawn, attempt }: Kit): Coroutine<void> {
  const inner = spawn("inner", work("inner", 5));
  const outer = createTask(waitFor(inner, 3));
  yield* sleep(1);
  inner.cancel("inside");
  yield* attempt(outer);
  log(outer.cancelled(), outer.cancelling());
}
