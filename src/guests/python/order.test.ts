/** The order of everything, against CPython's own scheduler in the same interpreter. Nothing expected is written down. */
import { describe, expect, test } from "vitest";
import programs from "../../testing/oracle/programs.py?raw";
import randomSchedule from "../../testing/oracle/random-schedule.py?raw";
import stockLoop from "../../testing/oracle/stock-loop.py?raw";
import { runPython } from "../../testing/run-python.ts";

const table = programs
  .split(/^# ---- /m)
  .slice(1)
  .map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)] as const);

/** Both runs have the program in the same lines, below this one. */
const oracle = `exec(compile(${JSON.stringify(stockLoop)}, "stock-loop.py", "exec"), {"__name__": "stock_loop"})\n`;

async function compare(program: string, seed = 1) {
  const ours = await runPython(`\n${program}`, { seed });
  const stock = await runPython(oracle + program, { seed });
  expect(stock.error).toBeNull();
  expect(ours.error).toBeNull();

  const stockLines = stock.stdout.split("\n").slice(0, -1);
  const stockOrder = JSON.parse(stockLines.pop()!) as string[];
  expect(ours.stdout.split("\n").slice(0, -1)).toEqual(stockLines);
  expect(withoutLibraries(ours.stderr)).toEqual(withoutLibraries(stock.stderr));
  const order = ours.events.flatMap((event) =>
    event.kind === "iterationStarted" ? ["|"] : event.kind === "handleStarted" ? [event.name] : [],
  );
  expect(order.join(" ")).toBe(stockOrder.join(" "));
}

/** The two loops are not in the same place of the interpreter's library: the frames of a traceback there differ. */
function withoutLibraries(text: string): string[] {
  const lines = text.split("\n").filter((line) => !/^ *File "(?!program)|^ {4}|^ *[~^]+$/.test(line));
  return lines.map((line) =>
    line.replaceAll(/(at|defined at|created at) [^ ]*(loop|base_events)[^ ]*:\d+/g, "$1 …"),
  );
}

describe("as on CPython's own scheduler:", () => {
  test.each(table)("%s", (_name, program) => compare(program));

  test.each(Array.from({ length: 40 }, (_, seed) => seed))("random schedule %i", (seed) =>
    compare(randomSchedule, seed),
  );
});
