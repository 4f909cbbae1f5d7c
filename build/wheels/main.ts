/**
 * `npm run wheels [-- --into <folder>]`: pack wheels from Debian's archive into a folder, by default into the one where tests
 * look for them. `npm run wheels -- --if-needed`: the same before tests, if they are not there yet; what cannot be had is one
 * line. `npm run wheels -- --list <folder>`: list the wheels that a folder has, for the page beside which it is put.
 * Exit status 0, 1 if some cannot be had, 2 for misuse.
 */
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { wheelsFolder } from "../../src/testing/packages/wheels-folder.ts";
import { wheelsIn } from "../../src/cli/wheels.ts";
import { LIST, wheelListText } from "../../src/packages/wheel-list.ts";
import { packIfNeeded, packInto } from "./pack-folder.ts";

const usage = "usage: npm run wheels [-- --into <folder> | --if-needed | --list <folder>]\n";

/** Return the exit status. */
export async function main(args: string[]): Promise<number> {
  let into: string;
  let ifNeeded: boolean;
  let listed: string | undefined;
  try {
    const options = {
      into: { type: "string", default: wheelsFolder },
      "if-needed": { type: "boolean", default: false },
      list: { type: "string" },
    } as const;
    ({ into, "if-needed": ifNeeded, list: listed } = parseArgs({ args, options }).values);
  } catch {
    process.stderr.write(usage);
    return 2;
  }
  if (ifNeeded) {
    const line = await packIfNeeded(wheelsFolder);
    if (line !== "") process.stdout.write(`${line}\n`);
    return 0;
  }
  const folder = resolve(process.env["INIT_CWD"] ?? "", listed ?? into);
  try {
    const missing = listed === undefined ? await packInto(folder) : [];
    for (const { deb, reason } of missing) process.stderr.write(`${deb}: ${reason}\n`);
    const wheels = await wheelsIn(folder);
    await writeFile(join(folder, LIST), wheelListText(wheels));
    process.stdout.write(`${wheels.length} wheels in ${folder}\n`);
    return missing.length > 0 ? 1 : 0;
  } catch (error) {
    process.stderr.write(`${folder}: ${String(error)}\n`);
    return 1;
  }
}
