/**
 * PGlite, PostgreSQL in WebAssembly, as the engine of the built-in database: it starts once (asynchronously), then answers
 * messages of the wire protocol synchronously, with a clock and a chance that its caller sets. Called by the sandbox's script
 * of PostgreSQL, and headless.
 *
 * Invariant: `begin` puts the same new cluster back; from then on the answers follow from the messages, the clock and the seed.
 */
import { PGlite } from "@electric-sql/pglite";
import { EPOCH_MS } from "../../base/epoch.ts";
import type { PostgresEngine, PostgresFiles } from "./parties.ts";
import { type FileSystem, saveState } from "./saved-state.ts";
import { VirtualHost } from "./virtual-host.ts";

/** What of PGlite's module is used beside its interface. */
interface Inside {
  readonly wasmMemory: WebAssembly.Memory;
  readonly FS: FileSystem & {
    unlink(path: string): void;
    createDevice(folder: string, name: string, read: () => number): void;
  };
}

/** Start PGlite from its files: a new cluster, which takes seconds. */
export async function startPostgres({ wasm, initdbWasm, data }: PostgresFiles): Promise<PostgresEngine> {
  const host = new VirtualHost();
  const [pgliteWasmModule, initdbWasmModule] = await Promise.all([
    WebAssembly.compile(wasm),
    WebAssembly.compile(initdbWasm),
  ]);
  const pglite = await host.whileStarting(() =>
    PGlite.create({ pgliteWasmModule, initdbWasmModule, fsBundle: new Blob([data]) }),
  );
  // A library that is loaded later would be in the instance, but no longer in its memory.
  await pglite.exec("DO $$ BEGIN END $$");
  const { wasmMemory, FS } = pglite.Module as unknown as Inside;
  for (const name of ["random", "urandom"]) {
    FS.unlink(`/dev/${name}`);
    FS.createDevice("/dev", name, () => host.nextByte());
  }
  const putBack = saveState(wasmMemory, FS);
  return {
    begin(seed) {
      putBack();
      host.begin(seed);
    },
    execute(message, seconds) {
      host.setClock(EPOCH_MS + seconds * 1000);
      const answer = pglite.execProtocolRawSync(message);
      return { answer: answer.slice(), seconds: host.passed / 1000 };
    },
  };
}
