/** Texts of an example in the gallery, and a stop of its tour. */
import type { EventKind } from "../events/event.ts";
import type { NetworkOptions } from "../share/network.ts";

/** Stop of an example's tour: an event of its run, and the caption there. */
export interface Stop {
  /** The kind of event that the stop is at. */
  kind: EventKind;
  /** The name of the event's task, or of its callback. */
  of?: string;
  /** Beginning of the event's text: the output, the reason of a suspension, the item put. */
  text?: string;
  /** One or two short sentences. */
  caption: string;
}

export interface Entry {
  /** As in `?example=<id>`, and the name of the two programs' files; never changed once published. */
  id: string;
  /** A few words. */
  title: string;
  /** One sentence that says what the example shows. */
  summary: string;
  /** Its network, where that differs from the default one. */
  network?: NetworkOptions;
  /** The libraries that it imports beside the standard library, by the names of their packages. */
  libraries?: readonly string[];
}

/** The stops of each example's tour, by id, in order of time: each is the first such event after the stop before. */
export type Tours = Readonly<Record<string, readonly Stop[]>>;

export interface Chapter {
  title: string;
  entries: readonly Entry[];
}
