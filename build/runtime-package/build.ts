/**
 * Package of the runtime, as a library of its own: `loopscope-runtime` for any host, and `loopscope-runtime/node` with the
 * network of Node. It depends on nothing. `main.ts` writes it to `dist-runtime/`, and `try.ts` uses it from an empty folder.
 */
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { build } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));
const src = join(root, "src");
export const NAME = "loopscope-runtime";
export const outFolder = join(root, "dist-runtime");

/** Entries of the package, by their names in it: modules below src. */
const entries = { index: "runtime/index.ts", node: "runtime/node/index.ts" } as const;

/** Write the package anew. */
export async function buildRuntimePackage(): Promise<void> {
  await rm(outFolder, { recursive: true, force: true });
  await mkdir(outFolder, { recursive: true });
  await bundleEntries();
  await writeDeclarations();
  await copyFile(join(root, "LICENSE"), join(outFolder, "LICENSE"));
  await copyFile(join(root, "build/runtime-package/README.md"), join(outFolder, "README.md"));
  const { version, license, engines } = JSON.parse(
    await readFile(join(root, "package.json"), "utf8"),
  ) as Record<string, unknown>;
  const exported = (name: keyof typeof entries) => ({
    types: `./types/${entries[name].replace(/\.ts$/, ".d.ts")}`,
    default: `./${name}.js`,
  });
  const manifest = {
    name: NAME,
    version,
    description: "asyncio in TypeScript: event loop, tasks, streams, in virtual time or on Node.",
    license,
    engines,
    type: "module",
    sideEffects: false,
    exports: { ".": exported("index"), "./node": exported("node") },
  };
  await writeFile(join(outFolder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function bundleEntries(): Promise<void> {
  await build({
    configFile: false,
    logLevel: "error",
    root,
    publicDir: false,
    build: {
      outDir: outFolder,
      emptyOutDir: false,
      target: "es2022",
      minify: false,
      lib: {
        entry: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(src, path)])),
        formats: ["es"],
      },
      rolldownOptions: { external: /^node:/, output: { keepNames: true } },
    },
  });
}

/** Write the declarations that the compiler emits for the entries. */
async function writeDeclarations(): Promise<void> {
  const files = new Map<string, string>();
  const program = ts.createProgram(
    Object.values(entries).map((path) => join(src, path)),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowImportingTsExtensions: true,
      declaration: true,
      emitDeclarationOnly: true,
      noCheck: true,
      strict: true,
      lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.esnext.disposable.d.ts"],
      types: ["node"],
      rootDir: src,
      outDir: join(outFolder, "types"),
    },
  );
  program.emit(undefined, (path, text) => files.set(path, text));
  for (const [path, text] of files) {
    await mkdir(dirname(path), { recursive: true });
    const libraries = text.includes("Symbol.asyncDispose")
      ? '/// <reference lib="esnext.disposable" />\n'
      : "";
    // Declarations name the modules that are there at run time.
    await writeFile(path, libraries + text.replace(/((?:from |import\()"\.{1,2}\/[^"]+)\.ts"/g, '$1.js"'));
  }
}
