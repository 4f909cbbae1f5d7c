/** Programs with callbacks and timers of their own. */
import type { Handle, TimerHandle } from "../../runtime/loop/handle.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { named, plain, says as saying, withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

export const handles: Program[] = withTools([
  [
    "what is ready runs in order; what it adds waits for the next iteration, behind timers that are due",
    `
    @bare
    def adds(name):
        log(name)
        loop.call_soon(log, name, "adds")
        loop.call_later(0, log, name, "adds a timer")
    loop.call_later(0, log, "due at once")
    loop.call_soon(adds, "a")
    loop.call_at(-5.0, log, "past")
    loop.call_soon(adds, "b")
    loop.call_soon_threadsafe(log, "threadsafe")
    log("nothing ran yet")
    await sleep(0)
    log("one iteration later")
    await sleep(0)
    log("two later")
    `,
    function* ({ log, loop }) {
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
    },
  ],

  [
    "timers come due by their time, equal ones in the order of their making",
    `
    for name, when in ("c", 2), ("a", 1), ("d", 2), ("b", 1), ("e", 3):
        loop.call_at(when, log, name)
        loop.call_later(when, log, name, "later")
    loop.call_at(1, lambda: (loop.call_soon(log, "soon"), loop.call_at(1, log, "again"), loop.call_later(1, log, "at 2")))
    await sleep(2)
    log("main")
    await sleep(2)
    `,
    function* (kit) {
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
    },
  ],

  [
    "cancelled while pending, when due, in its own call and after it",
    `
    @bare
    def itself():
        mine.cancel()
        log("mine", mine.cancelled())
    soon, later = loop.call_soon(log, "never"), loop.call_later(1, log, "never")
    mine = loop.call_soon(itself)
    ran = loop.call_soon(log, "runs")
    for handle in soon, later, soon, later: handle.cancel()
    log([handle.cancelled() for handle in (soon, later, mine, ran)])
    await sleep(0)
    ran.cancel()
    log(ran.cancelled(), mine.cancelled())
    first = loop.call_later(1, lambda: second.cancel())
    second = loop.call_later(1, log, "never")
    third = loop.call_later(1, log, "third")
    await sleep(2)
    log([timer.cancelled() for timer in (first, second, third)], [timer.when() for timer in (first, second, third)])
    `,
    function* (kit) {
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
    },
  ],

  [
    "how handles and timers are written, before they run, after, and cancelled",
    `
    @bare
    def callback(*_): pass
    soon, timer, far = loop.call_soon(callback), loop.call_at(1.0, callback), loop.call_at(1e20, callback)
    for each in soon, timer, far, *(loop.call_at(when, callback) for when in (2.5, 1e-5, 1.25e-7, 0.0, float('inf'))):
        log(plain(each))
    await sleep(0)
    log(plain(soon))
    for each in soon, timer, far:
        each.cancel()
        log(plain(each))
    log(plain(loop.call_soon(partial(callback, 1))))
    `,
    function* ({ log, loop }) {
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
    },
  ],
]);
