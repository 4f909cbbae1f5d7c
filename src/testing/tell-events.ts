import type { ExportedEvent } from "../formats/export-events.ts";
import { runPython } from "./run-python.ts";
import { expect } from "vitest";

/** Return the named fields of the events of some kinds, in order. */
export async function tell(source: string, kinds: string[], fields: string[]) {
  const run = await runPython(source);
  expect(run).toMatchObject({ error: null, stderr: "" });
  const told = run.events.filter((event) => kinds.includes(event.kind) && !isHousekeeping(event));
  return told.map((event) =>
    [event.kind, ...fields.filter((f) => f in event).map((f) => event[f])].join(" "),
  );
}

/** `asyncio.run` ends with two tasks that the program did not create. */
const isHousekeeping = (event: ExportedEvent) => String(event.coroutine).startsWith("BaseEventLoop.");
