/** Programs that hold the loop up: time passes, and nothing else happens. */
import { sleepBlocking } from "../../runtime/loop/blocking.ts";
import { withAsync } from "../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { gather, sleep, waitFor } from "../../runtime/combinators/combinators.ts";
import { timeout } from "../../runtime/combinators/timeouts.ts";
import { named, says as saying, tries as trying, withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

export const blocks: Program[] = withTools([
  [
    "timers that came due meanwhile run together by their deadlines, behind what is ready",
    `
    import time
    @bare
    def blocks():
        log("blocks")
        time.sleep(2.5)
        log("is over")
        loop.call_soon(log, "ready then")
        loop.call_at(1.5, log, "made too late")
    for when in 3, 2, 1: loop.call_at(when, log, "due at", when)
    loop.call_soon(blocks)
    loop.call_soon(log, "ready before")
    await sleep(1)
    log("main slept 1 s")
    await sleep(1)
    `,
    function* (kit) {
      const { log, loop } = kit;
      const says = saying(kit);
      const blocking = named("blocks", () => {
        log("blocks");
        sleepBlocking(2.5);
        log("is over");
        loop.callSoon(says("ready then"));
        loop.callAt(1.5, says("made too late"));
      });
      for (const when of [3, 2, 1]) loop.callAt(when, says("due at", when));
      loop.callSoon(blocking);
      loop.callSoon(says("ready before"));
      yield* sleep(1);
      log("main slept 1 s");
      yield* sleep(1);
    },
  ],

  [
    "a timeout that came meanwhile cancels at the next await, if there is one",
    `
    import time
    async def blocks(then):
        time.sleep(2)
        log("blocked")
        if then: await sleep(then)
        return "in time"
    async def limited(then):
        async with timeout(1):
            return await blocks(then)
    for then in 0, 1:
        await tries(limited(then))
        await tries(wait_for(blocks(then), 1))
    `,
    function* (kit) {
      const { log } = kit;
      const tries = trying(kit);
      function* blocking(then: number): Coroutine<string> {
        sleepBlocking(2);
        log("blocked");
        if (then > 0) yield* sleep(then);
        return "in time";
      }
      const limited = (then: number) => withAsync(timeout(1), () => blocking(then));
      for (const then of [0, 1]) {
        yield* tries(limited(then));
        yield* tries(waitFor(blocking(then), 1));
      }
    },
  ],

  [
    "tasks that block one after another take the sum of it, those that sleep at once do not",
    `
    import time
    async def blocks(name):
        time.sleep(1)
        log(name, "blocked")
        await sleep(1)
        log(name, "slept")
    await gather(*(blocks(name) for name in "abc"))
    `,
    function* (kit) {
      const { log } = kit;
      function* blocking(name: string): Coroutine<void> {
        sleepBlocking(1);
        log(name, "blocked");
        yield* sleep(1);
        log(name, "slept");
      }
      yield* gather([..."abc"].map(blocking));
    },
  ],
]);
