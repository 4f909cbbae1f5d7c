/**
 * Benchmark of the TypeScript runtime, traced and untraced, against CPython's asyncio and uvloop if `python3` and
 * `uvloop` are installed. Each column is a process of its own.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { machine, median, table } from "./report.ts";
import type { Measured } from "./runtime.ts";

/** Measurements by column; null for one that is not installed. */
type Columns = Record<string, Measured | null>;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Measure `rounds` rounds of each workload in each column. */
export async function benchRuntime(rounds: number) {
  const runtime = (column: string) =>
    spawn(process.execPath, [here("bundled.mjs"), "runtime.ts", column, String(rounds)]);
  const python = (loop: string) => spawn("python3", [here("native.py"), loop, String(rounds)]);
  const columns: Columns = {
    traced: runtime("traced"),
    untraced: runtime("untraced"),
    asyncio: python("asyncio"),
    uvloop: python("uvloop"),
  };
  return {
    json: { machine: machine(), columns },
    text: [machine(), medians(columns), scaling(columns), sizes(columns)].join("\n\n"),
  };
}

function spawn(command: string, args: string[]): Measured | null {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8" });
  return status === 0 ? (JSON.parse(stdout) as Measured) : null;
}

/** Table of the median of a round, and its ratio to the traced runtime's. */
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

function sizes({ traced }: Columns): string {
  const sizes = Object.entries(traced?.bytesAnEvent ?? {});
  return `bytes an event: ${sizes.map(([name, bytes]) => `${name} ${bytes.toFixed(0)}`).join(", ")}\n`;
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
