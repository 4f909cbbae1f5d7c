/**
 * One interpreter of the conformance run, in a process of its own: runs a module of tests, and writes a line of JSON for the
 * begin and the end of each. `main.ts` starts it, and kills it at a test that hangs.
 *
 *     arm.ts <arm> <folder> <module> <tests to leave out, as JSON>
 */
import { writeSync } from "node:fs";
import type { PyodideAPI } from "pyodide";
import { loadPythonInNode } from "../../guests/python/boot-node.ts";
import { prepareInterpreter } from "../../guests/python/interpreter.ts";
import { PythonGuest } from "../../guests/python/python-guest.ts";
import runModule from "./run_module.py?raw";

const LIBRARY = "/tested";

export async function main([arm = "", folder = "", module = "", done = "[]"]: string[]): Promise<number> {
  const pyodide = await loadPythonInNode();
  mount(pyodide, folder);
  // Written at once: this process may be killed.
  const say = (test: string, outcome: string) => writeSync(1, `${JSON.stringify({ test, outcome })}\n`);
  pyodide.registerJsModule("_conformance", { say });
  const call = `main(${[arm, LIBRARY, module].map((text) => JSON.stringify(text)).join(", ")}, ${done}, say)`;
  const source = `from _conformance import say\n${runModule}\n${call}\n`;
  if (arm === "stock") pyodide.runPython(source);
  else {
    // As on a kernel's loopback: some of the tests allow no time for what they send.
    const network = { "localhost.latency": 0 };
    if (
      new PythonGuest(prepareInterpreter(pyodide)).run(source, { seed: 1, instrument: {}, network })
        .outcome !== "ok"
    )
      return 1;
  }
  say("", "ended");
  return 0;
}

function mount({ FS }: PyodideAPI, root: string): void {
  FS.mkdir(LIBRARY);
  FS.mount(FS.filesystems.NODEFS, { root }, LIBRARY);
}
