/**
 * Runs random programs on CPython's stock loop and on the runtime, and tells where the two part. Compared are all lines,
 * and the callbacks of every iteration by name; and the lines of a run that no instrument watches.
 */
import type { Instrument } from "../../runtime/instrument.ts";
import stockLoop from "../oracle/stock-loop.py?raw";
import { runPython } from "../run-python.ts";
import { cpythonName, iterationsOf } from "../twins/comparable-events.ts";
import actions from "./actions.py?raw";
import interpreter from "./interpreter.py?raw";
import { runHere } from "./interpreter.ts";
import type { RandomProgram } from "./program.ts";
import steps from "./steps.py?raw";
import world from "./world.py?raw";

/** What a program came to, as text: its lines, and a line for each iteration. */
export interface Outcome {
  readonly lines: readonly string[];
  readonly iterations: readonly string[];
}

export interface Disagreement {
  /** The program's place among those that were compared. */
  readonly index: number;
  readonly here: Outcome;
  readonly cpython: Outcome;
}

const MODULE = [stockLoop, world, actions, steps, interpreter].join("\n");

const SETUP = `exec(compile(${JSON.stringify(MODULE)}, "interpreter.py", "exec"))\n`;

/** Those programs, of many, that the two sides run in different ways. */
export async function compare(programs: readonly RandomProgram[]): Promise<Disagreement[]> {
  const cpython = await runOnStockLoop(programs);
  return programs.flatMap((program, index) => {
    const there = cpython[index] as Outcome;
    const here = record(program);
    const unwatched = { ...here, lines: runHere(program) };
    const different = [here, unwatched].find((outcome) => JSON.stringify(outcome) !== JSON.stringify(there));
    return different ? [{ index, here: different, cpython: there }] : [];
  });
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
    `${SETUP}print(json.dumps([run_program(program) for program in json.loads(${data})]))\n`,
  );
  if (error !== null) throw new Error(`The interpreter in Python failed: ${error}`);
  const results = JSON.parse(stdout.slice(0, stdout.indexOf("\n"))) as [string[], string[]][];
  return results.map(([lines, order]) => ({ lines, iterations: iterationsOf(order) }));
}
