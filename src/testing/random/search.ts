/** Look for a random program that the runtime, or the guest, and CPython's stock loop run in different ways; shrinks it. */
import fc from "fast-check";
import { randomProgram } from "./arbitrary.ts";
import { compareRuntime, type Compare, type Disagreement, type Outcome } from "./compare.ts";
import { programText, type RandomProgram } from "./program.ts";

/** Number of programs sent to Python at once. */
const BATCH = 250;

export interface Search {
  programs: number;
  seed: number;
  /** The comparison with CPython; by default of the runtime. */
  compare?: Compare;
  /** Called with the number of programs that agreed so far. */
  onProgress?: (count: number) => void;
}

/** Return the smallest disagreement as text, with the seed and path that reproduce it; null if all agree. */
export async function findDisagreement({
  programs,
  seed,
  compare = compareRuntime,
  onProgress,
}: Search): Promise<string | null> {
  for (let start = 0; start < programs; start += BATCH) {
    const numRuns = Math.min(BATCH, programs - start);
    const batch = fc.sample(randomProgram, { seed: seed + start, numRuns });
    const [first] = await compare(batch);
    if (first) return shrink(seed + start, first, compare);
    onProgress?.(start + numRuns);
  }
  return null;
}

/** Shrink the program that failed: the same seed gives the same programs. */
async function shrink(seed: number, { index }: Disagreement, compare: Compare): Promise<string> {
  const agrees = async (program: RandomProgram) => (await compare([program])).length === 0;
  const property = fc.asyncProperty(randomProgram, agrees);
  const result = await fc.check(property, { seed, path: String(index), numRuns: 1 });
  const [program] = result.counterexample ?? [];
  if (!program) throw new Error(`Program ${index} of seed ${seed} disagrees only after those before it.`);
  const [disagreement] = await compare([program]);
  return [
    `seed ${seed}, path ${result.counterexamplePath}, shrunk in ${result.numShrinks} steps:`,
    programText(program),
    JSON.stringify(program),
    disagreement ? difference(disagreement) : "",
  ].join("\n");
}

/** Write the outcomes of both sides, and mark the first line that differs. */
function difference({ here, cpython }: Disagreement): string {
  const [there, ours] = [linesOf(cpython), linesOf(here)];
  const first = there.findIndex((line, index) => line !== ours[index]);
  const apart = first < 0 ? there.length : first;
  const mark = (line: string, index: number) => `${index === apart ? ">" : " "} ${line}`;
  return ["CPython:", ...there.map(mark), "here:", ...ours.map(mark)].join("\n");
}

function linesOf({ lines, iterations }: Outcome): string[] {
  return [...lines, ...iterations.map((names) => `| ${names}`)];
}
