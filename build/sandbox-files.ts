/**
 * Vite plugin that builds the files of the sandbox: its document, with a policy that allows its one script; each
 * language's worker as one classic script; and the interpreter's files, with a library that boots faster. The page gets
 * their addresses from `virtual:sandbox-files`.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport, type Plugin } from "vite";
import { bundle } from "./bundle.ts";

const virtualId = "virtual:sandbox-files";
const require = createRequire(import.meta.url);

/** Python's library, read once a build or once a server. */
let stdlib: Promise<Buffer> | undefined;

async function readStdlib(): Promise<Buffer> {
  const entry = fileURLToPath(new URL("../src/guests/python/repack-stdlib.ts", import.meta.url));
  const { module } = await runnerImport<{ repackedStdlib: () => Promise<string> }>(entry, {
    configFile: false,
    logLevel: "error",
  });
  return readFile(await module.repackedStdlib());
}

interface Source {
  name: string;
  make: () => Promise<Uint8Array>;
}

const workerOf = (language: string, name = language, plugins: Plugin[] = []): Source => ({
  name: `${name}-worker.js`,
  make: async () =>
    Buffer.from(
      await bundle(new URL(`../src/sandbox/${language}-worker.ts`, import.meta.url), {
        keepNames: true,
        plugins,
      }),
    ),
});

/** Leaves modules of `runtime/io` out of a worker: most programs in TypeScript use no network, no TLS, and no processes. */
const without = (name: string, standIns: Record<string, string>): Plugin => ({
  name: `loopscope-without-${name}`,
  enforce: "pre",
  resolveId(id) {
    const found = Object.entries(standIns).find(([module]) => id.endsWith(module));
    return found && fileURLToPath(new URL(`../src/runtime/io/${found[1]}`, import.meta.url));
  },
});
const withoutTls = without("tls", { "/tls/tls.ts": "tls/no-tls.ts" });
const withoutProcesses = without("processes", { "/processes/processes.ts": "processes/no-processes.ts" });
const withoutNetwork = without("network", { "/io/io.ts": "no-network.ts" });

const scriptOf = (name: string): Source => ({
  name: `${name}.js`,
  make: async () => Buffer.from(await bundle(new URL(`../src/sandbox/${name}-script.ts`, import.meta.url))),
});

/** A file beside PGlite's module. */
const pgliteFile = (name: string): Source => ({
  name,
  make: () => readFile(join(dirname(require.resolve("@electric-sql/pglite")), name)),
});

/** Files of each kind of guest, of the built-in hosts, and of PostgreSQL's engine: names, and functions that make them. */
const sources: Record<string, Record<string, Source>> = {
  python: {
    worker: workerOf("python"),
    glue: { name: "pyodide.asm.js", make: () => readFile(require.resolve("pyodide/pyodide.asm.mjs")) },
    wasm: { name: "pyodide.asm.wasm", make: () => readFile(require.resolve("pyodide/pyodide.asm.wasm")) },
    stdlib: { name: "python_stdlib.zip", make: () => (stdlib ??= readStdlib()) },
  },
  typescript: {
    worker: workerOf("typescript", "typescript", [withoutNetwork, withoutTls, withoutProcesses]),
  },
  typescriptNetwork: { worker: workerOf("typescript", "typescript-network", [withoutTls, withoutProcesses]) },
  typescriptTls: { worker: workerOf("typescript", "typescript-tls", [withoutProcesses]) },
  typescriptProcesses: { worker: workerOf("typescript", "typescript-processes") },
  hosts: { script: scriptOf("hosts") },
  postgres: {
    script: scriptOf("postgres"),
    wasm: pgliteFile("pglite.wasm"),
    initdbWasm: pgliteFile("initdb.wasm"),
    data: pgliteFile("pglite.data"),
  },
};

export function sandbox(): Plugin {
  let serving = false;
  return {
    name: "loopscope-sandbox",
    configResolved: (config) => void (serving = config.command === "serve"),
    resolveId: (id) => (id === virtualId ? `\0${virtualId}` : undefined),
    async load(id) {
      if (id !== `\0${virtualId}`) return;
      const place = (name: string, source: string | Uint8Array) =>
        serving
          ? JSON.stringify(`/@sandbox/${name}`)
          : `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: "asset", name, source })}`;
      const placeAll = async (sources: Record<string, Source>): Promise<string> => {
        const placed = Object.entries(sources).map(async ([key, { name, make }]) => {
          const bytes = await make();
          return `${key}: { url: ${place(name, bytes)}, size: ${bytes.length} }`;
        });
        return `{ ${(await Promise.all(placed)).join(", ")} }`;
      };
      const files = Object.entries(sources).map(
        async ([language, sources]) => `${language}: ${await placeAll(sources)}`,
      );
      const document = place("sandbox.html", await sandboxDocument());
      return `export const sandboxUrl = ${document};\nexport const files = { ${(await Promise.all(files)).join(", ")} };`;
    },
    configureServer(server) {
      server.middlewares.use("/@sandbox/", (request, response, next) => {
        const name = request.url?.slice(1).split("?")[0];
        const source = Object.values(sources)
          .flatMap((files) => Object.values(files))
          .find((file) => file.name === name);
        const body = name === "sandbox.html" ? sandboxDocument() : source?.make();
        if (!body) return next();
        body.then((bytes) => {
          response.setHeader(
            "Content-Type",
            name === "sandbox.html" ? "text/html" : "application/octet-stream",
          );
          response.end(bytes);
        }, next);
      });
    },
  };
}

async function sandboxDocument(): Promise<string> {
  const script = (await bundle(new URL("../src/sandbox/frame.ts", import.meta.url))).replaceAll(
    "</script",
    "<\\/script",
  );
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = `default-src 'none'; script-src 'sha256-${hash}' blob: 'wasm-unsafe-eval'; worker-src blob:`;
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>Loopscope sandbox</title><script>${script}</script>`;
}
