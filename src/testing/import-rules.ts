// Import rules: the rooms of this project are the folders of src/, and an allow-list says which rooms each may import.
// A reader of one room knows everything that it can depend on. Called by imports.test.ts.

import { readImports, type Import } from "./read-imports.ts";

/**
 * Rooms that each room may import, besides itself. The longest key that fits a file is its room; `*` matches one folder.
 * An entry is a room, or one file of it; `type` before it allows `import type` alone, which leaves no trace at run time.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  "main.ts": ["app", "share", "examples/texts.ts"],
  app: ["session", "views", "share", "examples", "formats", "packages", "compiler/load-compiler.ts", "base"],
  "views/*": ["base", "events", "trace", "store", "session", "views/controls", "type share"],
  "views/editor": [
    "base",
    "events",
    "trace",
    "store",
    "session",
    "views/controls",
    "type share",
    "compiler/load-compiler.ts",
    "type compiler",
  ],
  session: [
    "base",
    "events",
    "trace",
    "store",
    "formats",
    "share",
    "type compiler",
    "sandbox/guest-client.ts",
    "packages",
  ],
  compiler: ["base", "share", "guests/typescript"],
  formats: ["base", "events", "trace", "store", "share"],
  sandbox: ["base", "share", "type trace"],
  "sandbox/serve.ts": ["sandbox", "share", "trace", "guests/guest.ts", "type hosts"],
  "sandbox/python-worker.ts": ["sandbox", "guests/python"],
  "sandbox/typescript-worker.ts": ["sandbox", "guests/typescript"],
  "sandbox/hosts-script.ts": ["hosts"],
  "sandbox/postgres-script.ts": ["hosts"],
  hosts: ["base", "runtime"],
  guests: ["base", "events", "runtime", "share"],
  packages: ["base", "share"],
  cli: ["guests", "hosts", "runtime", "trace", "store", "formats", "share", "packages"],
  store: ["base", "events", "trace"],
  trace: ["base", "events"],
  runtime: ["base", "events"],
  examples: ["share", "type events"],
  share: ["base", "runtime/network/settings.ts"],
  events: ["base"],
  base: [],
};

/** Rooms that may import each package; `*` matches the rest of a name. No room may import a package without an entry. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  pyodide: ["guests/python", "packages/pyodide-lock.ts"],
  "@electric-sql/pglite": ["hosts/postgres/engine.ts"],
  typescript: ["guests/typescript", "compiler"],
  acorn: ["guests/typescript"],
  "@jridgewell/trace-mapping": ["guests/typescript"],
  "estree-walker": ["guests/typescript"],
  "magic-string": ["guests/typescript"],
  "mersenne-twister": ["guests/typescript"],
  "@tubular/time": ["guests/python/time-zones.ts"],
  "monaco-editor": ["views/editor", "compiler"],
  "d3-*": ["views"],
  svelte: ["session", "views", "app", "main.ts"],
  fflate: ["share", "packages"],
  "@renovatebot/pep440": ["packages"],
  uqr: ["app"],
  "client-zip": ["app"],
  "@fontsource-variable/*": ["main.ts", "app"],
  vite: ["cli"],
  "node:*": [
    "cli",
    "runtime/node",
    "guests/python/boot-node.ts",
    "guests/python/repack-stdlib.ts",
    "guests/python/time-zones.ts",
    "guests/typescript/compile-node.ts",
    "guests/typescript/declarations.ts",
  ],
  "virtual:sandbox-files": ["sandbox"],
  "virtual:typescript-worker": ["compiler"],
  "virtual:asyncio-declarations": ["compiler"],
};

/** Programs and declarations for guests: text to the page, not modules of it. */
const GUEST_TEXT = /^examples\/(python|typescript)\/|^guests\/typescript\/declarations\//;

const isTesting = (file: string) => /\.test\.ts$/.test(file) || isWithin(file, "testing");
const isStyle = (file: string) => file.endsWith(".css");

/** Files by their path below src/, such as `runtime/task.ts`, each with its text. */
export type SourceTree = ReadonlyMap<string, string>;

/** Return a sentence for each import that breaks a rule, and for each cycle. */
export function checkImports(tree: SourceTree): string[] {
  const problems: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [file, text] of tree) {
    if (GUEST_TEXT.test(file)) continue;
    const targets: string[] = [];
    for (const found of readImports(file, text)) {
      const problem = found.file === null ? checkPackage(file, found) : checkFile(file, found.file, found);
      if (problem !== null)
        problems.push(`src/${file}:${found.line} imports "${found.specifier}", but ${problem}.`);
      if (found.file !== null && tree.has(found.file)) targets.push(found.file);
    }
    graph.set(file, targets);
  }
  return [
    ...problems,
    ...findCycles(graph).map((files) => `Files import each other in a cycle: ${files.join(" → ")}.`),
  ];
}

function checkFile(from: string, to: string, { typeOnly }: Import): string | null {
  if (isTesting(from)) return null;
  if (to.startsWith("../")) return "an import stays within src";
  if (isTesting(to)) return "tests and src/testing are imported by tests alone";

  const room = roomOf(from);
  if (room === null) return `src/${from} is in no room that the table in import-rules.ts knows`;
  if (from === "main.ts" && isStyle(to)) return null;
  if (!room.isFile && isWithin(to, room.folder)) return null;
  const allowed = ROOMS[room.key] ?? [];
  if (allowed.some((entry) => isWithin(to, entry))) return null;
  if (allowed.some((entry) => entry.startsWith("type ") && isWithin(to, entry.slice("type ".length)))) {
    return typeOnly ? null : `${room.folder} may import only types from there (with \`import type\`)`;
  }
  return `${room.folder} may import only ${allowed.length > 0 ? allowed.join(", ") : "itself"}`;
}

function checkPackage(from: string, { specifier }: Import): string | null {
  if (isTesting(from)) return null;
  const rule = Object.entries(PACKAGES).find(([pattern]) => packageFits(specifier, pattern));
  if (rule === undefined) return "the table of packages in import-rules.ts gives that package to no room";
  const [name, rooms] = rule;
  return rooms.some((room) => isWithin(from, room)) ? null : `only ${rooms.join(", ")} may import ${name}`;
}

/** Find the row of `ROOMS` that applies to a file, and the folder or the single file that it covers. */
function roomOf(file: string): { key: string; folder: string; isFile: boolean } | null {
  const folders = file.split("/").slice(0, -1);
  const top = folders[0] ?? file;
  if (file in ROOMS) return { key: file, folder: file, isFile: true };
  if (folders.length > 1) {
    const folder = `${top}/${folders[1]}`;
    for (const key of [folder, `${top}/*`]) if (key in ROOMS) return { key, folder, isFile: false };
  }
  return top in ROOMS ? { key: top, folder: top, isFile: false } : null;
}

function isWithin(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`);
}

function packageFits(specifier: string, pattern: string): boolean {
  if (pattern.endsWith("*")) return specifier.startsWith(pattern.slice(0, -1));
  return isWithin(specifier, pattern);
}

/** Return each cycle that a depth-first search finds, as its files with the first one repeated at the end. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = []; // files from the start of the search to the current one
  const visit = (file: string) => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push([...path.slice(start), file]);
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const target of graph.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return cycles;
}
