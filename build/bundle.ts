/** Bundler of scripts that run outside of the page: in the sandbox and in workers. */
import { fileURLToPath } from "node:url";
import { build, type Plugin, type Rolldown } from "vite";

export interface BundleOptions {
  plugins?: Plugin[];
  /** True to keep the names of classes and functions: traces contain them. */
  keepNames?: boolean;
}

/** Return one classic script of the entry and all of its imports. */
export async function bundle(
  entry: URL,
  { plugins = [], keepNames = false }: BundleOptions = {},
): Promise<string> {
  const result = (await build({
    configFile: false,
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    plugins,
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(entry),
        output: {
          format: "iife",
          codeSplitting: false,
          keepNames,
          minify: keepNames
            ? { mangle: { keepNames: true }, compress: { keepNames: { function: true, class: true } } }
            : true,
        },
      },
    },
  })) as Rolldown.RolldownOutput;
  return result.output[0].code;
}
