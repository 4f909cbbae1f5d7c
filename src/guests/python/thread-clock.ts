/** The clock of a program, and the functions of the module `_loopscope` for time and threads. All threads share it. */
import { VirtualClock } from "../../runtime/loop/clock.ts";
import { networkEvents } from "../../events/network-events.ts";
import type { Arrivals } from "../../runtime/network/arrivals.ts";
import { hookNames, type Hook, type Hooks } from "../../runtime/instrument/instrument.ts";

type AnyHook = (time: number, ...rest: unknown[]) => void;
type HookTable = Record<Hook, AnyHook>;

/** Events that are recorded of a thread that runs a loop of its own. The others would be about that loop's objects. */
const ownHooks: ReadonlySet<Hook> = new Set([
  "clockAdvanced",
  "threadStarted",
  "threadEnded",
  "threadSuspended",
  "threadResumed",
  "outputWritten",
  "warningRaised",
  // Endpoints are known to all threads. Which of them a thread's own selector finds ready is its loop's matter.
  ...(Object.keys(networkEvents) as Hook[]).filter((name) => name !== "endpointReady"),
]);

const ignore = () => {};

export class ThreadClock extends VirtualClock {
  readonly #hooks: HookTable;
  /** The hooks as they are while the running thread is not muted. */
  #direct: HookTable | null = null;
  #outputWritten: AnyHook = ignore;

  constructor(hooks: Hooks) {
    super();
    this.#hooks = hooks as unknown as HookTable;
  }

  get isMuted(): boolean {
    return this.#direct !== null;
  }

  /** Begin or end to drop the events of a thread's own loop. */
  mute(muted: boolean): void {
    const hooks = this.#hooks;
    if (muted === this.isMuted) return;
    const direct = this.#direct;
    if (direct === null) {
      this.#direct = Object.fromEntries(hookNames.map((name) => [name, hooks[name]])) as HookTable;
      for (const name of hookNames) if (!ownHooks.has(name)) hooks[name] = ignore;
      const { outputWritten } = this.#direct;
      // The tasks of the thread's loop are not in the trace.
      this.#outputWritten = hooks.outputWritten = (time, stream, text, _task, line, thread) =>
        outputWritten.call(hooks, time, stream, text, 0, line, thread);
      return;
    }
    this.#direct = null;
    for (const name of hookNames) {
      // The run may have ended meanwhile, and hooks that were silenced stay so.
      if (hooks[name] === ignore || hooks[name] === this.#outputWritten) hooks[name] = direct[name];
    }
  }
}

export function threadFunctions(clock: () => ThreadClock, hooks: () => Hooks, arrivals: () => Arrivals) {
  return {
    now: () => clock().time(),
    /**
     * Let time pass while no thread can run, to `until` or the next arrival on the network, and let that happen. `idle` if the
     * main thread's loop waits for something to do. Return false if neither comes: nothing can ever happen.
     */
    passTime: (until: number, idle: boolean) => {
      const from = clock().time();
      const when = Math.min(until, arrivals().nextTime());
      if (when === Infinity) return false;
      clock().advanceTo(when);
      if (idle && when > from) hooks().clockAdvanced(clock().time(), from);
      arrivals().runDue(clock().time());
      return true;
    },
    mute: (muted: boolean) => clock().mute(muted),
    /** Reports that a blocking call has held the main thread for `seconds`, up to now. */
    blocked: (seconds: number, task: number, call: string, line: number) =>
      hooks().loopBlocked(clock().time(), seconds, task, call, line),
  };
}
