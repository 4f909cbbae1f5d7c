/**
 * Boots CPython where there is no network: in the sandbox's worker, from bytes that the page has fetched.
 *
 * The stock loader fetches two files while it starts. During the boot, and only then, `fetch` and
 * `WebAssembly.instantiateStreaming` answer from the buffers.
 */
import { loadPyodide, type PyodideAPI } from "pyodide";
import { bootOptions } from "./boot-options.ts";
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

export async function bootPythonFromBuffers(assets: PythonAssets): Promise<PythonGuest> {
  const glueUrl = URL.createObjectURL(new Blob([assets.glue], { type: "text/javascript" }));
  const { default: createPyodideModule } = (await import(/* @vite-ignore */ glueUrl)) as { default: Loader };
  URL.revokeObjectURL(glueUrl);
  const pyodide = await answeringFetches(assets, () =>
    loadPyodide({
      ...bootOptions,
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
  return new PythonGuest(pyodide);
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
