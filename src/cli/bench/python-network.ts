/**
 * Benchmark of Python on the simulated network: traced on the guest's loop, and on asyncio's own selector loop, without
 * instrumentation, on the same network. A round is a whole run, the interpreter's reset included. Rounds alternate.
 */
import { loadPythonInNode } from "../../guests/python/boot-node.ts";
import { prepareInterpreter } from "../../guests/python/interpreter.ts";
import { PythonGuest } from "../../guests/python/python-guest.ts";
import type { NetworkOptions } from "../../share/network.ts";
import { Recorder } from "../../trace/recorder.ts";
import workloads from "./network-workloads.py?raw";

const WARM_UP = 1;
/** A round takes seconds. */
const MOST_ROUNDS = 3;

// Taken now: while a program runs, `performance.now` is the program's virtual time.
const realNow = performance.now.bind(performance);

const works: Readonly<Record<string, { text: string; network?: NetworkOptions }>> = {
  echo_round_trips: { text: "Python: 2000 echo round trips" },
  connections: { text: "Python: 10000 connections, 100 at once" },
  slow_link: {
    text: "Python: 100 MB at 10 Mbit/s",
    network: { "localhost.latency": 0.02, "localhost.bandwidth": 1_250_000 },
  },
};

type Row = { traced: number[]; untraced: number[] };

/** Measure each work, in seconds. */
export async function benchPythonNetwork(rounds: number): Promise<Record<string, Row>> {
  const guest = new PythonGuest(prepareInterpreter(await loadPythonInNode()));
  const found: Record<string, Row> = {};
  for (const [name, { text, network }] of Object.entries(works)) {
    const row: Row = (found[text] = { traced: [], untraced: [] });
    const time = (run: string) => {
      const instrument = new Recorder({ cap: Infinity, onChunk: () => {}, onFull: () => {} });
      const started = realNow();
      const end = guest.run(`${workloads}\n${run}(${name})\n`, {
        seed: 1,
        instrument,
        ...(network ? { network } : {}),
      });
      if (end.outcome !== "ok") throw new Error(`${run}(${name}): ${end.error}`);
      return (realNow() - started) / 1000;
    };
    for (let round = -WARM_UP; round < Math.min(rounds, MOST_ROUNDS); round++) {
      const [traced, untraced] = [time("run"), time("run_stock")];
      if (round < 0) continue;
      row.traced.push(traced);
      row.untraced.push(untraced);
    }
  }
  return found;
}
