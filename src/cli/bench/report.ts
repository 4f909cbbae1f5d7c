/** Tables and statistics of the benchmarks. */
import { cpus } from "node:os";

export function table(rows: string[][]): string {
  return rows.map((row) => row.map((cell, i) => cell.padEnd(i === 0 ? 22 : 20)).join("")).join("\n");
}

export function machine(): string {
  return `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}`;
}

export function median(times: number[]): number {
  return percentile(times, 0.5);
}

/** Return the value below which a share (0 to 1) of the times lies. */
export function percentile(times: number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}
