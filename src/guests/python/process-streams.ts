/**
 * Streams and files of processes in the interpreter: what a descriptor is of becomes a stream of the process, and paths are those
 * of the interpreter's file system. Used by `process-calls.ts`.
 */
import { errno } from "../../runtime/network/errno.ts";
import type { Endpoint } from "../../runtime/network/endpoint.ts";
import type { ProcessFiles } from "../../runtime/processes/process-files.ts";
import { EndpointStream, nullStream, type ProcessStream } from "../../runtime/processes/process-stream.ts";
import { fileErrors } from "./file-errors.ts";
import type { FileSystem, Stream } from "./network-descriptors.ts";

const FLAGS = { read: 0, write: 0o1101, append: 0o2101 };
const PERMISSIONS = 0o644;

/** Run a call of the file system; return its result, or minus an errno. */
function attempt<T>(call: () => T): T | number {
  try {
    return call();
  } catch (error) {
    return -((error as { errno?: number }).errno ?? fileErrors.EIO);
  }
}

class FileStream implements ProcessStream {
  readonly endpoint = null;
  #holders = 1;

  constructor(
    readonly fs: FileSystem,
    readonly stream: Stream,
  ) {}

  read(into: Uint8Array): number {
    return attempt(() => this.fs.read(this.stream, into, 0, into.length));
  }

  write(bytes: Uint8Array): number {
    return attempt(() => this.fs.write(this.stream, bytes, 0, bytes.length));
  }

  share(): this {
    this.#holders++;
    return this;
  }

  release(): void {
    if (--this.#holders === 0) attempt(() => this.fs.close(this.stream));
  }
}

/** Return the stream that a descriptor is of, for a process that shares it; null for a terminal. */
export function streamOf(fs: FileSystem, fd: number): ProcessStream | null {
  const stream = fs.streams[fd];
  if (!stream || fd <= 2) return null;
  const object = stream.node.opened?.object;
  if (object) return new EndpointStream(object as Endpoint).share();
  if (stream.path === "/dev/null") return nullStream;
  const copy = attempt(() => fs.dupStream(stream));
  return typeof copy === "number" ? nullStream : new FileStream(fs, copy);
}

/** Open a descriptor of a stream that is a file; return -1 for the console. */
export function descriptorOf(fs: FileSystem, stream: ProcessStream): number {
  return stream instanceof FileStream ? (fs.dupStream(stream.stream).fd ?? -1) : -1;
}

/** Files of the interpreter, for processes. */
export function filesOf(fs: FileSystem): ProcessFiles {
  return {
    open: (path, how) => {
      if (how === "read" && typeof list(fs, path) !== "number") return -errno.EISDIR;
      const stream = attempt(() => fs.open(path, FLAGS[how], PERMISSIONS));
      return typeof stream === "number" ? stream : new FileStream(fs, stream);
    },
    list: (path) => list(fs, path),
  };
}

function list(fs: FileSystem, path: string): string[] | number {
  return attempt(() =>
    fs
      .readdir(path)
      .filter((name) => name !== "." && name !== "..")
      .sort(),
  );
}
