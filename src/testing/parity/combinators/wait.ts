/** Programs with wait. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { sleep, type ReturnWhen, wait } from "../../../runtime/combinators/combinators.ts";
import type { Future } from "../../../runtime/tasks/future.ts";
import type { Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

const modes: ReturnWhen[] = ["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"];

export const eachModeAndTimeout = withCases(
  modes.flatMap((returnWhen) => [null, 0, 1, 2.5, 9].map((timeout) => [returnWhen, timeout] as const)),
  function* ({ log, loop, work, spawn }, returnWhen, timeout): Coroutine<void> {
    const tasks = [3, 2, 1, 4].map((i) =>
      spawn(`t${i}`, work(`t${i}`, i, i === 2 ? { fails: "fails" } : {})),
    );
    loop.callLater(0.5, () => void tasks[3]?.cancel(), { name: "Task.cancel" });
    for (let i = 0; i < 2; i++) {
      const [done, pending] = yield* wait(tasks, { timeout, returnWhen });
      log(done, pending);
    }
  },
);

export function* cancelled({ log, work, spawn, attempt }: Kit): Coroutine<void> {
  const a = spawn("a", work("a", 2));
  for (const when of [1, 1]) {
    const waits = spawn("waits", wait([a], { timeout: 5 }));
    yield* sleep(when);
    log(waits.cancel("no"));
    yield* attempt(waits);
    log(a.done());
  }
}

export function* misused({ loop, work, attempt }: Kit): Coroutine<void> {
  const coroutine = work("never", 1) as unknown;
  yield* attempt(wait([]));
  yield* attempt(wait([coroutine as Future<void>]));
  yield* attempt(wait(coroutine as Future<void>[]));
  yield* attempt(wait(loop.createFuture<void>() as unknown as Future<void>[]));
  yield* attempt(wait([loop.createFuture<void>()], { returnWhen: "SOMETIME" as ReturnWhen }));
}
