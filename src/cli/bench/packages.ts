/**
 * Benchmark of packages in the page: the first run of a program with aiohttp, whose wheels lie beside the page, and the second run,
 * which finds the modules imported.
 */
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { measureBuiltPage } from "./built-page.ts";
import { machine, median, percentile, table } from "./report.ts";

const PROGRAMS = ["aiohttp-semaphore"];
const WHEELS = "node_modules/.cache/loopscope/wheels";

interface Measured {
  browser: string;
  /** Milliseconds by program. */
  times: Record<string, { first: number; second: number }[]>;
}

/** Measure `rounds` pages for each program. Throws an Error without packed wheels (`npm run wheels`). */
export async function benchPackages(rounds: number) {
  const files = PROGRAMS.map((name) => `src/testing/packages/programs/${name}.py`);
  const measured = await measureBuiltPage<Measured>(
    "e2e/package-times.mjs",
    [String(rounds), ...files],
    (folder) => cp(WHEELS, join(folder, "wheels"), { recursive: true }),
  );
  const title = "from Run to the whole trace in the page; Python is there, the wheels lie beside the page";
  const seconds = (time: number) => `${(time / 1000).toFixed(2)} s`;
  const rows = Object.entries(measured.times).flatMap(([name, runs]) =>
    (["first", "second"] as const).map((which) => {
      const times = runs.map((run) => run[which]);
      return [`${name}, ${which}`, seconds(median(times)), seconds(percentile(times, 0.95))];
    }),
  );
  return {
    json: { machine: machine(), ...measured },
    text: `${machine()}, Chromium ${measured.browser}\n\n${title}\n${table([["", "median", "p95"], ...rows])}\n`,
  };
}
