/**
 * Second half of `npm run generate`, after the recorder is written: the runs of the examples with libraries, in
 * `src/examples/recorded/`. They are kept in the repository, as a machine that builds the page may have no wheels. The tests of
 * the examples compare each with a new run.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { withLibraries } from "../../src/examples/with-libraries.ts";
import { DEFAULT_SEED, type Program } from "../../src/share/program.ts";
import { wheelsOf } from "../../src/testing/packages/wheels.ts";
import { recordRun } from "../record-run.ts";

const examples = fileURLToPath(new URL("../../src/examples", import.meta.url));

/** Write the runs that differ from those in the repository; a program without its wheels is left out. Return the exit status. */
export async function main(): Promise<number> {
  await mkdir(`${examples}/recorded`, { recursive: true });
  for (const { id, network } of withLibraries.entries) {
    const source = await readFile(`${examples}/python/${id}.py`, "utf8");
    const { wheels, lacking } = await wheelsOf(source);
    if (lacking.length > 0) {
      console.log(`left the run of ${id}, which needs ${lacking.join(", ")}: npm run wheels`);
      continue;
    }
    const program: Program = { language: "python", source, seed: DEFAULT_SEED, ...(network && { network }) };
    const text = `${await recordRun(program, wheels)}\n`;
    const path = `${examples}/recorded/${id}.txt`;
    if ((await readFile(path, "utf8").catch(() => "")) === text) continue;
    await writeFile(path, text);
    console.log(`wrote src/examples/recorded/${id}.txt`);
  }
  return 0;
}
