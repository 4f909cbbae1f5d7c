/**
 * Signals: what the program does when it gets one. Mirrors the module `signal`, `add_signal_handler` of
 * `asyncio/unix_events.py` and `Runner._on_sigint`. Nothing waits in an operating system, so that a handler runs at once, and
 * schedules the loop's callback itself.
 *
 * A program has one table of handlers. A signal without one ends it: SIGINT by KeyboardInterrupt, others at once.
 */
import { KeyboardInterrupt, RuntimeError, ValueError } from "../errors/exceptions.ts";
import { currentLine } from "../instrument/source-location.ts";
import { loopHost } from "../loop/loop-host.ts";
import { reportingLoopInternals } from "../loop/loop-internals.ts";

/** Signals that a program can get. */
export type Signal =
  "SIGHUP" | "SIGINT" | "SIGQUIT" | "SIGUSR1" | "SIGUSR2" | "SIGALRM" | "SIGTERM" | "SIGCHLD" | "SIGWINCH";

const SIGNALS: ReadonlySet<string> = new Set<Signal>(
  "SIGHUP SIGINT SIGQUIT SIGUSR1 SIGUSR2 SIGALRM SIGTERM SIGCHLD SIGWINCH".split(" ") as Signal[],
);
const CANNOT_BE_CAUGHT: ReadonlySet<string> = new Set(["SIGKILL", "SIGSTOP"]);
/** Signals whose default action is nothing. */
const HARMLESS: ReadonlySet<string> = new Set(["SIGCHLD", "SIGWINCH"]);

const handlers = new Map<Signal, () => void>();
/** Handlers by which a Runner cancels its main task: what happens by default. */
const defaults = new WeakSet<() => void>();

/** Signals of the operating system, on a host that has them (`runtime/node`). */
export interface SystemSignals {
  /** Call `deliver` at each signal from now on, in place of what the system would do. */
  watch(signal: Signal, deliver: () => void): void;
  unwatch(signal: Signal): void;
}

let system: SystemSignals | null = null;
/** Signals of the system that have a handler. */
const watched = new Set<Signal>();

/** Let programs on the host's clock get the signals of a system. */
export function setSystemSignals(signals: SystemSignals): void {
  system = signals;
}

/** Forget the handlers of the last program. Called by guests. */
export function resetSignals(): void {
  handlers.clear();
}

/**
 * Set the handler of a signal; null for the default. `ofSystem`: it gets those of the system, too. Throws ValueError and
 * RuntimeError for a signal that cannot have one.
 */
export function setHandler(signal: Signal, handler: (() => void) | null, ofSystem = false): void {
  check(signal);
  if (handler) handlers.set(signal, handler);
  else handlers.delete(signal);
  if (watched.has(signal) === (handler !== null && ofSystem)) return;
  if (watched.delete(signal)) system?.unwatch(signal);
  else if (system) {
    watched.add(signal);
    system.watch(signal, () => deliver(signal, "person"));
  }
}

/** Make a handler that only replaces the default. Mirrors `Runner.run`. */
export function setDefaultHandler(signal: Signal, handler: () => void, ofSystem: boolean): void {
  defaults.add(handler);
  setHandler(signal, handler, ofSystem);
}

/** Return a signal by which the program lets itself be ended; null if it handles none. */
export function awaitedSignal(): Signal | null {
  const isHandled = (signal: Signal) =>
    handlers.has(signal) && !defaults.has(handlers.get(signal) as () => void);
  return (["SIGINT", "SIGTERM"] as const).find(isHandled) ?? null;
}

function check(signal: string): void {
  if (CANNOT_BE_CAUGHT.has(signal)) throw new RuntimeError(`sig ${signal} cannot be caught`);
  if (!SIGNALS.has(signal)) throw new ValueError(`invalid signal ${signal}`);
}

export function handlerOf(signal: Signal): (() => void) | null {
  return handlers.get(signal) ?? null;
}

/**
 * Send the program a signal, as Ctrl-C (SIGINT) and `kill` (SIGTERM) do. Its handler runs at once; without one the program
 * ends. Throws KeyboardInterrupt for a SIGINT that nothing handles. Mirrors `signal.raise_signal`.
 */
export function raiseSignal(signal: Signal): void {
  check(signal);
  deliver(signal, "program");
}

/** Let the program get a signal. `origin` is who sends it. */
export function deliver(signal: Signal, origin: "program" | "person" | "visitor"): void {
  const loop = reportingLoopInternals();
  const line = origin === "program" ? currentLine : 0;
  loop?.hooks.signalRaised(loop.clock.time(), signal, origin, loop.currentTaskId, line);
  const handler = handlers.get(signal);
  if (handler) return handler();
  if (HARMLESS.has(signal)) return;
  if (signal === "SIGINT") throw new KeyboardInterrupt();
  const host = loopHost();
  if (host) host.onKilled(signal);
  throw new RuntimeError(`killed by ${signal}`);
}
