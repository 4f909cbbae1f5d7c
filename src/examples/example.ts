/** What the gallery says of an example, besides its two programs. */
import type { EventKind } from "../events/event.ts";

/** A moment of an example's run, and what to say of it. */
export interface Stop {
  /** The kind of event after which the run stands here. */
  kind: EventKind;
  /** The name of the event's task, or of its callback. */
  of?: string;
  /** What the event's text begins with: what is written, why a task is suspended, what is put. */
  text?: string;
  /** In one or two short sentences. */
  caption: string;
}

export interface Entry {
  /** As in `?example=<id>`, and the name of the two programs' files; never changed once published. */
  id: string;
  /** A few words. */
  title: string;
  /** What it shows, in one sentence. */
  summary: string;
  /** Its story, in the order in which it happens: each stop is the first such event after the one before. */
  stops: readonly Stop[];
}

export interface Chapter {
  title: string;
  entries: readonly Entry[];
}
