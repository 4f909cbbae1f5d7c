/**
 * Globals of a program: clocks in virtual time, random numbers by the program's seed, a console that writes to the
 * trace, timers of the loop. A global that would reach out of the run throws and names a replacement.
 */
import { EPOCH_MS } from "../../base/epoch.ts";
import type { Clock } from "../../runtime/loop/clock.ts";
import { getRunningLoop } from "../../runtime/loop/events.ts";
import type { TimerHandle } from "../../runtime/loop/handle.ts";
import { inspect } from "./inspect.ts";
import { unsupported } from "./sealed-realm.ts";
import { virtualDate } from "./virtual-date.ts";

export type Write = (stream: "stdout" | "stderr", text: string) => void;

/** Globals of the host that a program keeps: the language, and functions that only compute. */
const LANGUAGE = new Set(
  (
    "AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Error EvalError " +
    "FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array " +
    "Intl Iterator JSON Map NaN Number Object Proxy RangeError ReferenceError Reflect RegExp Set String " +
    "SuppressedError Symbol SyntaxError TextDecoder TextEncoder TypeError URIError URL URLSearchParams Uint16Array " +
    "Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet atob btoa decodeURI decodeURIComponent " +
    "encodeURI encodeURIComponent escape eval isFinite isNaN parseFloat parseInt structuredClone undefined unescape"
  ).split(" "),
);

/** Return the global names of this host that are undefined in a program. */
export function hiddenNames(): string[] {
  const names = new Set<string>();
  for (let scope: unknown = globalThis; scope; scope = Object.getPrototypeOf(scope)) {
    for (const name of Object.getOwnPropertyNames(scope)) names.add(name);
  }
  return [...names].filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && !LANGUAGE.has(name));
}

const useSeed = "Use Math.random(), which follows the program's seed.";
const useQueue = "Tasks pass values through a Queue.";
const noNetwork =
  "Nothing real is reached. The network here is simulated: use openConnection() and startServer().";
const noInput = "Programs read no input. Write it into the program.";

/** Advice for each global that is not supported. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  fetch: noNetwork,
  XMLHttpRequest: noNetwork,
  WebSocket: noNetwork,
  EventSource: noNetwork,
  importScripts: noNetwork,
  Worker: "Programs have one thread. Use createTask() to run coroutines at the same time.",
  AbortController: "Call cancel() of a task, or use timeout().",
  "AbortSignal.timeout": "Use timeout().",
  "AbortSignal.any": "Call cancel() of a task, or use timeout().",
  BroadcastChannel: useQueue,
  MessageChannel: useQueue,
  "crypto.randomUUID": useSeed,
  "crypto.getRandomValues": useSeed,
  require: 'Import from "asyncio" at the top of the program.',
  alert: "Use print().",
  prompt: noInput,
  confirm: noInput,
  requestIdleCallback: "Use getRunningLoop().callSoon().",
  clearInterval: "Neither is setInterval(). Write a coroutine that sleeps in a loop.",
  setInterval: "Write a coroutine that sleeps in a loop.",
  setImmediate: "Use getRunningLoop().callSoon().",
  requestAnimationFrame: "Use getRunningLoop().callLater().",
  Promise:
    "Its callbacks would run in real time, outside of the loop. To let time pass, await sleep(). To wait for a callback, await a future of getRunningLoop().createFuture() and set its result in the callback.",
  "Promise.all": "Use gather().",
  "Promise.allSettled": "Use gather(awaitables, { returnExceptions: true }).",
  "Promise.any": "Use asCompleted() or wait().",
  "Promise.race": 'Use wait(awaitables, { returnWhen: "FIRST_COMPLETED" }).',
  "Promise.resolve": "Await a coroutine, a task or a future. An async function returns its value.",
  "Promise.reject": "Throw the error in an async function.",
  "Promise.withResolvers": "Use getRunningLoop().createFuture().",
};

/** Return the globals of a program beside the language's own; `random` returns numbers from 0 up to 1. */
export function programGlobals(clock: Clock, random: () => number, write: Write): Record<string, unknown> {
  const say =
    (stream: "stdout" | "stderr") =>
    (...what: unknown[]): void =>
      write(stream, `${what.map(inspect).join(" ")}\n`);
  const started = new Map<string, number>();
  const log = say("stdout");
  const time = (): number => {
    if (clock.watch) clock.watch.readings++;
    return clock.time();
  };
  const elapsed = (label: string) =>
    `${label}: ${Math.round((clock.time() - (started.get(label) ?? 0)) * 1e6) / 1000} ms`;
  const now = () => EPOCH_MS + time() * 1000;
  const setTimeout = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): TimerHandle =>
    getRunningLoop().callLater(ms / 1000, () => callback(...args), { name: callback.name || "setTimeout" });
  return {
    ...unsupportedFunctions(),
    console: {
      log,
      info: log,
      debug: log,
      dir: (what: unknown) => log(what),
      assert(condition: unknown, ...what: unknown[]) {
        if (!condition) say("stderr")("Assertion failed:", ...what);
      },
      time: (label = "default") => void started.set(label, clock.time()),
      timeLog: (label = "default", ...what: unknown[]) => log(elapsed(label), ...what),
      timeEnd(label = "default") {
        log(elapsed(label));
        started.delete(label);
      },
      warn: say("stderr"),
      error: say("stderr"),
    },
    Date: virtualDate(now),
    Math: Object.freeze(mathOf(random)),
    performance: { now: () => time() * 1000, timeOrigin: EPOCH_MS },
    setTimeout,
    clearTimeout: (timer: TimerHandle | undefined) => timer?.cancel(),
    queueMicrotask: (callback: () => void) =>
      void getRunningLoop().callSoon(callback, { name: callback.name || "queueMicrotask" }),
  };
}

/** Return a throwing function for each unsupported name; that of `a.b` is the property `b` of `a`. */
function unsupportedFunctions(): Record<string, unknown> {
  const found: Record<string, Record<string, unknown>> = {};
  for (const [name, advice] of Object.entries(UNSUPPORTED)) {
    const replacement = unsupported(name, advice);
    const [owner, method] = name.split(".") as [string, string?];
    if (method) (found[owner] ??= {})[method] = replacement;
    else found[name] = replacement as unknown as Record<string, unknown>;
  }
  return found;
}

function mathOf(random: () => number): Record<string, unknown> {
  const names = Object.getOwnPropertyNames(Math) as (keyof Math)[];
  return { ...Object.fromEntries(names.map((name) => [name, Math[name]])), random };
}
