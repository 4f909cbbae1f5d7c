/*
 * Start a file of this folder as one bundled script, as the page's worker is, so that the imports of Vite's module
 * runner are not measured.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";

const [entry, ...args] = process.argv.slice(2);
const { output } = await build({
  configFile: false,
  logLevel: "error",
  build: {
    ssr: fileURLToPath(new URL(entry, import.meta.url)),
    write: false,
    target: "es2022",
    copyPublicDir: false,
  },
});
const folder = await mkdtemp(join(tmpdir(), "bench-"));
try {
  const script = join(folder, "bench.mjs");
  await writeFile(script, output[0].code);
  const { main } = await import(pathToFileURL(script).href);
  process.exitCode = main(args);
} finally {
  await rm(folder, { recursive: true });
}
