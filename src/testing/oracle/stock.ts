/** Runs a Python program on CPython's own scheduler, in the guest's interpreter: the oracle, see `stock-loop.py`. */
import { expect } from "vitest";
import { runPython, type PythonRun } from "../run-python.ts";
import stockLoop from "./stock-loop.py?raw";

/** The outcome of a program. */
export interface Outcome {
  stdout: string[];
  stderr: string;
  /** The virtual time at which each line was written. */
  times: number[];
  /** The callbacks that ran, by name, "|" before each iteration. */
  order: string[];
}

/** The first line of a program for the stock loop. It ends with a newline: the program follows. */
export const onStockLoop = `exec(compile(${JSON.stringify(stockLoop)}, "stock-loop.py", "exec"), {"__name__": "stock_loop"})\n`;

/** Run a program that ends without an error on the stock loop; its lines are numbered from 2 on. */
export async function runOnStockLoop(source: string, seed = 1): Promise<Outcome> {
  const { stdout, stderr, error } = await runPython(onStockLoop + source, { seed });
  expect(error).toBeNull();
  const lines = stdout.split("\n").slice(0, -1);
  const recorded = JSON.parse(lines.pop()!) as Pick<Outcome, "order" | "times">;
  return { stdout: lines, stderr, ...recorded };
}

/** Return the outcome of a run on the guest's loop, from its trace. */
export function outcomeOf({ stdout, stderr, events }: PythonRun): Outcome {
  return {
    stdout: stdout.split("\n").slice(0, -1),
    stderr,
    times: events
      .filter(
        ({ kind, stream, text }) =>
          kind === "outputWritten" && stream === "stdout" && /\n$/.test(String(text)),
      )
      .map(({ time }) => time),
    order: events.flatMap(({ kind, name }) => {
      if (kind === "iterationStarted") return ["|"];
      return kind === "handleStarted" ? [String(name)] : [];
    }),
  };
}
