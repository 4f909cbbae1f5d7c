/** Programs that shield. */
import { gather, shield, sleep } from "../../runtime/combinators/combinators.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import type { Program } from "./parity.ts";

export const shielding: Program[] = [
  ...[false, true].map((fails): Program => [
    `the outer is cancelled, the inner goes on and ${fails ? "fails" : "ends"}`,
    `
    async def outer():
        return await shield(inner)
    inner = spawn("inner", work("inner", 2, fails=${fails ? '"inner fails"' : "None"}))
    task = spawn("outer", outer())
    await sleep(1)
    task.cancel("outer alone")
    await attempt(task)
    log(inner.done(), inner.cancelling())
    await sleep(2)
    log(inner.done())
    `,
    function* ({ log, work, spawn, attempt }) {
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
  ]),

  [
    "passes on the inner's result, error and cancellation",
    `
    await attempt(shield(work("a", 1)))
    await attempt(shield(work("b", 1, fails="b fails")))
    inner = spawn("inner", work("inner", 5))
    outer = shield(inner)
    loop.call_later(1, inner.cancel, "inside")
    await attempt(outer)
    log(outer.cancelled(), shield(inner) is inner)
    `,
    function* ({ log, loop, work, spawn, attempt }) {
      yield* attempt(shield(work("a", 1)));
      yield* attempt(shield(work("b", 1, { fails: "b fails" })));
      const inner = spawn("inner", work("inner", 5));
      const outer = shield(inner);
      loop.callLater(1, () => void inner.cancel("inside"), { name: "Task.cancel" });
      yield* attempt(outer);
      log(outer.cancelled(), shield(inner) === inner);
    },
  ],

  [
    "shielded twice and given up twice, the inner fails: that is told once",
    `
    async def outer():
        await shield(inner)
    inner = spawn("inner", work("inner", 1, fails="inner fails"))
    outers = [spawn(name, outer()) for name in "ab"]
    await sleep(0)
    for task in outers:
        task.cancel()
    await sleep(2)
    `,
    function* ({ work, spawn }) {
      const inner = spawn("inner", work("inner", 1, { fails: "inner fails" }));
      function* outer(): Coroutine<void> {
        yield* shield(inner);
      }
      const outers = [..."ab"].map((name) => spawn(name, outer()));
      yield* sleep(0);
      for (const task of outers) task.cancel();
      yield* sleep(2);
    },
  ],

  [
    "in a gather that is cancelled",
    `
    inner = spawn("inner", work("inner", 2))
    both = gather(shield(inner), work("b", 2))
    await sleep(1)
    both.cancel("both")
    await attempt(both)
    await attempt(inner)
    `,
    function* ({ work, spawn, attempt }) {
      const inner = spawn("inner", work("inner", 2));
      const both = gather([shield(inner), work("b", 2)]);
      yield* sleep(1);
      both.cancel("both");
      yield* attempt(both);
      yield* attempt(inner);
    },
  ],
];
