/**
 * `npm run wheels [-- --into <folder>]`: pack wheels from Debian's archive into a folder, by default into the one where tests
 * look for them. Exit status 0, 1 if they cannot be had, 2 for misuse.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { wheelsFolder } from "../../src/testing/packages/wheels.ts";
import { debianWheels } from "./debian.ts";

const usage = "usage: npm run wheels [-- --into <folder>]\n";

/** Return the exit status. */
export async function main(args: string[]): Promise<number> {
  let into: string;
  try {
    ({ into } = parseArgs({ args, options: { into: { type: "string", default: wheelsFolder } } }).values);
  } catch {
    process.stderr.write(usage);
    return 2;
  }
  const folder = resolve(process.env["INIT_CWD"] ?? "", into);
  try {
    await mkdir(folder, { recursive: true });
    const wheels = await debianWheels();
    for (const { file, bytes } of wheels) await writeFile(join(folder, file), bytes);
    process.stdout.write(`${wheels.length} wheels in ${folder}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`The wheels cannot be had here: ${String(error)}\n`);
    return 1;
  }
}
