/**
 * Time and chance as a program sees them. CPython in WebAssembly asks the host for both (`performance.now` for
 * `time.monotonic`, `Date.now` for `time.time` and `datetime.now`, `getRandomValues` for `os.urandom`), so answering
 * there makes every Python clock and random source follow the program's virtual time and seed.
 */
import type { Clock } from "../../runtime/clock.ts";

/** The wall clock at virtual time 0: the same on every machine. */
const EPOCH_MS = Date.UTC(2026, 0, 1, 12);

/** Runs `body` with the host's clocks and random bytes replaced. */
export function withVirtualGlobals<T>(clock: Clock, seed: number, body: () => T): T {
  const random = xorshift32(seed);
  const now = performance.now.bind(performance);
  const dateNow = Date.now;
  const getRandomValues = crypto.getRandomValues.bind(crypto);
  performance.now = () => clock.time() * 1000;
  Date.now = () => EPOCH_MS + clock.time() * 1000;
  crypto.getRandomValues = (array) => {
    const bytes = new Uint8Array(array!.buffer, array!.byteOffset, array!.byteLength);
    for (let i = 0; i < bytes.length; i++) bytes[i] = random();
    return array;
  };
  try {
    return body();
  } finally {
    performance.now = now;
    Date.now = dateNow;
    crypto.getRandomValues = getRandomValues;
  }
}

function xorshift32(seed: number): () => number {
  // Never zero, which xorshift cannot leave; nearby seeds are spread apart.
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ 0x27d4eb2f) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  };
}
