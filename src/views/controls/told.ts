/**
 * What an event is about besides what runs: the callback that it puts into a queue, the task that it ends or asks to
 * cancel. The stage lights it, and what caused it.
 */
import { getContext, setContext } from "svelte";
import type { TraceEvent } from "../../events/event.ts";

export interface Told {
  /** A callback's or timer's id; 0 for none. */
  readonly handle: number;
  readonly task: number;
}

const nothing: Told = { handle: 0, task: 0 };

export function toldBy(event: TraceEvent | null): Told {
  switch (event?.kind) {
    case "handleScheduled":
    case "timerScheduled":
    case "timerDue":
      return { handle: event.handle, task: 0 };
    case "taskDone":
    case "taskCancelRequested":
      return { handle: 0, task: event.task };
    default:
      return nothing;
  }
}

const key = Symbol("told");

export function provideTold(told: () => Told): void {
  setContext(key, told);
}

/** Nothing outside of a stage. */
export function useTold(): () => Told {
  return getContext<(() => Told) | undefined>(key) ?? (() => nothing);
}
