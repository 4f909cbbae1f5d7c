/**
 * The globals of a program: clocks in virtual time, chance by the program's seed, the console into the trace, timers
 * of the loop. What reaches out of the run says what to use instead.
 */
import type { Clock } from "../../runtime/loop/clock.ts";
import { getRunningLoop } from "../../runtime/loop/events.ts";
import type { TimerHandle } from "../../runtime/loop/handle.ts";
import { inspect } from "./inspect.ts";
import { refusal } from "./sealed-realm.ts";
import { virtualDate } from "./virtual-date.ts";

/** The wall clock at virtual time 0: the same on every machine, and the same as in Python. */
const EPOCH_MS = Date.UTC(2026, 0, 1, 12);

export type Write = (stream: "stdout" | "stderr", text: string) => void;

/** What a program finds of the host: the language, and what only computes. */
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

/** The host's global names that a program must not see, whatever the host is: to a program they are undefined. */
export function hiddenNames(): string[] {
  const names = new Set<string>();
  for (let scope: unknown = globalThis; scope; scope = Object.getPrototypeOf(scope)) {
    for (const name of Object.getOwnPropertyNames(scope)) names.add(name);
  }
  return [...names].filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && !LANGUAGE.has(name));
}

const useSeed = "use Math.random(), which follows the program's seed.";
const useQueue = "tasks talk through a Queue.";
const noNetwork = "a program has no network. Use sleep() to stand for it.";

/** What to use instead of what is not there. */
const REFUSED: Readonly<Record<string, string>> = {
  fetch: noNetwork,
  XMLHttpRequest: noNetwork,
  WebSocket: noNetwork,
  EventSource: noNetwork,
  importScripts: noNetwork,
  Worker: "a program is one thread. Use createTask() to do things at once.",
  AbortController: "cancel a task by its cancel(), or use timeout().",
  "AbortSignal.timeout": "use timeout().",
  "AbortSignal.any": "cancel a task by its cancel(), or use timeout().",
  BroadcastChannel: useQueue,
  MessageChannel: useQueue,
  "crypto.randomUUID": useSeed,
  "crypto.getRandomValues": useSeed,
  require: 'a program can import "asyncio", at its top.',
  alert: "use print().",
  prompt: "a program reads nothing: write its input into its text.",
  confirm: "a program reads nothing: write its input into its text.",
  requestIdleCallback: "use getRunningLoop().callSoon().",
  clearInterval: "setInterval() is not, either: write a coroutine that sleeps in a loop.",
  setInterval: "write a coroutine that sleeps in a loop.",
  setImmediate: "use getRunningLoop().callSoon().",
  requestAnimationFrame: "use getRunningLoop().callLater().",
  Promise:
    "its callbacks would run in real time, outside of the loop. Await sleep() to let time pass, or a future of getRunningLoop().createFuture() that a callback ends.",
  "Promise.all": "use gather().",
  "Promise.allSettled": "use gather(awaitables, { returnExceptions: true }).",
  "Promise.any": "use asCompleted() or wait().",
  "Promise.race": 'use wait(awaitables, { returnWhen: "FIRST_COMPLETED" }).',
  "Promise.resolve": "await takes coroutines, tasks and futures; an async function returns its value.",
  "Promise.reject": "an async function throws its error.",
  "Promise.withResolvers": "use getRunningLoop().createFuture().",
};

/** Names and values that a program finds besides the language's own. */
export function programGlobals(clock: Clock, random: () => number, write: Write): Record<string, unknown> {
  const say =
    (stream: "stdout" | "stderr") =>
    (...what: unknown[]): void =>
      write(stream, `${what.map(inspect).join(" ")}\n`);
  const started = new Map<string, number>();
  const log = say("stdout");
  const elapsed = (label: string) =>
    `${label}: ${Math.round((clock.time() - (started.get(label) ?? 0)) * 1e6) / 1000} ms`;
  const now = () => EPOCH_MS + clock.time() * 1000;
  const setTimeout = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): TimerHandle =>
    getRunningLoop().callLater(ms / 1000, () => callback(...args), { name: callback.name || "setTimeout" });
  return {
    ...refusals(),
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
    performance: { now: () => clock.time() * 1000, timeOrigin: EPOCH_MS },
    setTimeout,
    clearTimeout: (timer: TimerHandle | undefined) => timer?.cancel(),
    queueMicrotask: (callback: () => void) =>
      void getRunningLoop().callSoon(callback, { name: callback.name || "queueMicrotask" }),
  };
}

/** A function for each name that says what to use instead; a dotted name's is a property of the one before the dot. */
function refusals(): Record<string, unknown> {
  const found: Record<string, Record<string, unknown>> = {};
  for (const [name, instead] of Object.entries(REFUSED)) {
    const refuse = refusal(name, instead);
    const [owner, method] = name.split(".") as [string, string?];
    if (method) (found[owner] ??= {})[method] = refuse;
    else found[name] = refuse as unknown as Record<string, unknown>;
  }
  return found;
}

function mathOf(random: () => number): Record<string, unknown> {
  const names = Object.getOwnPropertyNames(Math) as (keyof Math)[];
  return { ...Object.fromEntries(names.map((name) => [name, Math[name]])), random };
}
