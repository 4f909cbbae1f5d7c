import { TypeScriptInNode } from "../guests/typescript/compile-node.ts";
import type { RunEnd } from "../share/run-end.ts";
import { exportEvents, type ExportedEvent } from "../formats/export-events.ts";
import { Recorder } from "../trace/recorder.ts";
import { Trace } from "../trace/trace.ts";

const names =
  "run, sleep, gather, print, createTask, currentTask, Lock, TaskGroup, CancelledError, Event, Queue, Semaphore, sleepBlocking";

/** Run a program after a line that imports asyncio; its own lines are numbered from 2 on. */
export function runTypeScript(
  source: string,
  cap = 100_000,
): RunEnd & { events: ExportedEvent[]; stdout: string; stderr: string } {
  const guest = new TypeScriptInNode();
  const trace = new Trace();
  const recorder = new Recorder({
    cap,
    onChunk: (chunk) => trace.append(chunk),
    onFull: () => guest.halt("full"),
  });
  const safepoint = () => recorder.flush();
  const result = guest.run(`import { ${names} } from "asyncio";\n${source}`, {
    seed: 1,
    instrument: recorder,
    safepoint,
  });
  recorder.flush();
  const events = exportEvents(trace);
  const text = (stream: string) =>
    events
      .flatMap((event) => (event.kind === "outputWritten" && event.stream === stream ? [event.text] : []))
      .join("");
  return { ...result, events, stdout: text("stdout"), stderr: text("stderr") };
}

/** Pick a value from each event of a kind. */
export function valuesOf<T>(
  events: readonly ExportedEvent[],
  kind: string,
  pick: (event: ExportedEvent) => T,
): T[] {
  return events.filter((event) => event.kind === kind).map(pick);
}
