/**
 * The machine that PGlite's WebAssembly sees, made virtual: clocks, random bytes and timers. Its imports are replaced as it is
 * instantiated, and its device of random bytes after that; no global stays changed.
 */
import { EPOCH_MS } from "../../base/epoch.ts";

/** Readings of the clock in one call that cost no time: a query without `pg_sleep` makes fewer. */
const FREE_READINGS = 1000;
/** Milliseconds for which each further reading lets the clock advance: who reads on, waits. */
const CREEP = 1;

/** Seed of the start, so that each start makes the same cluster. */
const START_SEED = 1;

interface NodeCrypto {
  randomFillSync: (view: ArrayBufferView) => ArrayBufferView;
}

type Imports = Record<string, Record<string, unknown>>;

/** Node's module, from which Emscripten takes random bytes there; undefined in a browser. */
const nodeCrypto = (
  globalThis as { process?: { getBuiltinModule?: (name: string) => NodeCrypto } }
).process?.getBuiltinModule?.("node:crypto");

export class VirtualHost {
  #time = EPOCH_MS;
  #readings = 0;
  #passed = 0;
  #random = 1;

  /** Milliseconds by which the clock has advanced in this call. */
  get passed(): number {
    return this.#passed;
  }

  /** Begin with random bytes that follow from a seed. */
  begin(seed: number): void {
    this.#random = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ 0x27d4eb2f) | 1;
    this.setClock(EPOCH_MS);
  }

  /** Set the clock, in milliseconds since 1970, for the next call. */
  setClock(time: number): void {
    this.#time = time;
    this.#readings = this.#passed = 0;
  }

  /** Run `start`; the WebAssembly that it instantiates gets this host's clocks, and it gets this host's random bytes. */
  async whileStarting<T>(start: () => Promise<T>): Promise<T> {
    this.begin(START_SEED);
    const { instantiate } = WebAssembly;
    const fill = <View extends ArrayBufferView | null>(view: View): View => {
      const { buffer, byteOffset, byteLength } = view as NonNullable<View>;
      this.#fill(new Uint8Array(buffer, byteOffset, byteLength));
      return view;
    };
    const { getRandomValues } = crypto;
    const { randomFillSync } = nodeCrypto ?? {};
    WebAssembly.instantiate = ((source: WebAssembly.Module, imports: Imports) =>
      instantiate(source, this.#replaceIn(imports) as WebAssembly.Imports)) as typeof instantiate;
    crypto.getRandomValues = fill;
    if (nodeCrypto) nodeCrypto.randomFillSync = fill;
    try {
      return await start();
    } finally {
      WebAssembly.instantiate = instantiate;
      crypto.getRandomValues = getRandomValues;
      if (nodeCrypto && randomFillSync) nodeCrypto.randomFillSync = randomFillSync;
    }
  }

  #replaceIn(imports: Imports): Imports {
    const { env, wasi_snapshot_preview1: wasi } = imports;
    if (!env || !wasi) return imports;
    const memory = env["memory"] as WebAssembly.Memory;
    const ours = {
      emscripten_date_now: () => this.#read(),
      emscripten_get_now: () => this.#read() - EPOCH_MS,
      // Nothing interrupts a query from outside, so no timer ever rings (`statement_timeout`, `lock_timeout`).
      _setitimer_js: () => 0,
    };
    const system = {
      clock_time_get: (_clock: number, _precision: bigint, target: number) => {
        new DataView(memory.buffer).setBigUint64(
          target,
          BigInt(Math.round(this.#read() * 1000)) * 1000n,
          true,
        );
        return 0;
      },
      random_get: (target: number, size: number) => {
        this.#fill(new Uint8Array(memory.buffer, target, size));
        return 0;
      },
    };
    return { ...imports, env: { ...env, ...ours }, wasi_snapshot_preview1: { ...wasi, ...system } };
  }

  #read(): number {
    if (++this.#readings > FREE_READINGS) this.#passed += CREEP;
    return this.#time + this.#passed;
  }

  #fill(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.nextByte();
  }

  /** Return the next random byte (xorshift of 32 bits). */
  nextByte(): number {
    let state = this.#random;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#random = state;
    return state & 0xff;
  }
}
