/**
 * The guest's interpreter for a module of a library's tests, in a process of its own: see `../conformance/run-tests.ts`.
 *
 *     arm.ts <library> <its sources> <folder with pytest> <module> <"long" for tracebacks> <tests to leave out, as JSON>
 */
import { writeSync } from "node:fs";
import { wheelsFor } from "../../cli/wheels.ts";
import { loadPythonInNode } from "../../guests/python/boot-node.ts";
import { prepareInterpreter } from "../../guests/python/interpreter.ts";
import { PythonGuest } from "../../guests/python/python-guest.ts";
import { builtInHosts } from "../../hosts/index.ts";
import { wheelsFolder } from "../packages/wheels-folder.ts";
import runPytest from "./run_pytest.py?raw";

const SOURCES = "/tested";
const PYTEST = "/pytest";

export async function main(args: string[]): Promise<number> {
  const [library = "", sources = "", pytest = "", module = "", length = "", done = "[]"] = args;
  const pyodide = await loadPythonInNode();
  const { FS } = pyodide;
  for (const [root, place] of [
    [sources, SOURCES],
    [pytest, PYTEST],
  ] as const) {
    FS.mkdir(place);
    FS.mount(FS.filesystems.NODEFS, { root }, place);
  }
  // Written at once: this process may be killed.
  const say = (test: string, outcome: string) => writeSync(1, `${JSON.stringify({ test, outcome })}\n`);
  pyodide.registerJsModule("_conformance", { say });
  const guest = new PythonGuest(prepareInterpreter(pyodide));
  const imports = `import ${library}\n`;
  const { wheels } = await wheelsFor(guest.needs(imports)!, wheelsFolder);
  const names = [library, SOURCES, PYTEST, module].map((text) => JSON.stringify(text)).join(", ");
  const source = `${imports}from _conformance import say\n${runPytest}\nmain(${names}, ${done}, say, ${length === "long" ? "True" : "False"})\n`;
  // As on a kernel's loopback: some of the tests allow no time for what they send.
  const network = { "localhost.latency": 0 };
  const instrument =
    length !== "long"
      ? {}
      : { outputWritten: (_: number, __: string, text: string) => process.stderr.write(text) };
  const end = guest.run(source, { seed: 1, instrument, network, wheels, hosts: builtInHosts(null) });
  if (end.outcome === "ok") say("", "ended");
  else process.stderr.write(`${end.error}\n`);
  return end.outcome === "ok" ? 0 : 1;
}
