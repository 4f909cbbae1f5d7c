/**
 * Finding of a writer that is never drained: the program writes on while the transport has asked it to pause, and no task
 * waits in drain(). The transport keeps all of that in memory.
 *
 * The trace has no event for each write that only fills the buffer. But of what was in the buffer at the pause, what was
 * sent, and what is in it later, the difference was written meanwhile. A buffer that has grown is a mistake once writing
 * resumes, or the program is over: until then a task may come to drain().
 */
import { countText } from "../../base/number-text.ts";
import type { TraceEvent } from "../../events/event.ts";
import type { ProgramText } from "./program-text.ts";
import type { Check, Finding } from "./warning.ts";

/** Functions of streams; a protocol of the program's own hears of a pause by another way. */
const STREAMS =
  /\b(open_connection|start_server|open_unix_connection|start_unix_server|openConnection|startServer|openUnixConnection|startUnixServer)\b/;

interface Writer {
  /** Task and line that wrote last. */
  task: number;
  line: number;
  /** Bytes in the buffer at the pause, less those that were sent since; null while there is no pause. */
  left: number | null;
  mark: number;
  /** Bytes written since the pause, as last seen, and the index of that event. */
  more: number;
  index: number;
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
        if (writer.left === null) [writer.left, writer.mark, writer.more] = [event.bytes, event.mark, 0];
        else [writer.more, writer.index] = [event.bytes - writer.left, event.index];
        return null;
      }
      case "taskSuspended":
        if (event.reason === "drain") this.#writer(event.on).isDrained = true;
        return null;
      case "writingResumed": {
        const writer = this.#writer(event.endpoint);
        if (writer.left !== null) [writer.more, writer.index] = [event.bytes - writer.left, event.index];
        writer.left = null;
        return this.#finding(writer);
      }
      default:
        return null;
    }
  }

  end(): Finding[] {
    return [...this.#writers.values()].flatMap((writer) =>
      writer.left === null ? [] : (this.#finding(writer) ?? []),
    );
  }

  #finding({ task, line, mark, more, index, isDrained }: Writer): Finding | null {
    if (isDrained || line === 0 || more < mark || this.text.hasCode(STREAMS) !== true) return null;
    return {
      ...{ task, line, index },
      message: `The writer on line ${line} adds ${countText(more)} bytes to a buffer that is over its mark of ${countText(mark)} bytes: nothing slows it down. Write \`await writer.drain()\` after each write.`,
    };
  }

  #writer(endpoint: number): Writer {
    let writer = this.#writers.get(endpoint);
    if (!writer) {
      writer = { task: 0, line: 0, left: null, mark: 0, more: 0, index: 0, isDrained: false };
      this.#writers.set(endpoint, writer);
    }
    return writer;
  }
}
