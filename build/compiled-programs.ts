/**
 * Compiles programs as the page is built: `import program from "./hello-world.ts?compiled"` is what the guest runs, made
 * by the function that compiles in the page, too.
 */
import { readFile } from "node:fs/promises";
import type { Plugin } from "vite";
import { compileInNode } from "../src/guests/typescript/compile-node.ts";

const QUERY = "?compiled";

export function compiledPrograms(): Plugin {
  return {
    name: "loopscope-compiled-programs",
    enforce: "pre",
    async load(id) {
      if (!id.endsWith(QUERY)) return;
      const path = id.slice(0, -QUERY.length);
      this.addWatchFile(path);
      const { program, error } = compileInNode(await readFile(path, "utf8"));
      if (error) throw new Error(`${path}:${error.line} ${error.message}`);
      return { code: `export default ${JSON.stringify(program)};`, map: null, moduleType: "js" };
    },
  };
}
