/** Processes by streams. Mirrors `Process` and the functions of `asyncio/subprocess.py`. */
import { BrokenPipeError, ConnectionResetError } from "../../errors/os-errors.ts";
import { type LoopInternals, requireLoopInternals } from "../../loop/loop-internals.ts";
import { gather } from "../../combinators/gather.ts";
import type { Coroutine, SourceLocation } from "../../tasks/coroutine.ts";
import type { Bytes } from "../bytes.ts";
import { selectorEventsOf } from "../selector-events.ts";
import type { StreamReader, StreamReaderOptions } from "../stream-reader.ts";
import type { StreamWriter } from "../stream-writer.ts";
import type { BaseSubprocessTransport } from "./base-subprocess.ts";
import type { PopenOptions } from "./popen.ts";
import type { ProcessSignal } from "./process-signals.ts";
import type {
  PIPE,
  StandardErrors,
  StandardInput,
  StandardOutput,
  StandardStreams,
} from "./standard-streams.ts";
import { SubprocessStreamProtocol } from "./subprocess-stream-protocol.ts";
import { subprocessExec, subprocessShell } from "./unix-subprocess.ts";

/** Stream of a process: there where `PIPE` was asked for. */
type Piped<Asked, Stream> = [Asked] extends [typeof PIPE]
  ? Stream
  : typeof PIPE extends Asked
    ? Stream | null
    : null;

/** Options of a process to be started. */
export interface ProcessOptions<
  In extends StandardInput = StandardInput,
  Out extends StandardOutput = StandardOutput,
  Err extends StandardErrors = StandardErrors,
>
  extends Omit<PopenOptions, keyof StandardStreams>, StandardStreams<In, Out, Err>, StreamReaderOptions {}

/** A process that the program has started. */
export class Process<
  In extends StandardInput = StandardInput,
  Out extends StandardOutput = StandardOutput,
  Err extends StandardErrors = StandardErrors,
> {
  /** Input of the process; null unless it is a `PIPE`. */
  readonly stdin: Piped<In, StreamWriter>;
  /** Output of the process; null unless it is a `PIPE`. */
  readonly stdout: Piped<Out, StreamReader>;
  /** Errors that the process writes; null unless they are a `PIPE`. */
  readonly stderr: Piped<Err, StreamReader>;
  /** Number of the process. */
  readonly pid: number;
  readonly #transport: BaseSubprocessTransport;

  /** @internal */
  constructor(transport: BaseSubprocessTransport, protocol: SubprocessStreamProtocol) {
    this.#transport = transport;
    this.stdin = protocol.stdin as Piped<In, StreamWriter>;
    this.stdout = protocol.stdout as Piped<Out, StreamReader>;
    this.stderr = protocol.stderr as Piped<Err, StreamReader>;
    this.pid = transport.pid;
  }

  /** Exit status, or minus the number of the signal that ended the process; null while it runs. */
  get returncode(): number | null {
    return this.#transport.returncode;
  }

  /** Wait for the end of the process; return its exit status. With `PIPE` the output must be read, or the process may never end. */
  *wait(): Coroutine<number> {
    return yield* this.#transport.wait();
  }

  /** Send a signal. Throws ProcessLookupError once the process has ended and its pipes are closed. */
  sendSignal(signal: ProcessSignal): void {
    this.#transport.sendSignal(signal);
  }

  /** Ask the process to end: SIGTERM. */
  terminate(): void {
    this.sendSignal("SIGTERM");
  }

  /** End the process at once: SIGKILL. */
  kill(): void {
    this.sendSignal("SIGKILL");
  }

  /** Write `input` to the process, read all of its output, and wait for its end. Return what was read; null without `PIPE`. */
  *communicate(
    input: Bytes | null = null,
  ): Coroutine<[stdout: Piped<Out, Uint8Array>, stderr: Piped<Err, Uint8Array>]> {
    const stdin = this.stdin ? withName("_feed_stdin", this.#feedStdin(input)) : noop();
    const stdout = this.stdout ? withName("_read_stream", this.#readStream(1, this.stdout)) : noop();
    const stderr = this.stderr ? withName("_read_stream", this.#readStream(2, this.stderr)) : noop();
    const [, output, errors] = yield* gather([stdin, stdout, stderr]);
    yield* this.wait();
    return [output as Piped<Out, Uint8Array>, errors as Piped<Err, Uint8Array>];
  }

  *#feedStdin(input: Bytes | null): Coroutine<null> {
    const stdin: StreamWriter = this.stdin as StreamWriter;
    try {
      if (input !== null) stdin.write(input);
      yield* stdin.drain();
    } catch (error) {
      // The process has ended, or has closed its input: it needs no more.
      if (!(error instanceof BrokenPipeError || error instanceof ConnectionResetError)) throw error;
    }
    stdin.close();
    return null;
  }

  *#readStream(fd: 1 | 2, stream: StreamReader): Coroutine<Uint8Array> {
    const transport = this.#transport.pipeTransport(fd);
    const output = yield* stream.read();
    transport?.close();
    return output;
  }

  toString(): string {
    return `<Process ${this.pid}>`;
  }
}

function noop(): Coroutine<null> {
  const nothing = (function* (): Coroutine<null> {
    return null;
  })();
  return withName("_noop", nothing);
}

/** Give a coroutine of a process the name that it has in CPython. */
function withName<T>(name: string, coroutine: Coroutine<T>): Coroutine<T> {
  return Object.assign(coroutine, {
    qualname: `Process.${name}`,
  } satisfies SourceLocation);
}

/**
 * Start a program, with its arguments:
 *
 *     const process = yield* createSubprocessExec("wc", ["-l"], { stdin: PIPE, stdout: PIPE });
 *     const [count] = yield* process.communicate("a\nb\n");
 *
 * Without options it has the program's own streams. Throws FileNotFoundError for a program that is not there. Mirrors
 * `create_subprocess_exec`.
 */
export function* createSubprocessExec<
  In extends StandardInput = null,
  Out extends StandardOutput = null,
  Err extends StandardErrors = null,
>(
  program: string,
  args: readonly string[] = [],
  { limit, ...options }: ProcessOptions<In, Out, Err> = {},
): Coroutine<Process<In, Out, Err>> {
  const loop = requireLoopInternals();
  const make = factory(limit, loop);
  const [transport, protocol] = yield* subprocessExec(selectorEventsOf(loop), make, program, args, options);
  return new Process(transport, protocol);
}

/**
 * Start a shell that runs a command line, such as `"seq 10 | wc -l"`. Never put text into it that someone else wrote. Mirrors
 * `create_subprocess_shell`.
 */
export function* createSubprocessShell<
  In extends StandardInput = null,
  Out extends StandardOutput = null,
  Err extends StandardErrors = null,
>(cmd: string, { limit, ...options }: ProcessOptions<In, Out, Err> = {}): Coroutine<Process<In, Out, Err>> {
  const loop = requireLoopInternals();
  const make = factory(limit, loop);
  const [transport, protocol] = yield* subprocessShell(selectorEventsOf(loop), make, cmd, options);
  return new Process(transport, protocol);
}

function factory(limit: number | undefined, loop: LoopInternals): () => SubprocessStreamProtocol {
  return () => new SubprocessStreamProtocol(limit, loop);
}
