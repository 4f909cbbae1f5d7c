/**
 * Standard streams of a process, as a program asks for them: a pipe, nothing, the program's own, or the end of a pipe that the
 * program has. Mirrors the constants of `subprocess`, and `Popen._get_handles`.
 */
import { ValueError } from "../../errors/exceptions.ts";
import type { PipeReader, PipeWriter } from "../../network/pipe.ts";
import { EndpointStream, nullStream, type ProcessStream } from "../../processes/process-stream.ts";
import { ReadPipe, WritePipe, endpointOfPipe, pipe } from "../pipes.ts";

// With their types, so that they keep them in an object.

/** Make a pipe to the process. */
export const PIPE: -1 = -1;
/** Write errors where the output is written. */
export const STDOUT: -2 = -2;
/** Read nothing, and write nowhere. */
export const DEVNULL: -3 = -3;

export type StandardInput = typeof PIPE | typeof DEVNULL | ReadPipe | null;
export type StandardOutput = typeof PIPE | typeof DEVNULL | WritePipe | null;
export type StandardErrors = StandardOutput | typeof STDOUT;

/** Streams of a process to be started; null for the program's own. */
export interface StandardStreams<
  In extends StandardInput = StandardInput,
  Out extends StandardOutput = StandardOutput,
  Err extends StandardErrors = StandardErrors,
> {
  stdin?: In;
  stdout?: Out;
  stderr?: Err;
}

/** Stream that a process begins with; a number is that of the program's own stream. */
export type GivenStream = ProcessStream | 0 | 1 | 2;

/** Streams of one process, and the program's ends of the pipes to it. */
export interface OpenedStreams {
  readonly given: readonly [GivenStream, GivenStream, GivenStream];
  readonly stdin: WritePipe | null;
  readonly stdout: ReadPipe | null;
  readonly stderr: ReadPipe | null;
  /** Close the program's copies of what the process has. */
  closeCopies(): void;
}

/** Open the streams. Throws OSError if too many are open, ValueError for `STDOUT` where it cannot be. */
export function openStreams({ stdin = null, stdout = null, stderr = null }: StandardStreams): OpenedStreams {
  const copies: (ReadPipe | WritePipe)[] = [];
  const own: (ReadPipe | WritePipe)[] = [];
  const input = (given: StandardInput): [GivenStream, WritePipe | null] => {
    if (given !== PIPE) return [streamOf(given, 0), null];
    const [reader, writer] = pipe();
    copies.push(reader);
    own.push(writer);
    return [streamOf(reader, 0), writer];
  };
  const output = (given: StandardOutput, at: 1 | 2): [GivenStream, ReadPipe | null] => {
    if (given !== PIPE) return [streamOf(given, at), null];
    const [reader, writer] = pipe();
    copies.push(writer);
    own.push(reader);
    return [streamOf(writer, at), reader];
  };
  try {
    const [in_, toProcess] = input(stdin);
    const [out, fromProcess] = output(stdout, 1);
    const [errors, errorsFromProcess] = stderr === STDOUT ? [shared(out), null] : output(stderr, 2);
    return {
      given: [in_, out, errors],
      stdin: toProcess,
      stdout: fromProcess,
      stderr: errorsFromProcess,
      closeCopies() {
        for (const copy of copies) copy.close();
      },
    };
  } catch (error) {
    for (const end of own) end.close();
    for (const copy of copies) copy.close();
    throw error;
  }
}

/** Return the stream of a process, which holds what it is of. */
function streamOf(given: ReadPipe | WritePipe | number | null, at: 0 | 1 | 2): GivenStream {
  if (given === null) return at;
  if (given === DEVNULL) return nullStream;
  if (given === STDOUT) throw new ValueError("STDOUT can only be used for stderr");
  if (!(given instanceof ReadPipe) && !(given instanceof WritePipe)) {
    const name = ["stdin", "stdout", "stderr"][at];
    throw new TypeError(`${name} must be PIPE, DEVNULL, null or the end of a pipe`);
  }
  const endpoint: PipeReader | PipeWriter = endpointOfPipe(given as ReadPipe & WritePipe);
  return new EndpointStream(endpoint).share();
}

function shared(stream: GivenStream): GivenStream {
  return typeof stream === "number" ? stream : stream.share();
}
