/** Search for a random program whose runs differ in the two languages, for the headless searches `test:connections` and `test:processes`. */
import type { Conditions } from "../share/program.ts";
import { type ComparableRun, runBoth } from "./both-guests.ts";

/** Lines of a trace that are shown before and after the first difference. */
const BEFORE = 12;
const AFTER = 4;

/** A program in both languages. */
export interface Pair {
  python: string;
  typescript: string;
  conditions?: Partial<Conditions>;
}

/**
 * Run the programs of `[programs] [seed]`, and compare their traces, event for event. Return the exit status: 0 if all are equal, 1
 * with the first that is not, 2 for misuse of the script `name`.
 */
export async function compareRuns(
  name: string,
  args: string[],
  pairOf: (seed: number) => Pair,
): Promise<number> {
  const [wanted = 200, first = 1] = args.map(Number);
  if (![wanted, first].every((number) => Number.isSafeInteger(number) && number >= 0)) {
    process.stderr.write(`usage: npm run ${name} -- [programs] [seed]\n`);
    return 2;
  }
  let events = 0;
  for (let seed = first; seed < first + wanted; seed++) {
    const { python: there, typescript: here, conditions = {} } = pairOf(seed);
    const { python, typescript } = await runBoth(there, here, { seed, ...conditions });
    if (JSON.stringify(python) !== JSON.stringify(typescript)) {
      const [inPython, inTypeScript] = [linesOf(python), linesOf(typescript)];
      const index = inTypeScript.findIndex((line, i) => line !== inPython[i]);
      const around = (lines: readonly string[]) =>
        lines.slice(Math.max(0, index - BEFORE), index + AFTER).join("\n");
      process.stdout.write(
        `${there}\n${here}\nseed ${seed}, ${JSON.stringify(conditions)}\n` +
          `in Python:\n${around(inPython)}\n\nin TypeScript:\n${around(inTypeScript)}\n`,
      );
      return 1;
    }
    events += typescript.events.length;
  }
  process.stdout.write(`${wanted} programs, ${events} events: all equal\n`);
  return 0;
}

const linesOf = ({ outcome, time, output, events }: ComparableRun): string[] => [
  ...events,
  ...output.map((line) => JSON.stringify(line)),
  `${outcome} at ${time}`,
];
