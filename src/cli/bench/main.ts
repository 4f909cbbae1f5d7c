/**
 * `npm run bench -- runtime [--json] [--rounds N]`: the TypeScript runtime, traced and not, against CPython's asyncio
 * and uvloop where `python3` and `uvloop` are installed. Medians of warm rounds; ratios within one run, since the
 * machine's speed drifts.
 */
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { EventLoop } from "../../runtime/event-loop.ts";
import { Recorder } from "../../trace/recorder.ts";
import { workloads } from "./workloads.ts";

type Medians = Record<string, number>;

/** Returns the exit status. */
export function main(args: string[]): number {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: "boolean" }, rounds: { type: "string", default: "7" } },
  });
  const rounds = Number(values.rounds);
  if (positionals[0] !== "runtime" || !Number.isInteger(rounds) || rounds < 1) {
    process.stderr.write("usage: npm run bench -- runtime [--json] [--rounds N]\n");
    return 2;
  }
  const columns: Record<string, Medians | null> = {
    traced: measure(rounds, true),
    untraced: measure(rounds, false),
    asyncio: measurePython("asyncio", rounds),
    uvloop: measurePython("uvloop", rounds),
  };
  process.stdout.write(values.json ? `${JSON.stringify({ machine: machine(), columns })}\n` : table(columns));
  return 0;
}

function measure(rounds: number, traced: boolean): Medians {
  return Object.fromEntries(
    Object.entries(workloads).map(([name, workload]) => {
      const times: number[] = [];
      // The first rounds are for the compiler.
      for (let round = -3; round < rounds; round++) {
        const recorder = new Recorder({ cap: 1e8, onChunk: () => {}, onFull: () => {} });
        const loop = new EventLoop(traced ? recorder : {});
        const started = performance.now();
        loop.runUntilComplete(workload());
        if (round >= 0) times.push((performance.now() - started) / 1000);
      }
      return [name, median(times)];
    }),
  );
}

/** Null where it is not installed. */
function measurePython(loop: string, rounds: number): Medians | null {
  const script = fileURLToPath(new URL("./workloads.py", import.meta.url));
  const { status, stdout } = spawnSync("python3", [script, loop, String(rounds)], { encoding: "utf8" });
  if (status !== 0) return null;
  const { seconds } = JSON.parse(stdout) as { seconds: Record<string, number[]> };
  return Object.fromEntries(Object.entries(seconds).map(([name, times]) => [name, median(times)]));
}

function table(columns: Record<string, Medians | null>): string {
  const rows = Object.keys(workloads).map((name) => {
    const traced = columns.traced?.[name] as number;
    const cells = Object.values(columns).map((medians) => {
      const seconds = medians?.[name];
      return seconds === undefined
        ? "-"
        : `${(seconds * 1000).toFixed(1)} ms (${(seconds / traced).toFixed(1)}×)`;
    });
    return [name, ...cells];
  });
  const lines = [["workload", ...Object.keys(columns)], ...rows].map((row) =>
    row.map((cell, i) => cell.padEnd(i === 0 ? 22 : 20)).join(""),
  );
  return `${machine()}; median of a round, and how many times the traced runtime's\n${lines.join("\n")}\n`;
}

function machine(): string {
  return `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}`;
}

function median(times: number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}
