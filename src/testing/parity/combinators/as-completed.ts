/** Programs with as_completed. */
import { asCompleted, sleep, wait } from "../../../runtime/combinators/combinators.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import type { Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

export function* asAPlainIterable({ log, work, spawn, attempt }: Kit): Coroutine<void> {
  const a = spawn("a", work("a", 3));
  for (const next of asCompleted([a, work("b", 1), work("c", 2, { fails: "c fails" }), a])) {
    yield* attempt(next);
  }
  yield* attempt(a);
  log([...asCompleted([])].length);
}

export function* asAnAsyncIterable({ log, work, spawn, attempt }: Kit): Coroutine<void> {
  const tasks = [3, 2, 1].map((i) => spawn(`t${i}`, work(`t${i}`, i, i === 2 ? { fails: "fails" } : {})));
  const completed = asCompleted(tasks)[Symbol.asyncIterator]();
  for (let step = yield* completed.next(); !step.done; step = yield* completed.next()) {
    log(step.value, (tasks as unknown[]).includes(step.value));
    yield* attempt(step.value);
  }
}

export const withATimeout = withCases(
  [[0], [1], [1.5], [3], [9]],
  function* ({ work, spawn, attempt }, timeout): Coroutine<void> {
    for (const pause of [0, 5]) {
      const tasks = [2, 1, 3].map((i) => spawn(`t${i}`, work(`t${i}`, i)));
      const coming = asCompleted(tasks, { timeout });
      yield* sleep(pause);
      for (const next of coming) yield* attempt(next);
      yield* wait(tasks);
    }
  },
);

export function* cancelledWhileItWaits({ log, work, spawn, attempt }: Kit): Coroutine<void> {
  const tasks = [2, 1].map((i) => spawn(`t${i}`, work(`t${i}`, i)));
  const [first, second] = [...asCompleted(tasks)] as [Coroutine<string>, Coroutine<string>];
  const waits = [spawn("second", second), spawn("first", first)] as const;
  yield* sleep(0.5);
  waits[0].cancel("not this one");
  yield* attempt(waits[0]);
  yield* attempt(waits[1]);
  try {
    asCompleted(tasks[0] as unknown as Coroutine<void>[]);
  } catch (error) {
    log(error);
  }
}
