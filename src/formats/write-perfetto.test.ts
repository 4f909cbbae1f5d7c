/** The file for Perfetto: it follows the format's rules, and matches the trace. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { recordPython } from "../testing/record-program.ts";
import { brokenRules } from "../testing/trace-event-rules.ts";
import { traceEvents, type TraceEventFile } from "./write-perfetto.ts";
import { TraceStore } from "../store/trace-store.ts";

const programs = {
  "hello world": readFileSync("src/examples/python/hello-world.py", "utf8"),
  "a semaphore": readFileSync("src/examples/python/semaphore.py", "utf8"),
  "many tasks, locks and timers": readFileSync("src/testing/busy-program.py", "utf8"),
  threads: `
import asyncio, time
async def main():
    await asyncio.gather(*[asyncio.to_thread(time.sleep, 1 / n) for n in (3, 7)])
    time.sleep(0.1)
    print("done")
asyncio.run(main())
`,
};

async function fileOf(program: string): Promise<TraceEventFile> {
  const store = new TraceStore();
  for (const chunk of await recordPython(program)) store.append(chunk);
  return traceEvents(store, { language: "python" });
}

test.each(Object.entries(programs))("%s breaks no rule of the format", async (_name, program) => {
  const file = await fileOf(program);
  expect(file.traceEvents.length).toBeGreaterThan(10);
  expect(brokenRules(JSON.stringify(file))).toEqual([]);
});

describe("threads and a blocked loop", () => {
  test("have lanes of their own", async () => {
    const { traceEvents } = await fileOf(programs.threads);
    const slices = traceEvents.filter(({ ph, pid, tid }) => ph === "X" && (pid === 2 || tid === 0));
    expect(slices.map(({ pid, name, ts, dur }) => [pid, name, ts, dur])).toEqual([
      [1, "blocked by time.sleep", 333333.333, 100000],
      [2, "running", 0, 333333.333],
      [2, "running", 0, 142857.143],
    ]);
    const output = traceEvents.find(({ name }) => name === "output");
    expect(output).toMatchObject({ ph: "i", ts: 433333.333, args: { text: "done" } });
  });
});

test("an empty trace is a valid file", () => {
  expect(brokenRules(JSON.stringify(traceEvents(new TraceStore(), {})))).toEqual([]);
});
