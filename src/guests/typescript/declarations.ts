/**
 * Type declarations of "asyncio" and of a program's globals, for the editor. They are generated from the runtime's
 * sources, so they cannot fall behind. Only `async`, `await` and generators are declared by hand, in `declarations/`:
 * there a coroutine has TypeScript's type Promise, and a future is awaitable. Called by the build and by tests.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type typescript from "typescript";
import { notForPrograms } from "./asyncio-module.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const ownDeclaration = (name: string) => readFileSync(here(`./declarations/${name}`), "utf8");

/** Modules of the runtime whose declarations are written by hand. */
const OWN = new Set(["runtime/tasks/coroutine.d.ts", "runtime/asyncgen/async-generator.d.ts"]);

const LOOP = 'import("../loop/event-loop.ts").EventLoop';
/** Import of `Loop`, after its name was replaced. */
const IMPORTED_LOOP = /import \{[^}]*import\("[^}]*\} from "\.\.\/loop\/running-loop\.ts";\n/g;

/** Bridge to the host's promises, which programs do not get. */
const BRIDGE = "runtime/loop/host-futures.d.ts";

/** Return declaration files by path, for a program in the root folder. Takes some seconds. */
export function asyncioDeclarations(): Record<string, string> {
  const files: Record<string, string> = {
    "/globals.d.ts": ownDeclaration("globals.d.ts"),
    "/node_modules/asyncio/index.d.ts":
      'export * from "./runtime/index.ts";\nexport * from "./runtime/program.ts";\n',
    "/node_modules/asyncio/runtime/program.d.ts": ownDeclaration("runtime/program.d.ts"),
  };
  for (const [name, text] of runtimeDeclarations()) {
    if (name === BRIDGE) continue;
    files[`/node_modules/asyncio/${name}`] = OWN.has(name) ? ownDeclaration(name) : forPrograms(name, text);
  }
  return files;
}

/** Return the declarations that the compiler emits for the runtime, by path below src. */
function runtimeDeclarations(): [name: string, text: string][] {
  const ts = createRequire(import.meta.url)("typescript") as typeof typescript;
  const found: [string, string][] = [];
  const program = ts.createProgram([here("../../runtime/index.ts")], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    declaration: true,
    emitDeclarationOnly: true,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.esnext.disposable.d.ts"],
    types: [],
    noCheck: true,
    // Members marked as internal are for hosts.
    stripInternal: true,
    strict: true,
    rootDir: here("../.."),
    outDir: "/",
  });
  program.emit(undefined, (path, text) => found.push([path.replace(/^\//, ""), text]));
  return found;
}

/** Return a declaration of the runtime for programs, which await by `await` in place of `yield*`. */
function forPrograms(name: string, text: string): string {
  let own = text
    .replace(/Generator<Y(?: \| Yielded)?, ([^,]+), unknown>/g, "Coroutine<$1>")
    .replace(/, Y = Yielded>/g, ">")
    .replace(/yield\* /g, "await ")
    .replace(/`yield\*`/g, "`await`")
    .replace(/function\* \(([^)]*)\) \{/g, "async ($1) => {");
  if (name === "runtime/tasks/future.d.ts") {
    own = own.replace(/\n *\/\*\* Await it by `await`\. \*\/\n *\[Symbol\.iterator\].*\n/, "\n");
    own += "export interface Future<T> extends PromiseLike<T> {}\n";
  }
  // Futures and tasks use a part of the loop's type; a program gets all of it.
  if (name === "runtime/tasks/future.d.ts" || name === "runtime/tasks/task.d.ts")
    own = own.replace(/\bLoop\b/g, LOOP).replace(IMPORTED_LOOP, "");
  if (name === "runtime/index.d.ts") {
    own = own.replace(/^export .* from ".\/loop\/host-futures.ts";\n/m, "");
    // The declarations of program.d.ts replace the runtime's own.
    for (const hidden of [...notForPrograms, "run"]) {
      own = own.replace(new RegExp(`([{,] )(?:type )?${hidden},? `), "$1");
    }
  }
  return own;
}
