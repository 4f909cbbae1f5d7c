/**
 * Two calls that write and read bytes within one kernel, as unix sockets and pipes do: nothing takes time on the way.
 * The trace has the same events as on a link, all at one time.
 */
import type { ByteQueue } from "./byte-queue.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Actor, Kernel } from "./kernel.ts";

/** Move a copy of `bytes` from one endpoint into the buffer of another. */
export function transfer(
  kernel: Kernel,
  from: Endpoint,
  to: Endpoint,
  buffer: ByteQueue,
  bytes: Uint8Array,
  { task, line }: Actor,
): void {
  const { clock, hooks } = kernel;
  const time = clock.time();
  const copy = bytes.slice();
  hooks.bytesSent(time, from.id, copy.length, task, line, kernel.preview(copy));
  hooks.bytesDeparted(time, from.id, copy.length, time);
  hooks.bytesArrived(time, to.id, copy.length);
  buffer.push(copy);
  to.changed();
}

/** Read from an endpoint's buffer, which is not empty; return the number of bytes. */
export function readFrom(
  { clock, hooks }: Kernel,
  endpoint: Endpoint,
  buffer: ByteQueue,
  target: Uint8Array,
  { task, line }: Actor,
): number {
  const count = buffer.read(target);
  hooks.bytesRead(clock.time(), endpoint.id, count, task, line);
  return count;
}
