/** Measurements of the built page in a browser, by a script of e2e/. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";

/** npm starts a script in the project's folder. */
const root = process.cwd();

/**
 * Build the page and run `script` with the folder and `args`; return the JSON that it prints. Throws its stderr.
 *
 * @param complete Adds to the folder what lies beside the page.
 */
export async function measureBuiltPage<T>(
  script: string,
  args: readonly string[],
  complete?: (folder: string) => Promise<void>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "bench-page-"));
  // Vite's module runner sets "development", and `build` keeps it: that page is larger, and its seeks take half as long
  // again.
  process.env.NODE_ENV = "production";
  try {
    await build({ root, logLevel: "error", build: { outDir: folder } });
    await complete?.(folder);
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, script), folder, ...args], {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as T;
  } finally {
    await rm(folder, { recursive: true });
  }
}
