/** Finding of a listen queue that overflows: a request for a connection was dropped, and comes again a second later. */
import type { TraceEvent } from "../../events/event.ts";
import { shortAddress } from "../network/network-words.ts";
import type { Check, Finding } from "./warning.ts";

interface Listener {
  readonly task: number;
  readonly line: number;
  readonly address: string;
  readonly backlog: number;
}

export class FullListenQueue implements Check {
  readonly diagnosis = "fullListenQueue";
  readonly #listeners = new Map<number, Listener>();

  see(event: TraceEvent): Finding | null {
    if (event.kind === "listeningStarted") this.#listeners.set(event.endpoint, event);
    // A host of the network has a queue of its own, which the program cannot change.
    const listener = event.kind === "connectionDropped" ? this.#listeners.get(event.endpoint) : undefined;
    if (!listener || listener.line === 0) return null;
    const { task, line, address, backlog } = listener;
    const place = backlog + 1 === 1 ? "1 connection" : `${backlog + 1} connections`;
    return {
      ...{ task, line },
      message: `The listen queue of server ${shortAddress(address)} is full: it holds ${place}, and a request is dropped, to be made again 1 s later. Accept connections sooner, or pass a larger backlog on line ${line}.`,
    };
  }
}
