/**
 * `npm run test:sockets -- [programs] [seed]`: run random programs with connections in virtual time and on native CPython
 * (`PYTHON`, or `python3`), over real loopback, and compare what they print. Exit status 0 if all agree, 1 with the first that
 * does not. `npm run test:sockets -- record` keeps what the first programs printed natively, for the unit tests.
 */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { runPython } from "../run-python.ts";
import { generate } from "./generate.ts";

const run = promisify(execFile);

/** Native programs at once: they sleep most of the time. */
const AT_ONCE = 6;
/** Programs that the unit tests run. */
const RECORDED = 40;
/** Runs of a program that a busy machine has delayed. */
const TRIES = 5;

/** Return the lines that a program prints here. */
async function linesOf(source: string): Promise<string[]> {
  const { stdout, stderr, error } = await runPython(source);
  return linesIn(stdout, stderr || (error ?? ""));
}

/** Return the lines of native CPython, as soon as they are those of `virtual`, else those of the last of several runs. */
async function nativeLinesOf(source: string, virtual: readonly string[]): Promise<string[]> {
  let lines: string[] = [];
  for (let i = 0; i < TRIES && lines.join("\n") !== virtual.join("\n"); i++) {
    const ran = run(process.env["PYTHON"] ?? "python3", ["-c", source]);
    const { stdout, stderr } = await ran.catch((error: { stdout: string; stderr: string }) => error);
    lines = linesIn(stdout, stderr);
  }
  return lines;
}

const linesIn = (stdout: string, failure: string) => [
  ...stdout.split("\n").slice(0, -1),
  ...(failure === "" ? [] : [`stderr: ${failure}`]),
];

/** Return the exit status. */
export async function main(args: string[]): Promise<number> {
  const isRecording = args[0] === "record";
  const [wanted = 200, first = 1] = isRecording ? [RECORDED] : args.map(Number);
  if (![wanted, first].every((number) => Number.isSafeInteger(number) && number >= 0)) {
    process.stderr.write("usage: npm run test:sockets -- [programs] [seed]\n");
    return 2;
  }
  const recorded: { seed: number; lines: string[] }[] = [];
  for (let seed = first; seed < first + wanted; seed += AT_ONCE) {
    const seeds = Array.from({ length: Math.min(AT_ONCE, first + wanted - seed) }, (_, i) => seed + i);
    const virtual: string[][] = [];
    for (const each of seeds) virtual.push(await linesOf(generate(each)));
    const native = await Promise.all(seeds.map((each, i) => nativeLinesOf(generate(each), virtual[i] ?? [])));
    for (const [i, each] of seeds.entries()) {
      if (virtual[i]?.join("\n") !== native[i]?.join("\n")) {
        const both = `here:\n${virtual[i]?.join("\n")}\n\nnatively:\n${native[i]?.join("\n")}`;
        process.stdout.write(`${generate(each)}\nseed ${each}\n${both}\n`);
        return 1;
      }
      recorded.push({ seed: each, lines: native[i] ?? [] });
    }
  }
  process.stdout.write(`${recorded.length} agree\n`);
  if (isRecording) {
    await writeFile(new URL("random-native.json", import.meta.url), `${JSON.stringify(recorded, null, 1)}\n`);
  }
  return 0;
}
