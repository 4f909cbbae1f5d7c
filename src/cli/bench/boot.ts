/**
 * Benchmark of the start of Python in the page: from the opening of a link whose Run is pressed at once to the end of its
 * program, on a first visit and on a second, which has a snapshot; beside the stock `loadPyodide`, whose files are cached.
 */
import { encodeProgram } from "../../share/permalink.ts";
import { measureBuiltPage } from "./built-page.ts";
import { machine, median, percentile, table } from "./report.ts";

interface Measured {
  browser: string;
  /** Milliseconds. */
  times: Record<string, number[]>;
}

/** Measure `rounds` browser contexts. */
export async function benchBoot(rounds: number) {
  const hash = encodeProgram({
    language: "python",
    seed: 1,
    source: "import asyncio\nasyncio.run(asyncio.sleep(1))",
  });
  const measured = await measureBuiltPage<Measured>("e2e/boot-times.mjs", [String(rounds), hash]);
  const rows = Object.entries(measured.times).map(([what, times]) => [
    what,
    ...[median(times), percentile(times, 0.95)].map((time) => `${(time / 1000).toFixed(2)} s`),
  ]);
  const title = "from the opening of a page to the end of a program in Python";
  return {
    json: { machine: machine(), ...measured },
    text: `${machine()}, Chromium ${measured.browser}\n\n${title}\n${table([["", "median", "p95"], ...rows])}\n`,
  };
}
