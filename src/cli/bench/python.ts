/**
 * Benchmark of CPython in one interpreter on two loops: traced on the TypeScript loop, by the guest and a recorder as in
 * a worker of the page, and untraced on its own loop. Rounds alternate.
 */
import { readFile } from "node:fs/promises";
import { loadPythonInNode } from "../../guests/python/boot-node.ts";
import { prepareInterpreter } from "../../guests/python/interpreter.ts";
import { PythonGuest } from "../../guests/python/python-guest.ts";
import { Recorder } from "../../trace/recorder.ts";
import { machine, median, percentile, table } from "./report.ts";
import stockLoop from "./stock-loop.py?raw";
import workloads from "./workloads.py?raw";

/** Rounds that are not counted: the engine compiles the code in them. */
const WARM_UP = 3;
const HELLO_RUNS = 100;

// Taken now: while a program runs, `performance.now` is the program's virtual time.
const realNow = performance.now.bind(performance);

/** Measure `rounds` rounds of each workload on both loops. */
export async function benchPython(rounds: number) {
  const pyodide = await loadPythonInNode();
  const guest = new PythonGuest(prepareInterpreter(pyodide));
  const stock = pyodide.runPython(`${stockLoop}\nround_of`) as (program: string, name: string) => number;
  const names = [...workloads.matchAll(/^async def (\w+)/gm)].map((found) => found[1] as string);

  const columns: Record<"traced" | "stock", Record<string, number[]>> = { traced: {}, stock: {} };
  for (const name of names) {
    const traced: number[] = (columns.traced[name] = []);
    const untraced: number[] = (columns.stock[name] = []);
    for (let round = -WARM_UP; round < rounds; round++) {
      const seconds = [tracedRound(guest, name), stock(workloads, name)] as const;
      if (round < 0) continue;
      traced.push(seconds[0]);
      untraced.push(seconds[1]);
    }
  }
  const hello = await helloWorld(guest);
  return {
    json: { machine: machine(), seconds: columns, helloWorld: hello },
    text: [
      machine(),
      medians(columns),
      `hello world, from Run to the whole trace: p50 ${hello.p50.toFixed(1)} ms, p95 ${hello.p95.toFixed(1)} ms\n`,
    ].join("\n\n"),
  };
}

/** Recorder that measures the time from the first start of the loop to its last stop. */
class TimedRecorder extends Recorder {
  started = 0;
  stopped = 0;

  override loopStarted(time: number): void {
    this.started ||= realNow();
    super.loopStarted(time);
  }

  override loopStopped(time: number): void {
    super.loopStopped(time);
    this.stopped = realNow();
  }
}

/** Return the seconds of one traced round. */
function tracedRound(guest: PythonGuest, name: string): number {
  const recorder = new TimedRecorder({ cap: Infinity, onChunk: () => {}, onFull: () => {} });
  const end = guest.run(`${workloads}\nasyncio.run(${name}())\n`, { seed: 1, instrument: recorder });
  if (end.outcome !== "ok") throw new Error(`${name}: ${end.error}`);
  return (recorder.stopped - recorder.started) / 1000;
}

async function helloWorld(guest: PythonGuest): Promise<{ p50: number; p95: number }> {
  // npm starts a script in the project's folder.
  const source = await readFile("src/examples/python/hello-world.py", "utf8");
  const times: number[] = [];
  for (let run = 0; run < HELLO_RUNS; run++) {
    const started = realNow();
    const recorder = new Recorder({ cap: Infinity, onChunk: () => {}, onFull: () => {} });
    guest.run(source, { seed: 1, instrument: recorder });
    recorder.flush();
    times.push(realNow() - started);
    // As a worker does, when the trace is on its way.
    guest.tidy();
  }
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

/** Table of the median of a round on each loop, and their ratio. */
function medians({ traced, stock }: Record<"traced" | "stock", Record<string, number[]>>): string {
  const rows = Object.keys(traced).map((name) => {
    const ours = median(traced[name] as number[]);
    const theirs = median(stock[name] as number[]);
    const [tracedCell, stockCell] = [ours, theirs].map((seconds) => `${(seconds * 1000).toFixed(1)} ms`);
    return [name, tracedCell as string, stockCell as string, `${(ours / theirs).toFixed(2)}×`];
  });
  return table([["workload", "traced", "stock loop", "ratio"], ...rows]);
}
