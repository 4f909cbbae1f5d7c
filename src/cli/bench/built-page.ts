/** The built page in a browser: a script of e2e/ drives it and prints what it measured. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";

/** npm starts a script in the project's folder. */
const root = process.cwd();

/** Builds the page anew and runs `script` with the folder and `args`; what it prints is JSON. */
export async function measureBuiltPage<T>(script: string, args: readonly string[]): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "bench-page-"));
  // What started this command has set it to "development", and a build keeps to what is set: it would be a larger page, in
  // which a seek takes half as long again.
  process.env.NODE_ENV = "production";
  try {
    await build({ root, logLevel: "error", build: { outDir: folder } });
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
