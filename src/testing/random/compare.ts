/**
 * Runs random programs on CPython's stock loop and on the runtime or in the Python guest, and reports where the two
 * differ. Compared are all lines, and the callbacks of every iteration by name; on the runtime also the lines of a run
 * without an instrument.
 */
import type { Instrument } from "../../runtime/instrument/instrument.ts";
import stockLoop from "../oracle/stock-loop.py?raw";
import { runPython } from "../run-python.ts";
import { cpythonName, iterationsOf } from "../parity/comparable-events.ts";
import actions from "./actions.py?raw";
import guest from "./guest.py?raw";
import interpreter from "./interpreter.py?raw";
import { runHere } from "./interpreter.ts";
import type { RandomProgram } from "./program.ts";
import steps from "./steps.py?raw";
import stock from "./stock.py?raw";
import world from "./world.py?raw";

/** The outcome of a program as text: its lines, and a line for each iteration. */
export interface Outcome {
  readonly lines: readonly string[];
  readonly iterations: readonly string[];
}

export interface Disagreement {
  /** The program's index among the compared ones. */
  readonly index: number;
  readonly here: Outcome;
  readonly cpython: Outcome;
}

const setup = (...before: string[]) => {
  const module = [...before, world, actions, steps, interpreter].join("\n");
  return `exec(compile(${JSON.stringify(module)}, "interpreter.py", "exec"))\n`;
};

const ON_STOCK_LOOP = setup(stockLoop, stock);
const IN_GUEST = setup(guest);

/** Return the programs that two sides run in different ways. */
export type Compare = (programs: readonly RandomProgram[]) => Promise<Disagreement[]>;

/** Compare the runtime. */
export async function compareRuntime(programs: readonly RandomProgram[]): Promise<Disagreement[]> {
  const cpython = await runOnStockLoop(programs);
  return programs.flatMap((program, index) => {
    const there = cpython[index] as Outcome;
    const here = record(program);
    const unwatched = { ...here, lines: runHere(program) };
    const different = [here, unwatched].find((outcome) => JSON.stringify(outcome) !== JSON.stringify(there));
    return different ? [{ index, here: different, cpython: there }] : [];
  });
}

/** Compare the Python guest up to a deadlock: a program writes nothing after it. */
export async function compareGuest(programs: readonly RandomProgram[]): Promise<Disagreement[]> {
  const disagreements: Disagreement[] = [];
  for (const [index, cpython] of (await runOnStockLoop(programs)).entries()) {
    const here = await runInGuest(programs[index] as RandomProgram);
    const there = here.deadlocked ? upToDeadlock(cpython, here.outcome.iterations.length) : cpython;
    if (JSON.stringify(here.outcome) !== JSON.stringify(there)) {
      disagreements.push({ index, here: here.outcome, cpython: there });
    }
  }
  return disagreements;
}

async function runInGuest(program: RandomProgram): Promise<{ outcome: Outcome; deadlocked: boolean }> {
  const data = JSON.stringify(JSON.stringify(program));
  const { outcome, error, stdout, events } = await runPython(
    `${IN_GUEST}import json\nrun(json.loads(${data}))\n`,
  );
  if (outcome !== "ok" && outcome !== "deadlock")
    throw new Error(`The interpreter in Python failed: ${error}`);
  const order = events.flatMap((event) =>
    event.kind === "iterationStarted" ? ["|"] : event.kind === "handleStarted" ? [event.name as string] : [],
  );
  const lines = stdout.split("\n").slice(0, -1);
  return { outcome: { lines, iterations: iterationsOf(order) }, deadlocked: outcome === "deadlock" };
}

function upToDeadlock({ lines, iterations }: Outcome, count: number): Outcome {
  const end = lines.findIndex((line) => line.endsWith(" ended: deadlock"));
  return { lines: lines.slice(0, end), iterations: iterations.slice(0, count) };
}

function record(program: RandomProgram): Outcome {
  const order: string[] = [];
  const instrument: Instrument = {
    iterationStarted: () => void order.push("|"),
    handleStarted: (_time, { name }) => void order.push(cpythonName(name)),
  };
  const lines = runHere(program, instrument);
  return { lines, iterations: iterationsOf(order) };
}

async function runOnStockLoop(programs: readonly RandomProgram[]): Promise<Outcome[]> {
  const data = JSON.stringify(JSON.stringify(programs));
  const { error, stdout } = await runPython(
    `${ON_STOCK_LOOP}print(json.dumps([outcome(program) for program in json.loads(${data})]))\n`,
  );
  if (error !== null) throw new Error(`The interpreter in Python failed: ${error}`);
  const results = JSON.parse(stdout.slice(0, stdout.indexOf("\n"))) as [string[], string[]][];
  return results.map(([lines, order]) => ({ lines, iterations: iterationsOf(order) }));
}
