/**
 * The Python programs that run on CPython's own scheduler and on the guest's loop: small ones of the folder `programs`,
 * each begun by a line `# ---- <name>`, and the Python of all twins, which are the runtime's table. All tell what happens
 * and when; none says what is right.
 */
import { pythonScript, type Script } from "../parity/scripts.ts";
import { type Program, pythonProgram } from "../parity/parity.ts";

const files = import.meta.glob<string>("./programs/*.py", { query: "?raw", import: "default", eager: true });

const table = Object.values(files)
  .flatMap((text) => text.split(/^# ---- /m).slice(1))
  .map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)] as const);

/** Every table of twins there is: what a module of twins exports as an array. */
const modules = import.meta.glob<Record<string, unknown>>("../parity/*.ts", { eager: true });

/** The modules whose twins run loops themselves. */
const ofScripts = ["loops", "loop-limits", "losses", "runners"];

const twins = Object.entries(modules).flatMap(([path, module]) => {
  const of = path.slice(path.lastIndexOf("/") + 1, -".ts".length);
  const whole = ofScripts.includes(of) ? pythonScript : pythonProgram;
  const tables = Object.values(module).filter((table) => Array.isArray(table)) as (Program | Script)[][];
  return tables.flat().map(([name, python]) => [`${of}: ${name}`, whole(python)] as const);
});

/** A name and a text each. */
export const corpus = [...table, ...twins];
