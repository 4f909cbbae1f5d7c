/** Programs that schedule callbacks and timers. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import type { Handle, TimerHandle } from "../../../runtime/loop/handle.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { named, plain, says as saying } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

export function* readyCallbacksInOrder({ log, loop }: Kit): Coroutine<void> {
  const adds = (name: string) => () => {
    log(name);
    loop.callSoon(() => log(name, "adds"), { name: "log" });
    loop.callLater(0, () => log(name, "adds a timer"), { name: "log" });
  };
  loop.callLater(0, () => log("due at once"), { name: "log" });
  loop.callSoon(adds("a"), { name: "adds" });
  loop.callAt(-5, () => log("past"), { name: "log" });
  loop.callSoon(adds("b"), { name: "adds" });
  loop.callSoonThreadsafe(() => log("threadsafe"), { name: "log" });
  log("nothing ran yet");
  yield* sleep(0);
  log("one iteration later");
  yield* sleep(0);
  log("two later");
}

export function* timersInOrder(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  const says = saying(kit);
  for (const [name, when] of [
    ["c", 2] as const,
    ["a", 1] as const,
    ["d", 2] as const,
    ["b", 1] as const,
    ["e", 3] as const,
  ]) {
    loop.callAt(when, says(name));
    loop.callLater(when, says(name, "later"));
  }
  const adds = () => {
    loop.callSoon(says("soon"));
    loop.callAt(1, says("again"));
    loop.callLater(1, says("at 2"));
  };
  loop.callAt(1, adds, { name: "main.<locals>.<lambda>" });
  yield* sleep(2);
  log("main");
  yield* sleep(2);
}

export function* cancelledHandles(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  const says = saying(kit);
  const [soon, later] = [loop.callSoon(says("never")), loop.callLater(1, says("never"))];
  const mine: Handle = loop.callSoon(
    named("itself", () => {
      mine.cancel();
      log("mine", mine.cancelled());
    }),
  );
  const ran = loop.callSoon(says("runs"));
  for (const handle of [soon, later, soon, later]) handle.cancel();
  log([soon, later, mine, ran].map((handle) => handle.cancelled()));
  yield* sleep(0);
  ran.cancel();
  log(ran.cancelled(), mine.cancelled());
  const first = loop.callLater(1, () => second.cancel(), { name: "main.<locals>.<lambda>" });
  const second: TimerHandle = loop.callLater(1, says("never"));
  const timers = [first, second, loop.callLater(1, says("third"))];
  yield* sleep(2);
  log(
    timers.map((timer) => timer.cancelled()),
    timers.map((timer) => timer.when()),
  );
}

export function* reprs({ log, loop }: Kit): Coroutine<void> {
  const callback = () => {};
  const soon = loop.callSoon(callback);
  const [timer, far] = [loop.callAt(1, callback), loop.callAt(1e20, callback)];
  const others = [2.5, 1e-5, 1.25e-7, 0, Infinity].map((when) => loop.callAt(when, callback));
  for (const each of [soon, timer, far, ...others]) log(plain(each));
  yield* sleep(0);
  log(plain(soon));
  for (const each of [soon, timer, far]) {
    each.cancel();
    log(plain(each));
  }
  log(`${plain(loop.callSoon(callback)).replace("()", "()()")}`);
}
