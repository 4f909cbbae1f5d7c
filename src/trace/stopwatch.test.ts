import { expect, test } from "vitest";
import { bootPython } from "../testing/run-python.ts";
import { Recorder } from "./recorder.ts";
import type { Guest } from "../guests/guest.ts";
import { Stopwatch } from "./stopwatch.ts";
import { TypeScriptInNode } from "../guests/typescript/compile-node.ts";

const programs = {
  python: `
import asyncio
async def main():
    for _ in range(9):
        for n in range(900):
            n * n
        await asyncio.sleep(0)
    n = 0
    while n < 50_000:
        n += 1
asyncio.run(main())
`,
  typescript: `
import { run, sleep } from "asyncio";
async function main() {
  for (let i = 0; i < 9; i++) {
    for (let n = 0; n < 900; n++) n * n;
    await sleep(0);
  }
  let n = 0;
  while (n < 50_000)
    n++;
}
run(main);
`,
};

test.each([
  ["python", bootPython],
  ["typescript", () => new TypeScriptInNode()],
] as const)(
  "a long computation in %s is reported with its line, and leaves nothing in the trace",
  async (language, boot) => {
    const guest: Guest = await boot();
    // A second passes from safepoint to safepoint.
    let now = 0;
    const stopwatch = new Stopwatch(() => (now += 1000));
    const recorder = new Recorder({ cap: 1e6, onChunk: () => {}, onFull: () => {} });
    const safepoint = (line: number, time: number) => stopwatch.safepoint(line, recorder.count, time);
    const result = guest.run(programs[language], { seed: 1, instrument: recorder, safepoint });
    expect(result).toMatchObject({ outcome: "ok", time: 0 });
    expect(stopwatch.longest?.seconds).toBeGreaterThan(45);
    expect(programs[language].split("\n")[stopwatch.longest!.line - 1]).toMatch(/while|n \+= 1|n\+\+/);
  },
);

test("a loop that waits for the clock is none: virtual time counts it", async () => {
  let now = 0;
  const stopwatch = new Stopwatch(() => (now += 1000));
  const guest = await bootPython();
  const source = `
import threading, time
flag = False
def waits():
    while not flag:
        pass
thread = threading.Thread(target=waits)
thread.start()
time.sleep(1)
flag = True
thread.join()
`;
  const recorder = new Recorder({ cap: 1e6, onChunk: () => {}, onFull: () => {} });
  const safepoint = (line: number, time: number) => stopwatch.safepoint(line, recorder.count, time);
  guest.run(source, { seed: 1, instrument: recorder, safepoint });
  // It begins with as many turns as a computation may take.
  expect(now).toBeGreaterThan(150_000);
  expect(stopwatch.longest!.seconds).toBeLessThan(110);
});

test("a short computation is not reported", () => {
  let now = 0;
  const stopwatch = new Stopwatch(() => (now += 50));
  for (let safepoint = 0; safepoint < 40; safepoint++) stopwatch.safepoint(1, Math.floor(safepoint / 2), 0);
  expect(stopwatch.longest).toBeNull();
});
