/**
 * `npm run test:packages`: run the programs of `programs/` here and on native CPython (`PYTHON`, or `python3`) with the same
 * wheels, and compare what they print. Exit status 0 if all agree. `npm run test:packages -- record` keeps what they printed
 * natively, for the unit tests.
 *
 * `REDIS_SERVER` names a Redis, and `POSTGRES_SERVER` a PostgreSQL; without one its programs are left out, and keep the lines
 * that they had.
 */
import { writeFile } from "node:fs/promises";
import { runPython } from "../run-python.ts";
import { nativeLines, packagePrograms, withoutNotices } from "./corpus.ts";
import { lacksServer, linesIn, nativeLinesOf } from "./native.ts";
import { wheelsOf } from "./wheels.ts";

/** Return the exit status. */
export async function main(args: string[]): Promise<number> {
  const recorded: Record<string, readonly string[]> = {};
  let failed = 0;
  let compared = 0;
  for (const [name, source] of Object.entries(packagePrograms)) {
    const { wheels, lacking: unpacked } = await wheelsOf(source);
    if (unpacked.length > 0) {
      process.stderr.write(`${name}: no wheel of ${unpacked.join(", ")}: npm run wheels\n`);
      return 1;
    }
    const lacking = lacksServer(name);
    if (lacking !== null) {
      process.stdout.write(`${name}: left out, as ${lacking} names no server\n`);
      if (nativeLines[name]) recorded[name] = nativeLines[name];
      continue;
    }
    const { stdout, stderr, error } = await runPython(source, { wheels });
    const here = linesIn(stdout, withoutNotices(stderr) || (error ?? ""));
    const files = wheels.map(({ bytes }) => bytes);
    const there = await nativeLinesOf(name, source, files);
    recorded[name] = there;
    compared++;
    if (here.join("\n") === there.join("\n")) {
      process.stdout.write(`${name}: ${here.length} lines\n`);
    } else {
      failed++;
      process.stdout.write(`${name}\nhere:\n${here.join("\n")}\nnatively:\n${there.join("\n")}\n`);
    }
  }
  process.stdout.write(`${compared - failed} of ${compared} agree\n`);
  if (args[0] === "record") {
    await writeFile(new URL("native.json", import.meta.url), `${JSON.stringify(recorded, null, 2)}\n`);
  }
  return failed > 0 ? 1 : 0;
}
