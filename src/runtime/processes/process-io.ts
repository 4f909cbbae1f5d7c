/** Calls of a process that wait: reads, writes, sleeps and waits for children. Called by commands, with `yield*`. */
import { errno } from "../network/errno.ts";
import { POLL_ALWAYS, POLL_IN, POLL_OUT } from "../network/poll-mask.ts";
import type { Endpoint, Watch } from "../network/endpoint.ts";
import type { Process, Running, Wait } from "./process.ts";
import type { ProcessStream } from "./process-stream.ts";
import { SIGPIPE } from "./signal-numbers.ts";

const PIECE = 65_536;
const encoder = new TextEncoder();
const decoder = new TextDecoder("latin1");

/** Text of a command: a character a byte, so that any bytes pass unchanged. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Bytes of a text that has a character a byte. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Text of arguments, a character a byte. */
export function rawText(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : textOf(encoder.encode(text));
}

function until(endpoint: Endpoint, mask: number): Wait {
  return (wake) => {
    const watch: Watch = {
      becomeCandidate: () => {
        if ((endpoint.poll() & (mask | POLL_ALWAYS)) !== 0) wake();
      },
      end: wake,
    };
    endpoint.addWatch(watch);
    return () => endpoint.removeWatch(watch);
  };
}

/** Wait for ever. */
export const never: Wait = () => () => {};

/** Read what is there, or wait for it; return no bytes at the end. */
export function* read(process: Process, stream: ProcessStream): Running<Uint8Array> {
  const into = new Uint8Array(PIECE);
  for (;;) {
    const count = stream.read(into);
    if (count !== -errno.EAGAIN || !stream.endpoint) return into.slice(0, Math.max(count, 0));
    process.awaited = { reason: "read", endpoint: stream.endpoint.id };
    yield until(stream.endpoint, POLL_IN);
  }
}

/** Write all bytes. Without a reader the process ends by SIGPIPE. */
export function* write(process: Process, stream: ProcessStream, bytes: Uint8Array): Running<void> {
  for (let done = 0; done < bytes.length;) {
    const count = stream.write(bytes.subarray(done));
    if (count > 0) done += count;
    else if (count === -errno.EAGAIN && stream.endpoint) {
      process.awaited = { reason: "write", endpoint: stream.endpoint.id };
      yield until(stream.endpoint, POLL_OUT);
    } else if (count === -errno.EPIPE) {
      process.endBy(SIGPIPE);
      yield never;
    } else return;
  }
}

/** Let virtual time pass. */
export function* sleep(process: Process, seconds: number): Running<void> {
  const { kernel } = process;
  const over = kernel.now + seconds;
  process.awaited = { reason: "sleep", until: over };
  if (seconds === Infinity) yield never;
  yield (wake) => {
    const arrival = kernel.arrivals.add(over, wake);
    return () => kernel.arrivals.cancel(arrival);
  };
}

/** Wait until a process has ended; return its status as a shell has it. */
export function* ended(process: Process, child: Process): Running {
  if (!child.hasEnded) {
    process.awaited = { reason: "process", child: child.pid };
    yield (wake) => {
      child.whenEnded(wake);
      return () => {};
    };
  }
  return shellStatus(child.status ?? 0);
}

/** Exit status as a shell has it: 128 and the number for a signal. */
export function shellStatus(status: number): number {
  return status < 0 ? 128 - status : status;
}

/** Write a text to the standard output. */
export function* print(process: Process, text: string): Running<void> {
  yield* write(process, process.streams[1] as ProcessStream, bytesOf(text));
}

/** Write a line to the standard errors, with the name of the command; return the exit status. */
export function* complain(process: Process, text: string, status = 1): Running {
  yield* write(process, process.streams[2] as ProcessStream, bytesOf(`${rawText(text)}\n`));
  return status;
}

/** Complain that a program is not there, with a warning that says what is; return the exit status. */
export function lacking(process: Process, program: string, text: string): Running {
  process.table.warnOfAbsent(program, 0);
  return complain(process, text, 127);
}

/** Lines of a stream, each with its end; the last one may have none. */
export class Lines {
  #left = "";
  #hasEnded = false;

  constructor(
    readonly process: Process,
    readonly stream: ProcessStream,
  ) {}

  /** Return the next line; empty at the end. */
  *next(): Running<string> {
    for (;;) {
      const end = this.#left.indexOf("\n") + 1;
      if (end > 0 || this.#hasEnded) {
        const line = end > 0 ? this.#left.slice(0, end) : this.#left;
        this.#left = this.#left.slice(line.length);
        return line;
      }
      const bytes = yield* read(this.process, this.stream);
      if (bytes.length === 0) this.#hasEnded = true;
      this.#left += textOf(bytes);
    }
  }
}
