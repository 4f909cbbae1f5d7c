/**
 * `npm run wheels [-- --into <folder>]`: pack wheels from Debian's archive into a folder, by default into the one where tests
 * look for them. `npm run wheels -- --list <folder>`: list the wheels that a folder has, for the page beside which it is put.
 * Exit status 0, 1 if they cannot be had, 2 for misuse.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { wheelsFolder } from "../../src/testing/packages/wheels.ts";
import { wheelsIn } from "../../src/cli/wheels.ts";
import { LIST, wheelListText } from "../../src/packages/wheel-list.ts";
import { debianWheels } from "./debian.ts";

const usage = "usage: npm run wheels [-- --into <folder> | --list <folder>]\n";

/** Return the exit status. */
export async function main(args: string[]): Promise<number> {
  let into: string;
  let listed: string | undefined;
  try {
    const options = { into: { type: "string", default: wheelsFolder }, list: { type: "string" } } as const;
    ({ into, list: listed } = parseArgs({ args, options }).values);
  } catch {
    process.stderr.write(usage);
    return 2;
  }
  const folder = resolve(process.env["INIT_CWD"] ?? "", listed ?? into);
  try {
    if (listed === undefined) await pack(folder);
    const wheels = await wheelsIn(folder);
    await writeFile(join(folder, LIST), wheelListText(wheels));
    process.stdout.write(`${wheels.length} wheels in ${folder}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`The wheels cannot be had here: ${String(error)}\n`);
    return 1;
  }
}

async function pack(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { file, bytes } of await debianWheels()) await writeFile(join(folder, file), bytes);
}
