/**
 * `npm run test:random -- [programs] [seed] [guest]`: a long search for a program that the runtime, or with "guest" the
 * Python guest, and CPython run in different ways. Prints the rate. Exit status 0 if all agree, 1 with the
 * smallest that does not, 2 for misuse.
 */
import { compareGuest, compareRuntime } from "./compare.ts";
import { findDisagreement } from "./search.ts";

const PROGRAMS_A_LINE = 5000;

/** Returns the exit status. */
export async function main(args: string[]): Promise<number> {
  const compare = args.at(-1) === "guest" ? compareGuest : compareRuntime;
  if (compare === compareGuest) args.pop();
  const [programs = 10_000, seed = Date.now() % 1_000_000] = args.map(Number);
  if (args.length > 2 || ![programs, seed].every((number) => Number.isSafeInteger(number) && number >= 0)) {
    process.stderr.write("usage: npm run test:random -- [programs] [seed] [guest]\n");
    return 2;
  }
  process.stdout.write(`${programs} programs from seed ${seed}\n`);
  const started = performance.now();
  const onProgress = (count: number) => {
    if (count % PROGRAMS_A_LINE > 0 && count < programs) return;
    const rate = Math.round((count * 1000) / (performance.now() - started));
    process.stdout.write(`${count} agree, ${rate} a second\n`);
  };
  const disagreement = await findDisagreement({ programs, seed, compare, onProgress });
  if (disagreement !== null) process.stdout.write(`${disagreement}\n`);
  return disagreement === null ? 0 : 1;
}
