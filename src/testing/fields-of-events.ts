/** Events of a Python run as lines of chosen fields, for tests of the guest's instrumentation. */
import type { ExportedEvent } from "../formats/export-events.ts";
import { runPython } from "./run-python.ts";
import { expect } from "vitest";

/** Run a Python program, and return a line for each event of the given kinds: the kind, then the named fields. */
export async function fieldsOfEvents(source: string, kinds: string[], fields: string[]) {
  const run = await runPython(source);
  expect(run).toMatchObject({ error: null, stderr: "" });
  const events = run.events.filter((event) => kinds.includes(event.kind) && !isHousekeeping(event));
  return events.map((event) =>
    [event.kind, ...fields.filter((f) => f in event).map((f) => event[f])].join(" "),
  );
}

/** `asyncio.run` ends with two tasks that the program did not create. */
const isHousekeeping = (event: ExportedEvent) => String(event.coroutine).startsWith("BaseEventLoop.");
