/**
 * `npm run test:network -- [scenarios] [seed]`: run random scenarios on the simulated network and on real sockets of Linux,
 * and compare what each call returns. Exit status 0 if all agree, 1 with the first that does not.
 * `npm run test:network -- record` records what the scenarios of `corpus.txt` and the first random ones return on real
 * sockets, for the unit tests.
 */
import { writeFile } from "node:fs/promises";
import { scenarios } from "./corpus.ts";
import { generate } from "./generate.ts";
import { runNatively } from "./native.ts";
import { runScenario } from "./scenario.ts";

/** Scenarios in one Python. */
const AT_ONCE = 50;
/** Random scenarios that the unit tests run. */
const RECORDED = 200;

const here = (name: string) => new URL(name, import.meta.url);
const seedsFrom = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);

/** Return the exit status. */
export async function main(args: string[]): Promise<number> {
  if (args[0] === "record") {
    await record();
    return 0;
  }
  const [wanted = 1000, first = 1] = args.map(Number);
  if (![wanted, first].every((number) => Number.isSafeInteger(number) && number >= 0)) {
    process.stderr.write("usage: npm run test:network -- [scenarios] [seed] | record\n");
    return 2;
  }
  for (let done = 0; done < wanted; done += AT_ONCE) {
    const seeds = seedsFrom(first + done, Math.min(AT_ONCE, wanted - done));
    const programs = seeds.map(generate);
    const native = runNatively(programs);
    for (const [i, lines] of programs.entries()) {
      const ours = runScenario(lines);
      const at = lines.findIndex((_, n) => ours[n] !== native[i]?.[n]);
      if (at < 0) continue;
      const shown = lines.slice(0, at + 1).map((line, n) => `${line} → ${native[i]?.[n]}`);
      process.stdout.write(`${shown.join("\n")}\nseed ${seeds[i]}: here the last call returns ${ours[at]}\n`);
      return 1;
    }
    process.stdout.write(`${done + seeds.length} agree, up to seed ${seeds.at(-1)}\n`);
  }
  return 0;
}

async function record(): Promise<void> {
  const names = Object.keys(scenarios);
  const seeds = seedsFrom(1, RECORDED);
  const results = runNatively([...Object.values(scenarios), ...seeds.map(generate)]);
  const named = Object.fromEntries(names.map((name, i) => [name, results[i]?.join(" · ")]));
  const random = seeds.map((seed, i) => [seed, results[names.length + i]?.join(" · ")]);
  await writeFile(here("native.json"), `${JSON.stringify(named, null, 2)}\n`);
  await writeFile(here("random-native.json"), `${JSON.stringify(Object.fromEntries(random), null, 2)}\n`);
}
