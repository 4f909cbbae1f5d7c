/**
 * Virtual time and seeded random bytes for a program. CPython in WebAssembly reads both from the host: `performance.now`
 * for `time.monotonic`, `Date.now` for `time.time` and `datetime.now`, `getRandomValues` (in Node `randomFillSync`) for
 * `os.urandom`. Replacing these makes every clock and random source of Python follow the program's virtual time and seed.
 */
import { EPOCH_MS } from "../../base/epoch.ts";

interface NodeCrypto {
  randomFillSync: (view: ArrayBufferView) => ArrayBufferView;
}

/** Node's module, which Emscripten calls there; undefined in a browser. */
const nodeCrypto = (
  globalThis as { process?: { getBuiltinModule?: (name: string) => NodeCrypto } }
).process?.getBuiltinModule?.("node:crypto");

/** Runs `body` with the host's clocks and random bytes replaced. `read` returns the virtual time, in seconds. */
export function withVirtualGlobals<T>(read: () => number, seed: number, body: () => T): T {
  const random = xorshift32(seed);
  const fill = <View extends ArrayBufferView | null>(view: View): View => {
    const bytes = new Uint8Array(view!.buffer, view!.byteOffset, view!.byteLength);
    for (let i = 0; i < bytes.length; i++) bytes[i] = random();
    return view;
  };
  const putBack = [
    replace(performance, "now", () => read() * 1000),
    replace(Date, "now", () => EPOCH_MS + read() * 1000),
    replace(crypto, "getRandomValues", fill),
    nodeCrypto && replace(nodeCrypto, "randomFillSync", fill),
  ];
  try {
    return body();
  } finally {
    for (const restore of putBack) restore?.();
  }
}

/** Replaces a method. Returns a function that restores it, own or inherited. */
function replace<T extends object, Name extends keyof T>(object: T, name: Name, method: T[Name]): () => void {
  const own = Object.getOwnPropertyDescriptor(object, name);
  object[name] = method;
  return () => {
    if (own) Object.defineProperty(object, name, own);
    else delete object[name];
  };
}

function xorshift32(seed: number): () => number {
  // Never zero, as xorshift would stay there; the multiplication spreads nearby seeds apart.
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ 0x27d4eb2f) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  };
}
