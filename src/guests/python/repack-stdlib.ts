/**
 * Python's standard library, repacked to boot faster, see `repack_stdlib.py`, and with what WebAssembly's lacks: the time
 * zones, `dbm`, on which `shelve` stands, and `_ssl`, which has other numbers there. Runs in Node, for the page's build and for an interpreter there. It takes
 * seconds, so the result is kept with the installed packages.
 */
import { createHash } from "node:crypto";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { loadPyodide, version } from "pyodide";
import { bootOptions } from "./boot-options.ts";
import { prepareInterpreter } from "./interpreter.ts";
import { bootedText } from "./python-package.ts";
import repack from "./repack_stdlib.py?raw";
import { timeZoneFiles, timeZoneVersion } from "./time-zones.ts";

/** Python modules that are added, by their paths in the library. */
const modules = Object.fromEntries(
  Object.entries(
    import.meta.glob<string>("./additions/**/*.py", { query: "?raw", import: "default", eager: true }),
  ).map(([path, text]) => [path.slice("./additions/".length), text]),
);

type Bytes = { toJs(): Uint8Array };

/** The path of a `python_stdlib.zip` that boots faster than the stock one. */
export async function repackedStdlib(): Promise<string> {
  const installed = dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));
  const packages = dirname(installed);
  // The modules that it compiles are those that a boot imports.
  const key = createHash("sha256")
    .update(JSON.stringify([version, timeZoneVersion, repack, modules, bootedText]))
    .digest("hex");
  const folder = join(packages, ".cache/loopscope");
  const path = join(folder, `python_stdlib-${key.slice(0, 16)}.zip`);
  if (await stat(path).catch(() => null)) return path;

  // Without `indexURL` it would look for its folder in a stack trace, which Vite's module runner maps to other files.
  const pyodide = await loadPyodide({ ...bootOptions, indexURL: installed });
  // For the modules that it imports.
  prepareInterpreter(pyodide);
  pyodide.runPython(repack);
  const repackWith = pyodide.globals.get("repack") as (additions: Map<string, Uint8Array>) => Bytes;
  const bytes = repackWith(await additions()).toJs();
  // Other processes may do the same: renaming makes the file appear whole.
  const draft = `${path}.${process.pid}-${performance.now()}`;
  await mkdir(folder, { recursive: true });
  await writeFile(draft, bytes);
  await rename(draft, path);
  return path;
}

/** The added files by their paths in the library. */
async function additions(): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const text = new TextEncoder();
  const files = new Map(Object.entries(modules).map(([path, source]) => [path, text.encode(source)]));
  const zones = await timeZoneFiles();
  // The layout that `zoneinfo` expects of the package `tzdata`: each folder is a package.
  const folders = new Set(["", "zoneinfo/"]);
  for (const [name, bytes] of zones) {
    files.set(`tzdata/zoneinfo/${name}`, bytes);
    const parts = name.split("/");
    for (let depth = 1; depth < parts.length; depth++)
      folders.add(`zoneinfo/${parts.slice(0, depth).join("/")}/`);
  }
  for (const folder of folders) files.set(`tzdata/${folder}__init__.py`, new Uint8Array());
  files.set("tzdata/zones", text.encode([...zones.keys()].sort().join("\n")));
  return files;
}
