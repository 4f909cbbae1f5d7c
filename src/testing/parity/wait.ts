/** Programs that wait for some of many. */
import { sleep, type ReturnWhen, wait } from "../../runtime/combinators/combinators.ts";
import type { Future } from "../../runtime/tasks/future.ts";
import type { Program } from "./parity.ts";

const modes: ReturnWhen[] = ["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"];

export const waiting: Program[] = [
  ...modes.flatMap((returnWhen) => [
    ...[null, 0, 1, 2.5, 9].map((timeout): Program => [
      `${returnWhen}, timeout ${timeout}`,
      `
      tasks = [spawn(f"t{i}", work(f"t{i}", i, fails="fails" if i == 2 else None)) for i in (3, 2, 1, 4)]
      loop.call_later(0.5, tasks[3].cancel)
      for _ in range(2):
          done, pending = await wait(tasks, timeout=${timeout ?? "None"}, return_when=${returnWhen})
          log(done, pending)
      `,
      function* ({ log, loop, work, spawn }) {
        const tasks = [3, 2, 1, 4].map((i) =>
          spawn(`t${i}`, work(`t${i}`, i, i === 2 ? { fails: "fails" } : {})),
        );
        loop.callLater(0.5, () => void tasks[3]?.cancel(), { name: "Task.cancel" });
        for (let i = 0; i < 2; i++) {
          const [done, pending] = yield* wait(tasks, { timeout, returnWhen });
          log(done, pending);
        }
      },
    ]),
  ]),

  [
    "cancelled, and cancelled as it ends",
    `
    a = spawn("a", work("a", 2))
    for when in (1, 1):
        waits = spawn("waits", wait([a], timeout=5))
        await sleep(when)
        log(waits.cancel("no"))
        await attempt(waits)
        log(a.done())
    `,
    function* ({ log, work, spawn, attempt }) {
      const a = spawn("a", work("a", 2));
      for (const when of [1, 1]) {
        const waits = spawn("waits", wait([a], { timeout: 5 }));
        yield* sleep(when);
        log(waits.cancel("no"));
        yield* attempt(waits);
        log(a.done());
      }
    },
  ],

  [
    "misused",
    `
    coroutine = work("never", 1)
    await attempt(wait([]))
    # Guarded: in a program that is not, wait takes coroutines as it did until 3.10.
    try:
        await wait([coroutine])
    except TypeError as error:
        log("caught", error)
    await attempt(wait(coroutine))
    await attempt(wait(loop.create_future()))
    await attempt(wait([loop.create_future()], return_when="SOMETIME"))
    coroutine.close()
    `,
    function* ({ loop, work, attempt }) {
      const coroutine = work("never", 1) as unknown;
      yield* attempt(wait([]));
      yield* attempt(wait([coroutine as Future<void>]));
      yield* attempt(wait(coroutine as Future<void>[]));
      yield* attempt(wait(loop.createFuture<void>() as unknown as Future<void>[]));
      yield* attempt(wait([loop.createFuture<void>()], { returnWhen: "SOMETIME" as ReturnWhen }));
    },
  ],
];
