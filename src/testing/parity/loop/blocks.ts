/** Programs with blocking calls: time passes while the loop stands still. */
import { sleepBlocking } from "../../../runtime/loop/blocking.ts";
import { withAsync } from "../../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { gather, sleep, waitFor } from "../../../runtime/combinators/combinators.ts";
import { timeout } from "../../../runtime/combinators/timeouts.ts";
import { named, says as saying, tries as trying } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

export function* timersDueDuringABlock(kit: Kit): Coroutine<void> {
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
}

export function* timeoutDuringABlock(kit: Kit): Coroutine<void> {
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
}

export function* blockingCallsAddUp(kit: Kit): Coroutine<void> {
  const { log } = kit;
  function* blocking(name: string): Coroutine<void> {
    sleepBlocking(1);
    log(name, "blocked");
    yield* sleep(1);
    log(name, "slept");
  }
  yield* gather([..."abc"].map(blocking));
}
