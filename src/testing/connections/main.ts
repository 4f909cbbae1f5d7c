/**
 * `npm run test:connections -- [programs] [seed]`: run random programs with streams in both languages, and compare their
 * traces, event for event. Exit status 0 if all are equal, 1 with the first that is not, 2 for misuse.
 */
import { type ComparableRun, runBoth } from "../both-guests.ts";
import { generate } from "./program.ts";
import { toPython, toTypeScript } from "./write.ts";

/** Lines of a trace that are shown before and after the first difference. */
const BEFORE = 12;
const AFTER = 4;

/** Return the exit status. */
export async function main(args: string[]): Promise<number> {
  const [wanted = 200, first = 1] = args.map(Number);
  if (![wanted, first].every((number) => Number.isSafeInteger(number) && number >= 0)) {
    process.stderr.write("usage: npm run test:connections -- [programs] [seed]\n");
    return 2;
  }
  let events = 0;
  for (let seed = first; seed < first + wanted; seed++) {
    const program = generate(seed);
    const { network } = program;
    const [there, here] = [toPython(program), toTypeScript(program)];
    const { python, typescript } = await runBoth(there, here, { seed, network });
    if (JSON.stringify(python) !== JSON.stringify(typescript)) {
      const [inPython, inTypeScript] = [linesOf(python), linesOf(typescript)];
      const index = inTypeScript.findIndex((line, i) => line !== inPython[i]);
      const around = (lines: readonly string[]) =>
        lines.slice(Math.max(0, index - BEFORE), index + AFTER).join("\n");
      process.stdout.write(
        `${there}\n${here}\nseed ${seed}, network ${JSON.stringify(network)}\n` +
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
