/**
 * Event subject: the callback that an event puts into a queue, or the task that it ends or asks to cancel. The stage lights
 * its token, and what caused it. Each stage provides the subject of the event at its own cursor to its tokens.
 */
import { getContext, setContext } from "svelte";
import type { TraceEvent } from "../../events/event.ts";

export interface EventSubject {
  /** A callback's or timer's id; 0 for none. */
  readonly handle: number;
  readonly task: number;
}

const nothing: EventSubject = { handle: 0, task: 0 };

export function subjectOf(event: TraceEvent | null): EventSubject {
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

const key = Symbol("event subject");

export function provideEventSubject(subject: () => EventSubject): void {
  setContext(key, subject);
}

/** The subject for a token of this stage; outside of a stage there is none. */
export function useEventSubject(): () => EventSubject {
  return getContext<(() => EventSubject) | undefined>(key) ?? (() => nothing);
}
