/** Boots CPython in Node, from the installed package. */
import { loadPyodide, type PyodideAPI } from "pyodide";
import { bootOptions } from "./boot-options.ts";
import { type LoadOptions, prepareInterpreter } from "./interpreter.ts";
import { PythonGuest } from "./python-guest.ts";
import { repackedStdlib } from "./repack-stdlib.ts";

/** The interpreter without a guest. */
export async function loadPythonInNode(options: LoadOptions = {}): Promise<PyodideAPI> {
  return loadPyodide({ ...bootOptions, ...options, stdLibURL: await repackedStdlib() });
}

export async function bootPythonInNode(): Promise<PythonGuest> {
  return new PythonGuest(prepareInterpreter(await loadPythonInNode()));
}
