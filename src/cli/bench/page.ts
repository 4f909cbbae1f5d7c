/** Benchmark of the first visit: time from opening a TypeScript example to the first frame of its trace. */
import { measureBuiltPage } from "./built-page.ts";
import { machine, median, percentile, table } from "./report.ts";

const MEGABITS = 10;
const LATENCY_MS = 40;
const EXAMPLES = ["hello-world", "semaphore"];

interface Measured {
  browser: string;
  /** Milliseconds by the query of the address. */
  times: Record<string, number[]>;
}

/** Measure `rounds` visits of each example. */
export async function benchPage(rounds: number) {
  const queries = EXAMPLES.map((example) => `?example=${example}&lang=typescript`);
  const args = [String(rounds), String(MEGABITS), String(LATENCY_MS), ...queries];
  const measured = await measureBuiltPage<Measured>("e2e/first-frame.mjs", args);
  return {
    json: { machine: machine(), megabits: MEGABITS, latency: LATENCY_MS, ...measured },
    text: [`${machine()}, Chromium ${measured.browser}`, firstFrames(measured)].join("\n\n"),
  };
}

function firstFrames({ times }: Measured): string {
  const title = `a TypeScript example opened, nothing cached, ${MEGABITS} Mbit/s, ${LATENCY_MS} ms latency, to the first frame of its trace`;
  const milliseconds = (time: number) => `${time.toFixed(0)} ms`;
  const rows = Object.entries(times).map(([query, measured]) => [
    new URLSearchParams(query).get("example") ?? query,
    milliseconds(median(measured)),
    milliseconds(percentile(measured, 0.95)),
  ]);
  return `${title}\n${table([["", "median", "p95"], ...rows])}\n`;
}
