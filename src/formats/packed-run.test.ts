import { expect, test } from "vitest";
import { recordPython } from "../testing/record-program.ts";
import packedInVersion1 from "../testing/version-1/run.packed?raw";
import exportedInVersion1 from "../testing/version-1/run.json?raw";
import { Trace } from "../trace/trace.ts";
import type { Chunk } from "../trace/chunk.ts";
import { exportEvents } from "./export-events.ts";
import { type FiledRun, readTraceFile } from "./read-loopscope.ts";
import type { RunEnd } from "../share/run-end.ts";
import { packRun, unpackRun } from "./packed-run.ts";

const end: RunEnd = {
  outcome: "error",
  error: "ValueError: é 🐍",
  line: 3,
  invalid: false,
  time: 1.5,
};

/** Return a run as exported, and as unpacked from its text. */
function eventsOf(run: readonly Chunk[] | FiledRun): unknown {
  let trace = new Trace();
  if ("store" in run) trace = run.store.trace;
  else for (const chunk of run) trace.append(chunk);
  return JSON.parse(JSON.stringify(exportEvents(trace)));
}

test("an unpacked run equals the packed one, also in several chunks", async () => {
  const source = (text: string) =>
    `import asyncio\nasync def main():\n    for n in range(700):\n        await asyncio.sleep(0.1)\n    print(${text})\nasyncio.run(main())\n`;
  for (const text of ["'é'", "'🐍' * 3"]) {
    const chunks = await recordPython(source(text));
    expect(chunks.length).toBeGreaterThan(1);
    const packed = await packRun({ chunks, end });
    expect(await unpackRun(packed)).toEqual({ chunks, end });
    const bytes = chunks.reduce((sum, { words }) => sum + words.byteLength, 0);
    expect(packed.length).toBeLessThan(bytes / 4);
  }
});

test("a run without an event", async () => {
  expect(await unpackRun(await packRun({ chunks: [], end }))).toEqual({ chunks: [], end });
});

test("a run that was packed in version 1 opens, and equals the one exported in version 1", async () => {
  const { chunks, end } = await unpackRun(packedInVersion1.trim());
  expect(end).toMatchObject({ outcome: "error", error: "ValueError: é 🐍" });
  const file = JSON.parse(exportedInVersion1) as { events: { kind: string }[] };
  // Fields that were added since are more.
  expect(eventsOf(chunks)).toMatchObject(file.events);
  expect(new Set(file.events.map(({ kind }) => kind)).size).toBe(33);
  expect(eventsOf(readTraceFile(file))).toEqual(eventsOf(chunks));
});

test("a text that is not a packed run is refused, and so is another version", async () => {
  await expect(unpackRun("nonsense!")).rejects.toThrow();
  await expect(unpackRun(btoa("nonsense"))).rejects.toThrow();
  const packed = await packRun({ chunks: [], end });
  await expect(unpackRun(packed.slice(0, 20))).rejects.toThrow();
  const head = new TextEncoder().encode(JSON.stringify({ version: 999, end, chunks: [] }));
  const parts = new Blob([Uint8Array.of(head.length, 0, 0, 0), head]).stream();
  const newer = await new Response(parts.pipeThrough(new CompressionStream("deflate"))).arrayBuffer();
  await expect(unpackRun(Buffer.from(newer).toString("base64"))).rejects.toThrow("version 999");
});
