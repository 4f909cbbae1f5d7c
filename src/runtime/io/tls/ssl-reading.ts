/**
 * Bytes of the program that a TLS connection has for it. Mirrors `_do_read__copied` and `_do_read__buffered` of
 * `asyncio/sslproto.py`, without their calls of the program. `ssl-protocol.ts` calls both.
 */
import { ByteBuffer } from "../byte-buffer.ts";
import { MAX_SIZE, scratch } from "../socket.ts";
import type { TlsBuffers } from "./tls-buffers.ts";

/** Read all that is there; `isEnded` after the other end's close_notify. Throws SSLError. */
export function readAll(tls: TlsBuffers): { data: Uint8Array; isEnded: boolean } {
  const all = new ByteBuffer();
  for (;;) {
    const place = scratch().subarray(0, MAX_SIZE);
    const count = tls.read(place);
    if (!count) return { data: all.take(), isEnded: count === 0 };
    all.append(place.subarray(0, count));
  }
}

/** Fill a buffer as far as that goes; `isFull` if more may be there. Throws SSLError. */
export function readInto(
  tls: TlsBuffers,
  buffer: Uint8Array,
): { count: number; isEnded: boolean; isFull: boolean } {
  let count = 0;
  while (count < buffer.length) {
    const more = tls.read(buffer.subarray(count));
    if (!more) return { count, isEnded: more === 0, isFull: false };
    count += more;
  }
  return { count, isEnded: false, isFull: count > 0 };
}
