import { expect, test } from "vitest";
import { recordPython } from "../testing/record-program.ts";
import type { RunEnd } from "../share/run-end.ts";
import { packRun, unpackRun } from "./packed-run.ts";

const end: RunEnd = {
  outcome: "error",
  error: "ValueError: é 🐍",
  line: 3,
  invalid: false,
  time: 1.5,
};

test("what is unpacked is what was packed, in several chunks too", async () => {
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

test("what is no such run is refused, and so is one of another version", async () => {
  await expect(unpackRun("nonsense!")).rejects.toThrow();
  await expect(unpackRun(btoa("nonsense"))).rejects.toThrow();
  const packed = await packRun({ chunks: [], end });
  await expect(unpackRun(packed.slice(0, 20))).rejects.toThrow();
  const head = new TextEncoder().encode(JSON.stringify({ version: 999, end, chunks: [] }));
  const parts = new Blob([Uint8Array.of(head.length, 0, 0, 0), head]).stream();
  const newer = await new Response(parts.pipeThrough(new CompressionStream("deflate"))).arrayBuffer();
  await expect(unpackRun(Buffer.from(newer).toString("base64"))).rejects.toThrow("version 999");
});
