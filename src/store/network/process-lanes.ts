/**
 * Lanes of processes: for each one a span while it starts, spans in which its command runs and waits, and how it ended. The
 * lane of a Python program is that of its thread. Derived from the trace as it grows; called by `Spans` with each event.
 */
import type { TraceEvent } from "../../events/event.ts";
import { type Lane, LaneBuilder } from "../lane.ts";
import { nameOfProcess } from "./network-words.ts";

/** Reason of the span before a process begins. */
const STARTS = "start";

export class ProcessLanes {
  readonly #lanes = new Map<number, LaneBuilder>();
  /** Process that was given each endpoint first, and the other ends of pipes. */
  readonly #byEndpoint = new Map<number, LaneBuilder>();
  readonly #peers = new Map<number, number>();

  /** In order of their start. */
  get lanes(): readonly Lane[] {
    return [...this.#lanes.values()];
  }

  lane(process: number): LaneBuilder | undefined {
    return this.#lanes.get(process);
  }

  /** Return the lane of the process at the other end of a pipe; undefined for none. */
  atOtherEnd(endpoint: number): Lane | undefined {
    return this.#byEndpoint.get(this.#peers.get(endpoint) ?? 0);
  }

  /** Take in the next event. */
  take(event: TraceEvent): void {
    const { index, time } = event;
    switch (event.kind) {
      case "connectionOpened":
        this.#peers.set(event.endpoint, event.peer);
        this.#peers.set(event.peer, event.endpoint);
        break;
      case "processStarted": {
        const name = nameOfProcess(event.command, event.process);
        const lane = new LaneBuilder(0, name, "", event.parent, 0, 0, event.process);
        this.#lanes.set(event.process, lane);
        for (const endpoint of [event.stdin, event.stdout, event.stderr])
          if (endpoint > 0 && !this.#byEndpoint.has(endpoint)) this.#byEndpoint.set(endpoint, lane);
        lane.begin("waiting", index, time, STARTS);
        break;
      }
      case "processResumed":
        this.#lanes.get(event.process)?.begin("running", index, time);
        break;
      case "processSuspended":
        this.#lanes.get(event.process)?.begin("waiting", index, time, event.reason);
        break;
      case "processSignalled":
        this.#lanes.get(event.process)?.marks.push({ at: index, time, kind: "cancelRequested" });
        break;
      case "processExited": {
        const lane = this.#lanes.get(event.process);
        if (!lane) break;
        lane.finish(index, time);
        const kind = event.status === 0 ? "result" : event.status < 0 ? "cancelled" : "exception";
        lane.outcome = { at: index, time, kind };
        break;
      }
      default:
      // Other kinds change no lane.
    }
  }
}
