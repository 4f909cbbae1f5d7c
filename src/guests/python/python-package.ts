/**
 * The Python side of the guest, as texts: the package `loopscope`, and what imports it into an interpreter.
 * `python-guest.ts` boots it, and `repack-stdlib.ts` reads which of CPython's modules that boot imports.
 */
import type { PyodideAPI } from "pyodide";
import type { PyProxy } from "pyodide/ffi";
import importer from "./importer.py?raw";

const files = import.meta.glob<string>("./loopscope/**/*.py", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Sources by name: `loopscope.loop`, and for a package `loopscope.threads.__init__`. */
const sources = Object.fromEntries(
  Object.entries(files).map(([path, text]) => [path.slice(2, -".py".length).replaceAll("/", "."), text]),
);

/** All Python text that a boot runs: what depends on the boot depends on this. */
export const bootedText = JSON.stringify([importer, sources]);

/** The functions of `loopscope.program` that the host calls. */
export interface PythonPackage {
  prepare(): void;
  /** In place of `prepare`, in an interpreter that begins from a snapshot. */
  restored(): void;
  needed_packages(source: string, modules: string): string;
  has_package(key: string): boolean;
  unpack_package(key: string): string;
  prepare_packages(source: string, keys: string): void;
  run(source: string, seed: number, signals: string): string;
  tidy(): boolean;
}

/** Imports the package, with `host` as its module `_loopscope`. Returns its module `loopscope.program`. */
export function importPackage(pyodide: PyodideAPI, host: object): PythonPackage {
  const globals = pyodide.toPy({}) as PyProxy & { get(name: string): (...args: unknown[]) => unknown };
  pyodide.runPython(importer, { globals });
  globals.get("provide_host")(host);
  return globals.get("import_package")(JSON.stringify(sources), "loopscope.program") as PythonPackage;
}
