/**
 * Finding of a writer that is never drained: the program writes on while the transport has asked it to pause, and no task
 * waits in drain(). The transport keeps all of that in memory.
 *
 * The trace has no event for a write that only fills the buffer. But of what was in the buffer at the pause, and what was
 * sent and what is left at its end, the difference was written meanwhile.
 */
import { countText } from "../../base/number-text.ts";
import type { TraceEvent } from "../../events/event.ts";
import type { ProgramText } from "./program-text.ts";
import type { Check, Finding } from "./warning.ts";

/** Functions of streams; a protocol of the program's own hears of a pause by another way. */
const STREAMS = /\b(open_connection|start_server|open_unix_connection|start_unix_server)\b/;

interface Writer {
  /** Task and line that wrote last. */
  task: number;
  line: number;
  /** Bytes in the buffer at the pause, less those that were sent since; null while there is no pause. */
  left: number | null;
  mark: number;
  isDrained: boolean;
}

export class UndrainedWriter implements Check {
  readonly diagnosis = "undrainedWriter";
  readonly #writers = new Map<number, Writer>();

  constructor(readonly text: ProgramText) {}

  see(event: TraceEvent): Finding | null {
    switch (event.kind) {
      case "bytesSent": {
        const writer = this.#writer(event.endpoint);
        if (event.task > 0 && event.line > 0) [writer.task, writer.line] = [event.task, event.line];
        if (writer.left !== null) writer.left -= event.bytes;
        return null;
      }
      case "writingPaused": {
        const writer = this.#writer(event.endpoint);
        [writer.left, writer.mark] = [event.bytes, event.mark];
        return null;
      }
      case "taskSuspended":
        if (event.reason === "drain") this.#writer(event.on).isDrained = true;
        return null;
      case "writingResumed": {
        const writer = this.#writer(event.endpoint);
        const more = writer.left === null ? 0 : event.bytes - writer.left;
        writer.left = null;
        const { task, line, mark, isDrained } = writer;
        if (isDrained || line === 0 || more < mark || this.text.hasCode(STREAMS) !== true) return null;
        return {
          ...{ task, line },
          message: `The writer on line ${line} adds ${countText(more)} bytes to a buffer that is over its mark of ${countText(mark)} bytes: nothing slows it down. Write \`await writer.drain()\` after each write.`,
        };
      }
      default:
        return null;
    }
  }

  #writer(endpoint: number): Writer {
    let writer = this.#writers.get(endpoint);
    if (!writer) {
      writer = { task: 0, line: 0, left: null, mark: 0, isDrained: false };
      this.#writers.set(endpoint, writer);
    }
    return writer;
  }
}
