/** Search for random programs with threads that run in another way than on native CPython (`generate.ts`). */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { recordProgram } from "../../cli/record.ts";
import { exportEvents } from "../../formats/export-events.ts";
import type { Guest } from "../../guests/guest.ts";
import type { NativeLines } from "./corpus.ts";
import { difference, linesOf } from "./compare.ts";
import { generate } from "./generate.ts";

/** Seconds between two times at which threads wake up, so that a native machine keeps their order. */
const APART = 0.008;
/** Runs of a program that a busy machine has delayed. */
const TRIES = 60;
/** Milliseconds after which a run is given up: threads that a busy machine has delayed may wait for each other for ever. */
const PATIENCE = 60_000;

const run = promisify(execFile);

export interface RandomProgram {
  readonly seed: number;
  readonly source: string;
  /** Lines in virtual time. */
  readonly virtual: NativeLines;
}

/** Return the program of a seed; null if two of its threads wake up too close to each other. */
export function determinedProgram(guest: Guest, seed: number): RandomProgram | null {
  const source = generate(seed);
  const { store, end } = recordProgram(guest, source, 1);
  const events = exportEvents(store.trace);
  const times = events
    .filter(({ kind, until }) => kind === "threadSuspended" && Number(until) > 0)
    .map(({ until }) => Number(until))
    .sort((a, b) => a - b);
  if (times.some((time, i) => i > 0 && time - (times[i - 1] as number) < APART)) return null;
  const output = events.filter(({ kind }) => kind === "outputWritten").map(({ text }) => String(text));
  if (end.outcome !== "ok") output.push(`0 ${end.outcome} ${end.error}\n`);
  return { seed, source, virtual: linesOf(output.join("")) };
}

/**
 * Return the lines of a program on native CPython, the earliest time of each among the runs that print the same, as soon as
 * they agree with `virtual`; else those of the last run.
 */
export async function nativeLinesOf(source: string, virtual: NativeLines): Promise<NativeLines> {
  const earliest = new Map<string, NativeLines>();
  let best: NativeLines = [];
  for (let i = 0; i < TRIES; i++) {
    const ended = await run("python3", ["-c", source], { timeout: PATIENCE }).catch(
      (error: { killed?: boolean }) => {
        if (!error.killed) throw error;
        return null;
      },
    );
    if (!ended) continue;
    const { stdout, stderr } = ended;
    const lines = linesOf(stdout + (stderr && `0 ${stderr}`));
    const texts = JSON.stringify(lines.map(([, text]) => text));
    const before = earliest.get(texts) ?? lines;
    best = lines.map(([time, text], j) => [Math.min(time, before[j]?.[0] ?? time), text]);
    if (difference(virtual, best) === null) break;
    earliest.set(texts, best);
  }
  return best;
}
