/**
 * The globals of a program: clocks in virtual time, chance by the program's seed, the console into the trace, timers
 * of the loop. What reaches out of the run says what to use instead.
 */
import type { Clock } from "../../runtime/clock.ts";
import { getRunningLoop } from "../../runtime/events.ts";
import type { TimerHandle } from "../../runtime/handle.ts";
import { inspect } from "./inspect.ts";

/** The wall clock at virtual time 0: the same on every machine, and the same as in Python. */
const EPOCH_MS = Date.UTC(2026, 0, 1, 12);

export type Write = (stream: "stdout" | "stderr", text: string) => void;

/** Names and values that a program finds besides the language's own. */
export function programGlobals(clock: Clock, random: () => number, write: Write): Record<string, unknown> {
  const say =
    (stream: "stdout" | "stderr") =>
    (...what: unknown[]): void =>
      write(stream, `${what.map(inspect).join(" ")}\n`);
  // No arrows: some of them are called with `new`.
  const refused = (name: string, instead: string) =>
    function (): never {
      throw new Error(`${name} is not there: ${instead}`);
    };
  const now = () => EPOCH_MS + clock.time() * 1000;
  const setTimeout = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): TimerHandle =>
    getRunningLoop().callLater(ms / 1000, () => callback(...args), { name: callback.name || "setTimeout" });
  const noNetwork = "a program has no network. Use sleep() to stand for it.";
  return {
    console: {
      log: say("stdout"),
      info: say("stdout"),
      debug: say("stdout"),
      warn: say("stderr"),
      error: say("stderr"),
    },
    Date: virtualDate(now),
    Math: Object.freeze(mathOf(random)),
    performance: { now: () => clock.time() * 1000, timeOrigin: EPOCH_MS },
    setTimeout,
    clearTimeout: (timer: TimerHandle | undefined) => timer?.cancel(),
    queueMicrotask: (callback: () => void) => void getRunningLoop().callSoon(callback),
    setInterval: refused("setInterval", "write a coroutine that sleeps in a loop."),
    fetch: refused("fetch", noNetwork),
    XMLHttpRequest: refused("XMLHttpRequest", noNetwork),
    WebSocket: refused("WebSocket", noNetwork),
    importScripts: refused("importScripts", noNetwork),
    postMessage: undefined,
    self: undefined,
    globalThis: undefined,
    window: undefined,
    process: undefined,
    require: undefined,
  };
}

function mathOf(random: () => number): Record<string, unknown> {
  const names = Object.getOwnPropertyNames(Math) as (keyof Math)[];
  return { ...Object.fromEntries(names.map((name) => [name, Math[name]])), random };
}

function virtualDate(now: () => number): DateConstructor {
  return class extends Date {
    constructor(...args: unknown[]) {
      super(...((args.length > 0 ? args : [now()]) as [number]));
    }

    static override now(): number {
      return now();
    }
  } as unknown as DateConstructor;
}
