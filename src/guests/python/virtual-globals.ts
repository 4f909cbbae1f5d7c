/**
 * Time and chance as a program sees them. CPython in WebAssembly asks the host for both (`performance.now` for
 * `time.monotonic`, `Date.now` for `time.time` and `datetime.now`, `getRandomValues` for `os.urandom`, in Node
 * `randomFillSync`), so answering there makes every Python clock and random source follow the program's virtual time
 * and seed.
 */
import type { ThreadClock } from "./thread-clock.ts";

/** The wall clock at virtual time 0: the same on every machine. */
const EPOCH_MS = Date.UTC(2026, 0, 1, 12);

interface NodeCrypto {
  randomFillSync: (view: ArrayBufferView) => ArrayBufferView;
}

/** Node's own module, which Emscripten asks there; undefined in a browser. */
const nodeCrypto = (
  globalThis as { process?: { getBuiltinModule?: (name: string) => NodeCrypto } }
).process?.getBuiltinModule?.("node:crypto");

/** Runs `body` with the host's clocks and random bytes replaced. */
export function withVirtualGlobals<T>(clock: ThreadClock, seed: number, body: () => T): T {
  const random = xorshift32(seed);
  const fill = <View extends ArrayBufferView | null>(view: View): View => {
    const bytes = new Uint8Array(view!.buffer, view!.byteOffset, view!.byteLength);
    for (let i = 0; i < bytes.length; i++) bytes[i] = random();
    return view;
  };
  const putBack = [
    replace(performance, "now", () => clock.read() * 1000),
    replace(Date, "now", () => EPOCH_MS + clock.read() * 1000),
    replace(crypto, "getRandomValues", fill),
    nodeCrypto && replace(nodeCrypto, "randomFillSync", fill),
  ];
  try {
    return body();
  } finally {
    for (const restore of putBack) restore?.();
  }
}

/** Replaces a method; returns what puts it back as it was, own or inherited. */
function replace<T extends object, Name extends keyof T>(object: T, name: Name, method: T[Name]): () => void {
  const own = Object.getOwnPropertyDescriptor(object, name);
  object[name] = method;
  return () => {
    if (own) Object.defineProperty(object, name, own);
    else delete object[name];
  };
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
