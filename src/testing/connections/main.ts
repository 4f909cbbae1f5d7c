/**
 * `npm run test:connections -- [programs] [seed]`: run random programs with streams in both languages, and compare their
 * traces, event for event.
 */
import { compareRuns } from "../compare-runs.ts";
import { generate } from "./program.ts";
import { toPython, toTypeScript } from "./write.ts";

/** Return the exit status. */
export function main(args: string[]): Promise<number> {
  return compareRuns("test:connections", args, (seed) => {
    const program = generate(seed);
    const { network } = program;
    return { python: toPython(program), typescript: toTypeScript(program), conditions: { network } };
  });
}
