/** Boots CPython in Node, from the installed package. */
import { loadPyodide, type PyodideAPI } from "pyodide";
import { bootOptions } from "./boot-options.ts";
import { PythonGuest } from "./python-guest.ts";
import { repackedStdlib } from "./repack-stdlib.ts";

/** The interpreter without a guest. */
export async function loadPythonInNode(): Promise<PyodideAPI> {
  return loadPyodide({ ...bootOptions, stdLibURL: await repackedStdlib() });
}

export async function bootPythonInNode(): Promise<PythonGuest> {
  return new PythonGuest(await loadPythonInNode());
}
