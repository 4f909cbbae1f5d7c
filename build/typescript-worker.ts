/**
 * Vite plugin that builds the TypeScript worker as one script, which the page loads for TypeScript programs alone, and
 * leaves unused parts out of the worker and the editor.
 */
import { pathToFileURL } from "node:url";
import type { Plugin } from "vite";
import { asyncioDeclarations } from "../src/guests/typescript/declarations.ts";
import { bundle } from "./bundle.ts";

const WORKER = "virtual:typescript-worker";
const DECLARATIONS = "virtual:asyncio-declarations";
const NAME = "typescript-compiler.js";

/** Script, made once a build or once a server. */
let script: Promise<string> | undefined;

const makeScript = () =>
  (script ??= bundle(new URL("../src/compiler/typescript-service.ts", import.meta.url), {
    plugins: [declarations(), fewerLibraries()],
  }));

export function typescriptWorker(): Plugin {
  let serving = false;
  return {
    name: "loopscope-typescript-worker",
    enforce: "pre",
    configResolved: (config) => void (serving = config.command === "serve"),
    resolveId(id, importer) {
      if (id === WORKER) return `\0${WORKER}`;
      // Monaco's own registration of its worker imports all of its features.
      if (id === "./register.js" && importer?.endsWith("typescript/languageFeatures.js"))
        return "\0typescript-defaults";
      return undefined;
    },
    async load(id) {
      if (id === "\0typescript-defaults")
        return "export const typescriptDefaults = { getExtraLibs: () => ({}) };";
      if (id !== `\0${WORKER}`) return;
      if (serving) return `export const url = "/@typescript/${NAME}"; export const size = 1;`;
      const source = await makeScript();
      const file = this.emitFile({ type: "asset", name: NAME, source });
      return `export const url = import.meta.ROLLUP_FILE_URL_${file}; export const size = ${Buffer.byteLength(source)};`;
    },
    configureServer(server) {
      server.middlewares.use("/@typescript/", (_request, response, next) => {
        makeScript().then((source) => {
          response.setHeader("Content-Type", "text/javascript");
          response.end(source);
        }, next);
      });
    },
  };
}

function declarations(): Plugin {
  return {
    name: "loopscope-asyncio-declarations",
    resolveId: (id) => (id === DECLARATIONS ? `\0${DECLARATIONS}` : undefined),
    load: (id) =>
      id === `\0${DECLARATIONS}` ? `export default ${JSON.stringify(asyncioDeclarations())};` : undefined,
  };
}

/** Leave out the compiler's libraries that describe a browser, which are three quarters of them. */
function fewerLibraries(): Plugin {
  return {
    name: "loopscope-fewer-libraries",
    async load(id) {
      if (!id.endsWith("features/typescript/lib/lib.js")) return;
      const { libFileMap } = (await import(pathToFileURL(id).href)) as { libFileMap: Record<string, string> };
      const wanted = Object.entries(libFileMap).filter(
        ([name]) => !/^lib\.(dom|webworker|scripthost)/.test(name),
      );
      return `export const libFileMap = ${JSON.stringify(Object.fromEntries(wanted))};`;
    },
  };
}
