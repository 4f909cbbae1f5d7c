/**
 * `npm run bench -- runtime [--json] [--rounds N]`: the TypeScript runtime, traced and not, against CPython's asyncio
 * and uvloop where `python3` and `uvloop` are installed. Medians of warm rounds; each column is a process of its own,
 * and ratios are within one call, since the machine's speed drifts.
 */
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BYTES_AN_EVENT } from "../../trace/format.ts";
import type { Measured } from "./runtime.ts";

/** Null for what is not installed. */
type Columns = Record<string, Measured | null>;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Returns the exit status. */
export function main(args: string[]): number {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: "boolean" }, rounds: { type: "string", default: "15" } },
  });
  const { rounds } = values;
  if (positionals[0] !== "runtime" || !(Number.isInteger(Number(rounds)) && Number(rounds) > 0)) {
    process.stderr.write("usage: npm run bench -- runtime [--json] [--rounds N]\n");
    return 2;
  }
  const runtime = (column: string) =>
    spawn(process.execPath, [here("../start.mjs"), "bench/runtime.ts", column, rounds]);
  const python = (loop: string) => spawn("python3", [here("workloads.py"), loop, rounds]);
  const columns: Columns = {
    traced: runtime("traced"),
    untraced: runtime("untraced"),
    asyncio: python("asyncio"),
    uvloop: python("uvloop"),
  };
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ machine: machine(), bytesAnEvent: BYTES_AN_EVENT, columns })}\n`
      : [machine(), medians(columns), scaling(columns), `${BYTES_AN_EVENT} bytes a recorded event\n`].join(
          "\n\n",
        ),
  );
  return 0;
}

function spawn(command: string, args: string[]): Measured | null {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8" });
  return status === 0 ? (JSON.parse(stdout) as Measured) : null;
}

/** The median of a round, and how many times the traced runtime's. */
function medians(columns: Columns): string {
  const rows = Object.entries(columns["traced"]?.seconds ?? {}).map(([name, traced]) => {
    const cells = Object.values(columns).map((column) => {
      const times = column?.seconds[name];
      if (!times) return "-";
      return `${(median(times) * 1000).toFixed(1)} ms (${(median(times) / median(traced)).toFixed(1)}×)`;
    });
    return [name, ...cells];
  });
  return table([["workload", ...Object.keys(columns)], ...rows]);
}

/** What a callback of a call_soon chain costs, by the length of the chain. */
function scaling(columns: Columns): string {
  const measured = Object.entries(columns).filter(([, column]) => column?.nanosecondsACallback);
  const counts = Object.keys(measured[0]?.[1]?.nanosecondsACallback ?? {});
  const rows = measured.map(([name, column]) => [
    name,
    ...counts.map((count) => `${column?.nanosecondsACallback?.[count]} ns`),
  ]);
  return table([["callbacks", ...counts], ...rows]);
}

function table(rows: string[][]): string {
  return rows.map((row) => row.map((cell, i) => cell.padEnd(i === 0 ? 22 : 20)).join("")).join("\n");
}

function machine(): string {
  return `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}`;
}

function median(times: number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}
