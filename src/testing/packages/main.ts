/**
 * `npm run test:packages`: run the programs of `programs/` here and on native CPython (`PYTHON`, or `python3`) with the same
 * wheels, and compare what they print. Exit status 0 if all agree. `npm run test:packages -- record` keeps what they printed
 * natively, for the unit tests.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import { mkdir } from "node:fs/promises";
import { runPython } from "../run-python.ts";
import { packagePrograms } from "./corpus.ts";
import { wheelsOf } from "./wheels.ts";

const run = promisify(execFile);

/** Return the exit status. */
export async function main(args: string[]): Promise<number> {
  const recorded: Record<string, readonly string[]> = {};
  let failed = 0;
  for (const [name, source] of Object.entries(packagePrograms)) {
    const { wheels, lacking } = await wheelsOf(source);
    if (lacking.length > 0) {
      process.stderr.write(`${name}: no wheel of ${lacking.join(", ")}: npm run wheels\n`);
      return 1;
    }
    const { stdout, stderr, error } = await runPython(source, { wheels });
    const here = linesIn(stdout, stderr || (error ?? ""));
    const there = await nativeLinesOf(
      source,
      wheels.map(({ bytes }) => bytes),
    );
    recorded[name] = there;
    if (here.join("\n") === there.join("\n")) {
      process.stdout.write(`${name}: ${here.length} lines\n`);
    } else {
      failed++;
      process.stdout.write(`${name}\nhere:\n${here.join("\n")}\nnatively:\n${there.join("\n")}\n`);
    }
  }
  process.stdout.write(`${Object.keys(recorded).length - failed} of ${Object.keys(recorded).length} agree\n`);
  if (args[0] === "record") {
    await writeFile(new URL("native.json", import.meta.url), `${JSON.stringify(recorded, null, 2)}\n`);
  }
  return failed > 0 ? 1 : 0;
}

/** Return the lines that native CPython prints, with the wheels unpacked on its path. */
async function nativeLinesOf(source: string, wheels: readonly Uint8Array[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "loopscope-packages-"));
  try {
    for (const wheel of wheels) {
      for (const [path, bytes] of Object.entries(unzipSync(wheel))) {
        await mkdir(join(folder, path, ".."), { recursive: true });
        await writeFile(join(folder, path), bytes);
      }
    }
    const env = { ...process.env, PYTHONPATH: folder };
    const ran = run(process.env["PYTHON"] ?? "python3", ["-c", source], { env, timeout: 60_000 });
    const { stdout, stderr } = await ran.catch((error: { stdout: string; stderr: string }) => error);
    return linesIn(stdout, stderr);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const linesIn = (stdout: string, failure: string) => [
  ...stdout.split("\n").slice(0, -1),
  ...(failure === "" ? [] : [`stderr: ${failure}`]),
];
