/** Loops that read the clock until it is late enough, and tasks that spin: the same rules as in `python/busy-loops.test.ts`. */
import { describe, expect, test } from "vitest";
import { runTypeScript } from "../../testing/run-typescript.ts";

const inMain = (body: string) => `
import { getRunningLoop } from "asyncio";
function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
async function main() {
  const loop = getRunningLoop();
  let n = 0;
${body}
}
run(main);
`;

describe("a busy loop ends when its time is over, and is recorded as one block:", () => {
  test.each([
    ["const end = Date.now() + 1000; while (Date.now() < end);"],
    ["const start = performance.now(); while (performance.now() - start < 1000) fib(12);"],
    ["const end = loop.time() + 1; for (;;) { const now = loop.time(); if (now >= end) break; }"],
    ["const end = new Date(Date.now() + 1000); while (new Date() < end) { n++; }"],
  ])("%s", (body) => {
    const source = inMain(`  ${body}\n  print(loop.time() >= 1 && loop.time() < 1.02);`);
    const run = runTypeScript(source);
    expect(run).toMatchObject({ outcome: "ok", stdout: "true\n" });
    const blocks = run.events.filter(({ kind }) => kind === "loopBlocked");
    expect(blocks).toEqual([
      expect.objectContaining({ call: "a busy loop", line: 8, duration: run.time, taskName: "Task-1" }),
    ]);
    expect(runTypeScript(source)).toEqual(run);
  });

  test("also if it does more than that", () => {
    const body = "const end = Date.now() + 1000; while (Date.now() < end) console.log(n++);";
    const run = runTypeScript(inMain(body));
    expect(run).toMatchObject({ outcome: "ok", time: 1 });
  });
});

describe("a loop of tasks that spins ends as it does natively:", () => {
  test.each([
    ["const end = loop.time() + 1; while (loop.time() < end) await sleep(0);"],
    ["const end = Date.now() + 1000; while (Date.now() < end) { n++; await sleep(0); }"],
    ["const done = new Event(); loop.callLater(1, () => done.set()); while (!done.isSet()) await sleep(0);"],
    ["let done = false; loop.callLater(1, () => { done = true; }); while (!done) { n++; await sleep(0); }"],
    ["const sleeper = createTask(sleep(1)); while (true) { if (sleeper.done()) break; await sleep(0); }"],
  ])("%s", (body) => {
    const run = runTypeScript(inMain(`  ${body}\n  print(loop.time() >= 1 && loop.time() < 1.02);`));
    expect(run).toMatchObject({ outcome: "ok", stdout: "true\n" });
    expect(run.events.filter(({ kind }) => kind === "loopBlocked")).toEqual([]);
    const warnings = run.events.filter(({ kind }) => kind === "warningRaised");
    expect(warnings).toEqual([expect.objectContaining({ diagnosis: "busyWait", line: 8, task: 1 })]);
    expect(run.events.length).toBeLessThan(20_000);
  });
});

test("no time passes in a computation, or where the clock is read now and then", () => {
  const body = `
  for (let i = 0; i < 5000; i++) fib(5);
  for (let i = 0; i < 900; i++) Date.now();
  for (let i = 0; i < 900; i++) { Date.now(); await sleep(0); }
  print(loop.time());`;
  expect(runTypeScript(inMain(body))).toMatchObject({ outcome: "ok", stdout: "0\n", time: 0 });
});

describe("a spin that nothing can end is reported, with its task and line:", () => {
  test.each([
    ["while (true) await sleep(0);"],
    ["let done = false; while (!done) { n++; await sleep(0); }"],
    ["const event = new Event(); while (!event.isSet()) await sleep(0);"],
  ])("%s", (body) => {
    const run = runTypeScript(inMain(body));
    const error =
      "livelock: no timer is pending and nothing else can run, so this never ends: main spins on line 8";
    expect(run).toMatchObject({ outcome: "limit", line: 8, error });
    expect(run.events.length).toBeLessThan(10_000);
  });

  test.each([
    ["one that counts", "while (n < 5000) { n++; await sleep(0); }"],
    [
      "one that a callback ends",
      "let again = () => void (n++ < 3000 && loop.callSoon(again)); again(); while (n < 3000) await sleep(0);",
    ],
  ])("but not %s", (_name, body) => {
    expect(runTypeScript(inMain(body))).toMatchObject({ outcome: "ok" });
  });
});
