/**
 * Runs a Python program on CPython's own `BaseEventLoop`, with a selector that moves a virtual clock, and on the guest's
 * loop, and expects the same of both: the callbacks of every iteration in order, all output, and the time of each line.
 */
import { expect } from "vitest";
import { runPython, type PythonRun } from "../run-python.ts";
import { outcomeOf, runOnStockLoop, type Outcome } from "./stock.ts";

/** Return both runs of a program that ends well. */
export async function runOnBothLoops(
  program: string,
  seed = 1,
): Promise<{ stock: Outcome; guest: PythonRun }> {
  const stock = await runOnStockLoop(program, seed);
  // The program begins in the second line there.
  const guest = await runPython(`\n${program}`, { seed });
  expect(guest.error).toBeNull();
  const ours = outcomeOf(guest);
  expect(ours.stdout).toEqual(stock.stdout);
  expect(ours.times).toEqual(stock.times);
  expect(withoutLibraries(ours.stderr)).toEqual(withoutLibraries(stock.stderr));
  expect(ours.order.join(" ")).toBe(stock.order.join(" "));
  return { stock, guest };
}

/** Leave out a traceback's frames in the library, where the two loops have different places. */
function withoutLibraries(text: string): string[] {
  const lines = text.split("\n").filter((line) => !/^ *File "(?!program)|^ {4}|^ *[~^]+$/.test(line));
  return lines.map((line) =>
    line.replaceAll(/(at|defined at|created at) [^ ]*(loop|base_events)[^ ]*:\d+/g, "$1 …"),
  );
}
