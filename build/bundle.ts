/** Bundles scripts that run apart from the page: in the sandbox, in workers. */
import { fileURLToPath } from "node:url";
import { build, type Plugin, type Rolldown } from "vite";

export interface BundleOptions {
  plugins?: Plugin[];
  /** Whether classes, functions and private fields keep their names: those are in the trace. */
  keepNames?: boolean;
}

/** One classic script with everything that the entry imports. */
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
          // The minifier has no other way to keep the names of private fields.
          minify: keepNames
            ? { mangle: false, compress: { keepNames: { function: true, class: true } } }
            : true,
        },
      },
    },
  })) as Rolldown.RolldownOutput;
  return result.output[0].code;
}
