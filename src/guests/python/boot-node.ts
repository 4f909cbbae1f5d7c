/** Boots CPython in Node, from the installed package. */
import { loadPyodide } from "pyodide";
import { bootOptions } from "./boot-options.ts";
import { PythonGuest } from "./python-guest.ts";
import { repackedStdlib } from "./repack-stdlib.ts";

export async function bootPythonInNode(): Promise<PythonGuest> {
  return new PythonGuest(await loadPyodide({ ...bootOptions, stdLibURL: await repackedStdlib() }));
}
