/**
 * Boots CPython where there is no network: in the sandbox's worker, from bytes that the page has fetched.
 *
 * The stock loader fetches two files while it starts. During the boot, and only then, `fetch` and
 * `WebAssembly.instantiateStreaming` answer from the buffers.
 */
import { loadPyodide, type PyodideAPI } from "pyodide";
import { bootOptions } from "./boot-options.ts";
import {
  type Interpreter,
  type LoadOptions,
  prepareInterpreter,
  restoreInterpreter,
  takeSnapshot,
} from "./interpreter.ts";
import { PythonGuest } from "./python-guest.ts";

export interface PythonAssets {
  /** `pyodide.asm.mjs`, as bytes. */
  glue: ArrayBuffer;
  /** `pyodide.asm.wasm`, compiled. */
  wasm: WebAssembly.Module;
  /** `python_stdlib.zip`. */
  stdlib: ArrayBuffer;
}

/** A host that is never contacted: only the ends of its addresses matter. */
const nowhere = "https://nowhere.invalid/";

type Loader = NonNullable<NonNullable<Parameters<typeof loadPyodide>[0]>["createPyodideModule"]>;

/**
 * Boot the guest from a snapshot, if there is one and it fits: then the returned snapshot is null. Else boot it anew, and
 * return its snapshot, too.
 */
export async function bootPythonFromBuffers(
  assets: PythonAssets,
  snapshot: Blob | null,
): Promise<{ guest: PythonGuest; snapshot: Blob | null }> {
  const createPyodideModule = await importGlue(assets.glue);
  const load = (options: LoadOptions = {}) =>
    answeringFetches(assets, () =>
      loadPyodide({
        ...bootOptions,
        ...options,
        indexURL: nowhere,
        packageBaseUrl: nowhere,
        createPyodideModule,
        // No package can be loaded, so the list of packages is empty.
        lockFileContents: JSON.stringify({
          info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2" },
          packages: {},
        }) as never,
      }),
    );
  const restored = snapshot && (await restore(load, snapshot));
  if (restored) return { guest: new PythonGuest(restored), snapshot: null };
  const interpreter = prepareInterpreter(await load());
  return { guest: new PythonGuest(interpreter), snapshot: snapshotOf(interpreter) };
}

/** The interpreter from a snapshot; null if the snapshot does not fit. */
async function restore(
  load: (options: LoadOptions) => Promise<PyodideAPI>,
  snapshot: Blob,
): Promise<Interpreter | null> {
  try {
    return await restoreInterpreter(load, new Uint8Array(await snapshot.arrayBuffer()));
  } catch {
    return null;
  }
}

/** The snapshot of an interpreter; null where none can be made, which only costs time. */
function snapshotOf(interpreter: Interpreter): Blob | null {
  try {
    return new Blob([takeSnapshot(interpreter)]);
  } catch {
    return null;
  }
}

async function importGlue(glue: ArrayBuffer): Promise<Loader> {
  const glueUrl = URL.createObjectURL(new Blob([glue], { type: "text/javascript" }));
  const { default: createPyodideModule } = (await import(/* @vite-ignore */ glueUrl)) as { default: Loader };
  URL.revokeObjectURL(glueUrl);
  return createPyodideModule;
}

async function answeringFetches(assets: PythonAssets, boot: () => Promise<PyodideAPI>): Promise<PyodideAPI> {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  globalThis.fetch = async (request) =>
    new Response(
      String(request instanceof Request ? request.url : request).endsWith(".zip") ? assets.stdlib : null,
    );
  WebAssembly.instantiateStreaming = async (_source, imports) => ({
    module: assets.wasm,
    instance: await WebAssembly.instantiate(assets.wasm, imports),
  });
  try {
    return await boot();
  } finally {
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}
