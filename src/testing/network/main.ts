/**
 * `npm run test:network -- record`: record what the scenarios of `corpus.txt` return on real sockets of Linux.
 */
import { writeFile } from "node:fs/promises";
import { scenarios } from "./corpus.ts";
import { runNatively } from "./native.ts";

const here = (name: string) => new URL(name, import.meta.url);

/** Return the exit status. */
export async function main(args: string[]): Promise<number> {
  if (args[0] !== "record") {
    process.stderr.write("usage: npm run test:network -- record\n");
    return 2;
  }
  const results = runNatively(Object.values(scenarios));
  const named = Object.fromEntries(Object.keys(scenarios).map((name, i) => [name, results[i]]));
  await writeFile(here("native.json"), `${JSON.stringify(named, null, 1)}\n`);
  return 0;
}
