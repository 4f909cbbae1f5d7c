/**
 * Finding of a timeout that always expires before the answer: each time that the program reached its line, and three times
 * at least, it cancelled a read, and the other end sent its answer after that.
 */
import { durationText } from "../../base/number-text.ts";
import type { TraceEvent } from "../../events/event.ts";
import type { Check, Finding } from "./warning.ts";

/** Times that are no accident. */
const OFTEN = 3;

interface Timeout {
  readonly line: number;
  /** Virtual seconds. */
  readonly since: number;
  readonly allowed: number;
}

/** All timeouts of one line. */
interface Line {
  readonly allowed: number;
  begun: number;
  /** Shortest time from the beginning of a timeout to its answer. */
  quickest: number;
  late: number;
  task: number;
}

export class ShortTimeout implements Check {
  readonly diagnosis = "shortTimeout";
  readonly #timeouts = new Map<number, Timeout>();
  readonly #lines = new Map<number, Line>();
  readonly #peers = new Map<number, number>();
  /** Endpoint that each task reads from; that of its last wait. */
  readonly #reads = new Map<number, number>();
  /** Timeouts that have expired, by the endpoint that owes the answer. */
  readonly #owed = new Map<number, Timeout>();
  /** Task of the callback that runs, which a timer may have been made for. */
  #running = 0;

  see(event: TraceEvent): Finding | null {
    switch (event.kind) {
      case "connectionOpened":
        this.#peers.set(event.endpoint, event.peer).set(event.peer, event.endpoint);
        return null;
      case "resourceCreated":
        if (event.base === "Timeout" && event.value > 0 && event.line > 0) this.#begin(event);
        return null;
      case "taskSuspended":
        this.#reads.set(event.task, event.reason === "read" ? event.on : 0);
        return null;
      case "handleStarted":
        this.#running = event.task;
        return null;
      case "resourceChanged": {
        const timeout = this.#timeouts.get(event.resource);
        const owes = this.#peers.get(this.#reads.get(this.#running) ?? 0);
        if (event.change !== "expire" || !timeout || !owes) return null;
        this.#owed.set(owes, timeout);
        (this.#lines.get(timeout.line) as Line).task = this.#running;
        return null;
      }
      case "bytesSent":
        this.#answer(event.endpoint, event.time);
        return null;
      case "loopStopped":
        return this.#found();
      default:
        return null;
    }
  }

  #begin({ resource, line, time, value }: TraceEvent & { kind: "resourceCreated" }): void {
    const timeout = { line, since: time, allowed: value - time };
    this.#timeouts.set(resource, timeout);
    const known = this.#lines.get(line);
    if (known) known.begun++;
    else this.#lines.set(line, { allowed: timeout.allowed, begun: 1, quickest: Infinity, late: 0, task: 0 });
  }

  #answer(endpoint: number, time: number): void {
    const timeout = this.#owed.get(endpoint);
    if (!timeout) return;
    this.#owed.delete(endpoint);
    const line = this.#lines.get(timeout.line) as Line;
    line.late++;
    line.quickest = Math.min(line.quickest, time - timeout.since);
  }

  #found(): Finding | null {
    for (const [line, { allowed, begun, late, quickest, task }] of this.#lines) {
      if (late < OFTEN || late < begun) continue;
      this.#lines.delete(line);
      return {
        ...{ task, line },
        message: `The timeout of ${durationText(allowed)} on line ${line} always expires before the answer: ${late} of ${begun} times, and the quickest answer took ${durationText(quickest)}. Allow more time.`,
      };
    }
    return null;
  }
}
