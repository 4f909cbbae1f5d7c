/**
 * `npm run test:threads -- [programs] [seed]`: run random programs with threads in virtual time and on native CPython
 * (`python3`), and compare what they print and when. Exit status 0 if all agree, 1 with the first that does not.
 * `npm run test:threads -- record` keeps what the first programs printed natively, for the unit tests.
 */
import { writeFile } from "node:fs/promises";
import { bootPythonInNode } from "../../guests/python/boot-node.ts";
import { difference } from "./compare.ts";
import type { NativeLines } from "./corpus.ts";
import { determinedProgram, nativeLinesOf, type RandomProgram } from "./search.ts";

/** Native programs at once: they sleep most of the time. */
const AT_ONCE = 6;
/** Programs that the unit tests run. */
const RECORDED = 40;

/** Return the exit status. */
export async function main(args: string[]): Promise<number> {
  const isRecording = args[0] === "record";
  const [wanted = 1000, first = 1] = isRecording ? [RECORDED] : args.map(Number);
  if (![wanted, first].every((number) => Number.isSafeInteger(number) && number >= 0)) {
    process.stderr.write("usage: npm run test:threads -- [programs] [seed]\n");
    return 2;
  }
  const guest = await bootPythonInNode();
  const recorded: { seed: number; lines: NativeLines }[] = [];
  let [seed, agreed] = [first, 0];
  while (agreed < wanted) {
    const batch: RandomProgram[] = [];
    while (batch.length < Math.min(AT_ONCE, wanted - agreed)) {
      const program = determinedProgram(guest, seed++);
      if (program) batch.push(program);
    }
    const native = await Promise.all(batch.map(({ source, virtual }) => nativeLinesOf(source, virtual)));
    for (const [i, { seed, source, virtual }] of batch.entries()) {
      const different = difference(virtual, native[i] ?? []);
      if (different) {
        process.stdout.write(`${source}\nseed ${seed}: ${different}\n`);
        return 1;
      }
      recorded.push({ seed, lines: native[i] ?? [] });
    }
    agreed += batch.length;
    if (agreed % 60 < batch.length || agreed === wanted)
      process.stdout.write(`${agreed} agree, up to seed ${seed - 1}\n`);
  }
  if (isRecording) {
    await writeFile(new URL("random-native.json", import.meta.url), `${JSON.stringify(recorded, null, 1)}\n`);
  }
  return 0;
}
