/** What a TypeScript program's run comes to, and what the trace tells of it. */
import { describe, expect, test } from "vitest";
import type { RunResult } from "../guest.ts";
import { exportEvents, type ExportedEvent } from "../../trace/export.ts";
import { Recorder } from "../../trace/recorder.ts";
import { Trace } from "../../trace/trace.ts";
import { TypeScriptInNode } from "./compile-node.ts";

const names =
  "run, sleep, gather, print, createTask, currentTask, Lock, TaskGroup, CancelledError, blockingSleep";

/** Runs a program whose first line imports what there is; its own lines begin with the second. */
function runProgram(
  source: string,
  cap = 100_000,
): RunResult & { events: ExportedEvent[]; stdout: string; stderr: string } {
  const guest = new TypeScriptInNode();
  const trace = new Trace();
  const recorder = new Recorder({
    cap,
    onChunk: (chunk) => trace.append(chunk),
    onFull: () => guest.halt("full"),
  });
  const pulse = () => recorder.flush();
  const result = guest.run(`import { ${names} } from "asyncio";\n${source}`, {
    seed: 1,
    instrument: recorder,
    pulse,
  });
  recorder.flush();
  const events = exportEvents(trace);
  const text = (stream: string) =>
    events
      .flatMap((event) => (event.kind === "outputWritten" && event.stream === stream ? [event.text] : []))
      .join("");
  return { ...result, events, stdout: text("stdout"), stderr: text("stderr") };
}

/** Of each event of a kind, what `pick` takes. */
function told<T>(events: readonly ExportedEvent[], kind: string, pick: (event: ExportedEvent) => T): T[] {
  return events.filter((event) => event.kind === kind).map(pick);
}

describe("a program", () => {
  test("may await at its top, where it is a task of its own", () => {
    const { stdout, events, time } = runProgram(
      'const results = await gather([sleep(1, "a"), sleep(2, "b")]);\nfor (const x of results) print(x);\nawait sleep(1);',
    );
    expect([stdout, time]).toEqual(["a\nb\n", 3]);
    expect(told(events, "taskCreated", ({ coroutine }) => coroutine)[0]).toBe("<module>");
    expect(told(events, "taskSuspended", ({ line, reason }) => [line, reason])[0]).toEqual([2, "gather"]);
  });

  test("that imports what is not there is told what is", () => {
    expect(runProgram('import fs from "node:fs";\nprint(fs);')).toMatchObject({
      outcome: "error",
      error: 'Error: There is no module "node:fs" here. A program can import "asyncio".',
      line: 2,
    });
  });

  test("that is no TypeScript is not run: the message, its line", () => {
    const { outcome, error, line, invalid, events } = runProgram("print(1);\nlet x = ;");
    expect({ outcome, error, line, invalid }).toEqual({
      outcome: "error",
      error: "SyntaxError: Expression expected.",
      line: 3,
      invalid: true,
    });
    expect(events).toEqual([]);
  });

  test("whose types are wrong runs anyway", () => {
    expect(runProgram('const n: number = "text";\nprint(n);')).toMatchObject({
      outcome: "ok",
      stdout: "text\n",
    });
  });

  test("that throws ends with the error, on stderr too, at its line", () => {
    const { outcome, error, line, stderr } = runProgram(
      'async function main() {\n  await sleep(1);\n  throw new TypeError("oops");\n}\nrun(main());',
    );
    expect([outcome, error, line, stderr]).toEqual(["error", "TypeError: oops", 4, "TypeError: oops\n"]);
  });

  test("that waits for ever is a deadlock, which names who waits on what", () => {
    const { outcome, error } = runProgram(
      "const lock = new Lock();\nawait lock.acquire();\nawait lock.acquire();",
    );
    expect([outcome, error]).toEqual([
      "deadlock",
      "deadlock: nothing is ready and no timer is pending, so nothing can ever happen again: Task-1 waits on a Lock",
    ]);
  });

  test.each([
    ["a loop without an end", "while (true) {}"],
    ["one whose errors are caught", "while (true) try { print(1); } catch {}"],
    [
      "tasks without an end",
      "const again = async () => { createTask(again()); };\nawait again();\nawait sleep(Infinity);",
    ],
  ])("is ended by the host: %s", (_name, source) => {
    const guest = new TypeScriptInNode();
    let pulses = 0;
    const pulse = () => void (++pulses > 50 && guest.halt("enough"));
    const recorder = new Recorder({ cap: 5000, onChunk: () => {}, onFull: () => guest.halt("enough") });
    const program = `import { ${names} } from "asyncio";\n${source}`;
    expect(guest.run(program, { seed: 1, instrument: recorder, pulse })).toMatchObject({
      outcome: "limit",
      error: "enough",
    });
  });

  test("has no way out of the run", () => {
    const { stdout } = runProgram(`
      for (const reach of [() => fetch("x"), () => new WebSocket("ws://x"), () => setInterval(() => {}, 1), () => globalThis, () => process])
        try { print(String(reach())); } catch (error) { print((error as Error).message); }`);
    expect(stdout).toBe(
      "fetch is not there: a program has no network. Use sleep() to stand for it.\n" +
        "WebSocket is not there: a program has no network. Use sleep() to stand for it.\n" +
        "setInterval is not there: write a coroutine that sleeps in a loop.\nundefined\nundefined\n",
    );
  });

  test("sees virtual time in every clock, and a promise of the host's refused in a sentence", () => {
    const { stdout } = runProgram(`
      await sleep(90);
      print(performance.now(), new Date().toISOString(), Date.now() - new Date(2026, 0).getTime() > 0, new Date(0).getTime());
      setTimeout(() => print("later", performance.now()), 500);
      await sleep(1);
      try { await Promise.resolve(1); } catch (error) { print((error as Error).message); }`);
    expect(stdout).toBe(
      "90000 2026-01-01T12:01:30.000Z true 0\nlater 90500\n" +
        "a Promise of the browser can't be awaited here: its result would come in real time, outside of the loop\n",
    );
  });
});

describe("the trace tells", () => {
  test("where each task was made, stands, and goes on", () => {
    const { events } = runProgram(
      [
        "async function inner(n: number) {", // 2
        "  await sleep(n);",
        "  return n;",
        "}",
        "const outer = async (n: number) => {", // 6
        "  const x = await inner(n);",
        "  await inner(x);",
        "};",
        "async function main() {", // 10
        "  const a = createTask(outer(1), { name: 'a' });",
        "  a.cancelling();",
        "  await a;",
        "}",
        "run(main());",
      ].join("\n"),
    );
    expect(told(events, "taskCreated", ({ name, coroutine, line }) => [name, coroutine, line])).toEqual([
      ["Task-1", "main", 15],
      ["a", "outer", 11],
    ]);
    expect(told(events, "taskSuspended", ({ taskName, line, reason }) => [taskName, line, reason])).toEqual([
      ["Task-1", 13, "task"],
      ["a", 3, "sleep"],
      ["a", 3, "sleep"],
    ]);
    expect(told(events, "taskStepped", ({ taskName, line }) => [taskName, line])).toEqual([
      ["Task-1", 10],
      ["a", 6],
      ["a", 3],
      ["a", 3],
      ["Task-1", 13],
    ]);
    expect(told(events, "timerScheduled", ({ line }) => line)).toEqual([3, 3]);
  });

  test("who was asked to cancel at which line, and how long a call blocked", () => {
    const { events } = runProgram(
      "const task = createTask2();\nfunction createTask2() { return 1; }\nconst t = createTask(sleep(9));\nawait sleep(0);\nt.cancel();\nblockingSleep(2);\nawait gather([t], { returnExceptions: true });",
    );
    expect(told(events, "taskCancelRequested", ({ line, taskName }) => [line, taskName])).toEqual([
      [6, "Task-2"],
    ]);
    expect(told(events, "loopBlocked", ({ line, duration }) => [line, duration])).toEqual([[7, 2]]);
  });

  test("where a lock was made, and is waited for", () => {
    const { events } = runProgram(
      "const work = async (lock: Lock) => {\n  await lock.acquire();\n  await sleep(1);\n  lock.release();\n};\nconst lock = new Lock();\nawait gather([work(lock), work(lock)]);",
    );
    const lines = (kind: string) => told(events, kind, ({ line }) => line);
    expect(["resourceWaited", "resourceAcquired", "resourceReleased"].map(lines)).toEqual([
      [3],
      [3, 3],
      [5, 5],
    ]);
  });

  test("of a coroutine that was never awaited", () => {
    const { events } = runProgram("async function forgotten() {}\nforgotten();\nawait sleep(0);");
    expect(told(events, "warningRaised", ({ message, line }) => [message, line])).toEqual([
      ["coroutine 'forgotten' was never awaited", 2],
    ]);
  });

  test("the line of what is printed, after calls and in arrows without braces", () => {
    const { events } = runProgram(
      "const say = (x: string) =>\n  print(x);\nconst name = () => 'a';\nprint(\n  name());\nsay(name());",
    );
    expect(told(events, "outputWritten", ({ text, line }) => [text, line])).toEqual([
      ["a\n", 5],
      ["a\n", 3],
    ]);
  });
});
