/**
 * Vite plugin that compiles programs at build time: `import program from "./hello-world.ts?compiled"` is a
 * `CompiledProgram`, made by the function that also compiles in the page.
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
