/**
 * Pumps between the streams that Node has of a process and the pipes of the program. Each keeps to the other side's pace, and ends
 * when either side does. Called by `node-processes.ts`.
 */
import type { Readable, Writable } from "node:stream";
import type { Endpoint } from "../network/endpoint.ts";
import { errno } from "../network/errno.ts";
import { POLL_ERR } from "../network/poll-mask.ts";
import type { ProcessStream } from "../processes/process-stream.ts";

const PIECE = 64 * 1024;

/** Call `look` whenever an endpoint has changed; return a function that ends that. */
function onChange(endpoint: Endpoint, look: () => void): () => void {
  const watch = { becomeCandidate: look, end: () => {} };
  endpoint.addWatch(watch);
  return () => endpoint.removeWatch(watch);
}

/** Write what a process writes into a stream of the program; `wake` the loop after it. */
export function drainInto(stream: ProcessStream, output: Readable, wake: () => void): void {
  let left: Uint8Array = new Uint8Array(0);
  let hasEnded = false;
  const stop = stream.endpoint ? onChange(stream.endpoint, () => setImmediate(write)) : () => {};
  const end = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    stop();
    output.destroy();
    stream.release();
    wake();
  };
  const write = (): void => {
    if (hasEnded) return;
    while (left.length > 0) {
      const count = stream.write(left);
      if (count === -errno.EAGAIN) return;
      if (count < 0) return end();
      left = left.subarray(count);
    }
    wake();
    if (((stream.endpoint?.poll() ?? 0) & POLL_ERR) !== 0 || output.readableEnded) return end();
    output.resume();
  };
  output.on("data", (bytes: Uint8Array) => {
    left = bytes;
    output.pause();
    write();
  });
  output.on("end", write);
  output.on("close", () => {
    if (left.length === 0) end();
  });
  output.on("error", end);
}

/** Give a process what it reads from a stream of the program; `wake` the loop after it. */
export function feedFrom(stream: ProcessStream, input: Writable, wake: () => void): void {
  const into = new Uint8Array(PIECE);
  let hasEnded = false;
  let isFull = false;
  const stop = stream.endpoint ? onChange(stream.endpoint, () => setImmediate(read)) : () => {};
  const end = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    stop();
    input.end();
    stream.release();
    wake();
  };
  const read = (): void => {
    if (hasEnded) return;
    while (!isFull) {
      const count = stream.read(into);
      if (count === -errno.EAGAIN) break;
      if (count <= 0) return end();
      isFull = !input.write(into.slice(0, count));
    }
    wake();
  };
  input.on("drain", () => {
    isFull = false;
    read();
  });
  // The process does not read any more.
  input.on("error", end);
  input.on("close", end);
  read();
}
