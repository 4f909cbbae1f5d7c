/**
 * An interpreter in which the package is imported, and which has run no program: prepared anew, or restored from the
 * memory of such a one, which takes a fifth of the time.
 *
 * A snapshot is of the whole memory of WebAssembly, by the loader's own means. The memory refers to JavaScript in the
 * host's functions alone, which are written by their names. Files are not in it: `program.restored` makes them again.
 */
import type { loadPyodide, PyodideAPI } from "pyodide";
import { HostModule } from "./host-module.ts";
import type { FileSystem } from "./network-descriptors.ts";
import { importPackage, type PythonPackage } from "./python-package.ts";

export interface Interpreter {
  readonly pyodide: PyodideAPI;
  readonly host: HostModule;
  /** What Python has as its module `_loopscope`. */
  readonly functions: object;
  readonly program: PythonPackage;
}

export type LoadOptions = NonNullable<Parameters<typeof loadPyodide>[0]>;

/** What the loader has beside its public functions. */
interface Loaded {
  _module: { HEAP32: Int32Array };
  _api: { config: { _makeSnapshot?: boolean } };
  makeMemorySnapshot(options: { serializer: (object: unknown) => string }): Uint8Array<ArrayBuffer>;
}

/** Written for the object that holds the host's functions: all of it that Python has read. */
const textOf = (functions: object) =>
  JSON.stringify(functions, (_, value: unknown) => (typeof value === "function" ? "function" : value));

/** Import the package into a freshly booted interpreter. */
export function prepareInterpreter(pyodide: PyodideAPI): Interpreter {
  const host = new HostModule(
    () => (pyodide as unknown as Loaded)._module.HEAP32,
    pyodide.FS as unknown as FileSystem,
  );
  const functions = host.module;
  const program = importPackage(pyodide, functions);
  program.prepare();
  return { pyodide, host, functions, program };
}

/** Return the memory of an interpreter, some 30 MB, from which others may begin. Throws an Error if it has run a program. */
export function takeSnapshot({ pyodide, functions }: Interpreter): Uint8Array<ArrayBuffer> {
  const loaded = pyodide as unknown as Loaded;
  const names = new Map<unknown, string>([[functions, textOf(functions)]]);
  for (const [name, value] of Object.entries(functions)) names.set(value, name);
  const { config } = loaded._api;
  // From the beginning it would also change what `import js` gives to a program.
  config._makeSnapshot = true;
  try {
    return loaded.makeMemorySnapshot({
      serializer(object) {
        const name = names.get(object);
        if (name === undefined) throw new Error("Python holds an object that is not of the host");
        return name;
      },
    });
  } finally {
    config._makeSnapshot = false;
  }
}

/** Load an interpreter from a snapshot. Rejects for a snapshot of other files. */
export async function restoreInterpreter(
  load: (options: LoadOptions) => Promise<PyodideAPI>,
  snapshot: Uint8Array,
): Promise<Interpreter> {
  const result: { pyodide?: PyodideAPI } = {};
  let files: unknown;
  let host: HostModule | undefined;
  let functions: Record<string, unknown> | undefined;
  let all = "";
  const own = {
    _loadSnapshot: snapshot,
    // Called before the functions are asked for.
    fsInit: async (fs: unknown) => void (files = fs),
    _snapshotDeserializer(name: string) {
      host ??= new HostModule(
        () => (result.pyodide as unknown as Loaded)._module.HEAP32,
        files as FileSystem,
      );
      functions ??= host.module as Record<string, unknown>;
      all ||= textOf(functions);
      const value = name === all ? functions : functions[name];
      if (value === undefined) throw new Error(`the host has no ${name}`);
      return value;
    },
  };
  const pyodide = (result.pyodide = await load(own as LoadOptions));
  if (!host || !functions) throw new Error("the snapshot has no package");
  const program = pyodide.runPython("import sys; sys.modules['loopscope.program']") as PythonPackage;
  program.restored();
  return { pyodide, host, functions, program };
}
