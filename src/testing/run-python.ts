/**
 * Runs Python programs for tests. The interpreter boots once in a worker and serves all test files there: the guest
 * resets itself between two programs.
 */
import { postgresFor } from "../cli/postgres.ts";
import { recordChunks } from "../cli/record.ts";
import type { RunEnd } from "../share/run-end.ts";
import { bootPythonInNode } from "../guests/python/boot-node.ts";
import type { PythonGuest } from "../guests/python/python-guest.ts";
import { exportEvents, type ExportedEvent } from "../formats/export-events.ts";
import type { WheelFile } from "../share/packages.ts";
import type { Conditions } from "../share/program.ts";
import { Trace } from "../trace/trace.ts";

export interface PythonRun extends RunEnd {
  events: ExportedEvent[];
  stdout: string;
  stderr: string;
}

let booting: Promise<PythonGuest> | undefined;

export function bootPython(): Promise<PythonGuest> {
  return (booting ??= bootPythonInNode());
}

type Options = Partial<Conditions> & { cap?: number; wheels?: readonly WheelFile[] };

export async function runPython(source: string, options?: Options): Promise<PythonRun> {
  const guest = await bootPython();
  const run = await runPythonOn(guest, source, options);
  if (!guest.tidy()) booting = undefined;
  return run;
}

/** The same, on an interpreter of one's own. */
export async function runPythonOn(
  guest: PythonGuest,
  source: string,
  { seed = 1, cap = 100_000, ...conditions }: Options = {},
): Promise<PythonRun> {
  const trace = new Trace();
  const postgres = await postgresFor({ language: "python", source });
  const { end } = recordChunks(guest, source, seed, (chunk) => trace.append(chunk), {
    cap,
    postgres,
    ...conditions,
  });
  const events = exportEvents(trace);
  const text = (stream: string) =>
    events
      .filter((event) => event.kind === "outputWritten" && event.stream === stream)
      .map((event) => event.text)
      .join("");
  return { ...end, events, stdout: text("stdout"), stderr: text("stderr") };
}
