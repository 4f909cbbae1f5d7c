/** Boots CPython in Node, from the installed package. */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
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
import { repackedStdlib } from "./repack-stdlib.ts";

/** The interpreter without a guest. */
export async function loadPythonInNode(options: LoadOptions = {}): Promise<PyodideAPI> {
  return loadPyodide({ ...bootOptions, ...options, stdLibURL: await repackedStdlib() });
}

/** Boot the guest, from the snapshot that an earlier boot has left with the installed packages, if there is one. */
export async function bootPythonInNode(): Promise<PythonGuest> {
  return new PythonGuest((await restored()) ?? (await prepared()));
}

const ENDING = ".snapshot";

/** Where the snapshot lies: its name is of all that it was made of, the engine among it. */
async function snapshotPath(): Promise<string> {
  const stdlib = await repackedStdlib();
  const key = createHash("sha256")
    .update(JSON.stringify([basename(stdlib), process.versions, process.arch]))
    .digest("hex");
  return join(dirname(stdlib), `python-${key.slice(0, 16)}${ENDING}`);
}

async function restored(): Promise<Interpreter | null> {
  try {
    return await restoreInterpreter(loadPythonInNode, await readFile(await snapshotPath()));
  } catch {
    return null;
  }
}

async function prepared(): Promise<Interpreter> {
  const interpreter = prepareInterpreter(await loadPythonInNode());
  const path = await snapshotPath();
  const folder = dirname(path);
  try {
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(folder)) if (name.endsWith(ENDING)) await rm(join(folder, name));
    // Other processes may do the same: renaming makes the file appear whole.
    const draft = `${path}.${process.pid}-${performance.now()}`;
    await writeFile(draft, takeSnapshot(interpreter));
    await rename(draft, path);
  } catch {
    // It only saves time.
  }
  return interpreter;
}
