/** What a TypeScript program's run comes to, and what the trace tells of it. */
import { describe, expect, test } from "vitest";
import type { RunResult } from "../guest.ts";
import { exportEvents, type ExportedEvent } from "../../trace/export.ts";
import { Recorder } from "../../trace/recorder.ts";
import { Trace } from "../../trace/trace.ts";
import { TypeScriptInNode } from "./compile-node.ts";

const names =
  "run, sleep, gather, print, createTask, currentTask, Lock, TaskGroup, CancelledError, Event, Queue, Semaphore, sleepBlocking";

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

test("tasks that wait for one another end in a deadlock, and cancelling them then is no part of the run", () => {
  const { outcome, error, events } = runProgram(
    "const first = createTask(one()), second = createTask(two());\nasync function one() { await second; }\nasync function two() { await first; }\nawait first;",
  );
  expect([outcome, error]).toEqual(["deadlock", expect.stringContaining("Task-3 waits on task Task-2")]);
  expect(told(events, "taskCancelRequested", ({ task }) => task)).toEqual([]);
});

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

  test("that imports a name that is not there is told so", () => {
    expect(runProgram('import { slep } from "asyncio";\nslep(1);')).toMatchObject({
      outcome: "error",
      error: 'Error: There is no "slep" in "asyncio".',
      line: 2,
    });
  });

  test("that imports as it goes is told where imports stand", () => {
    const { stdout } = runProgram(
      'try { await import("asyncio"); } catch (error) { print((error as Error).message); }',
    );
    expect(stdout).toBe("import() is not there: a program imports at its top.\n");
  });

  test("that declares a name twice is not run: the message, its line", () => {
    const { error, line, invalid, events } = runProgram("let a = 1;\n\nlet a = 2;");
    expect([error, line, invalid, events]).toEqual([
      "SyntaxError: Identifier 'a' has already been declared",
      4,
      true,
      [],
    ]);
  });

  test("may use any name that the host has for something else", () => {
    const { stdout } = runProgram(
      'const process = "p", name = "n", fetch = "f"; function close() { return "c"; }\nprint(process, name, fetch, close());',
    );
    expect(stdout).toBe("p n f c\n");
  });

  test("that takes a coroutine for a promise is told what it is", () => {
    const { stdout } = runProgram(
      "async function work() {}\ntry { work().then(() => {}); } catch (error) { print((error as Error).message); }",
    );
    expect(stdout).toMatch(/^a coroutine has no then\(\): await it/);
  });

  test("sees where its errors came through, in its own lines and in every engine alike", () => {
    const { stdout, stderr } = runProgram(
      [
        "const parse = (text: string) => {", // 2
        "  if (text === '')",
        "    throw new TypeError('empty');",
        "  return text;",
        "};",
        "class Reader {", // 7
        "  read(text: string) {",
        "    return parse(text);",
        "  }",
        "  async later(text: string) {", // 11
        "    await sleep(1);",
        "    return this.read(text);",
        "  }",
        "}",
        "async function main() {", // 16
        "  try {",
        "    await new Reader().later('');",
        "  } catch (error) {",
        "    print((error as Error).stack);",
        "    throw new Error('could not read', { cause: error });",
        "  }",
        "}",
        "run(main());", // 24
      ].join("\n"),
    );
    const inner = [
      "TypeError: empty",
      "    at parse (program.ts:4)",
      "    at read (program.ts:9)",
      "    at later (program.ts:13)",
      "    at main (program.ts:18)",
    ];
    expect(stdout.trimEnd().split("\n")).toEqual(inner);
    expect(stderr.trimEnd().split("\n")).toEqual([
      "Error: could not read",
      "    at main (program.ts:21)",
      "    at program.ts:24",
      `caused by ${inner[0]}`,
      ...inner.slice(1),
    ]);
  });

  test.each([
    ["5", "number"],
    ["'text'", "string"],
    ["null", "null"],
    ["[sleep(0)]", "Array"],
    ["new (class Box {})()", "Box"],
    ["sleep", "function"],
    ["{ then(done: () => void) { done(); } }", "Object"],
  ])("that awaits what nobody can is told so in asyncio's words, at the line: %s", (value, kind) => {
    const { outcome, error, line, stdout } = runProgram(
      `async function main() {\n  try {\n    await (${value} as any);\n  } catch (error) {\n    print(error);\n  }\n  await (${value} as any);\n}\nrun(main);`,
    );
    const told = `TypeError: '${kind}' object can't be awaited`;
    expect({ outcome, error, line, stdout }).toEqual({
      outcome: "error",
      error: told,
      line: 8,
      stdout: `${told}\n`,
    });
  });

  test("makes no code of text", () => {
    const { stdout } = runProgram(
      `const makers = [() => eval("1"), () => (0, eval)("this"), () => Function("return this")(), () => (print as any).constructor("return this")(), () => new (function* () {} as any).constructor("yield this")];
       for (const make of makers) try { print(make()); } catch (error) { print((error as Error).message); }
       print(print instanceof Function, (() => 1).constructor === Function);`,
    );
    const refused = (name: string) => `${name}() is not there: a program is all in its text.`;
    expect(stdout.trimEnd().split("\n")).toEqual([
      ...["eval", "eval", "Function", "Function", "GeneratorFunction"].map(refused),
      "true true",
    ]);
    // The host's realm is as it was.
    expect((() => {}).constructor).toBe(Function);
  });

  test.each([
    ["new Promise(() => {})", "Promise is not there: its callbacks would run in real time"],
    ["Promise.all([sleep(1)])", "Promise.all is not there: use gather()."],
    ["Promise.race([])", "Promise.race is not there: use wait("],
    ["fetch('/x')", "fetch is not there: a program has no network."],
    ["setInterval(() => {}, 1)", "setInterval is not there: write a coroutine that sleeps in a loop."],
    ["(async () => {})().then(() => {})", "a coroutine has no then(): await it"],
    ["(async () => {})().catch(console.error)", "a coroutine has no catch(): await it"],
    ["new AbortController()", "AbortController is not there: cancel a task by its cancel()"],
    ["AbortSignal.timeout(1)", "AbortSignal.timeout is not there: use timeout()."],
    ["crypto.randomUUID()", "crypto.randomUUID is not there: use Math.random()"],
    ["require('fs')", 'require is not there: a program can import "asyncio"'],
  ])("is told what to use instead of what promises and hosts have: %s", (text, told) => {
    const { stdout } = runProgram(
      `const attempt = () => { ${text}; };\ntry { attempt(); } catch (error) { print((error as Error).message); }`,
    );
    expect(stdout).toContain(told);
  });

  test("may be pasted: generics, enums, namespaces, decorated classes, an async function called at once", () => {
    const { stdout, outcome } = runProgram(
      [
        "enum Colour { Red = 'red', Blue = 'blue' }",
        "namespace Tools { export const twice = <T,>(x: T): [T, T] => [x, x]; }",
        "function logged<A extends unknown[], R>(method: (this: any, ...args: A) => R, { name }: ClassMethodDecoratorContext) {",
        "  return function (this: unknown, ...args: A): R { print('call', String(name)); return method.apply(this, args); };",
        "}",
        "abstract class Base<T> { constructor(protected readonly items: readonly T[]) {} abstract all(): Promise<T[]>; }",
        "class Shop extends Base<Colour> {",
        "  static async open() { await sleep(1); return new Shop([Colour.Red, Colour.Blue]); }",
        "  @logged async all() { const seen = []; for (const item of this.items) { await sleep(1); seen.push(item); } return seen; }",
        "}",
        "await (async () => { const shop = await Shop.open(); console.time('all'); print(await shop.all(), Tools.twice(1)); console.timeEnd('all'); })();",
        "queueMicrotask(() => print('soon')); setTimeout((x: number) => print('later', x, performance.now()), 500, 7);",
        "print(Date.now() - +new Date(2026, 0, 1, 12), Math.random() < 1); await sleep(1);",
      ].join("\n"),
    );
    expect([outcome, stdout.trimEnd().split("\n")]).toEqual([
      "ok",
      ["call all", '["red", "blue"] [1, 1]', "all: 2000 ms", "3000 true", "soon", "later 7 3500"],
    ]);
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
    expect([outcome, error, line, stderr]).toEqual([
      "error",
      "TypeError: oops",
      4,
      "TypeError: oops\n    at main (program.ts:4)\n    at program.ts:6\n",
    ]);
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

  test("sees the same dates whatever the time zone of the machine is", () => {
    const zone = process.env["TZ"];
    process.env["TZ"] = "Asia/Kathmandu";
    const { stdout } = runProgram(
      `const date = new Date(2026, 1, 3, 4, 5); print(date.toISOString(), date.getHours(), date.getTimezoneOffset());
       print(new Date("2026-02-03T04:05").getMinutes(), String(date), date.toLocaleTimeString());
       date.setHours(23); print(date.toJSON(), date instanceof Date, new Date(date).getTime() === +date);`,
    );
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
    expect(stdout.replaceAll("\u202f", " ")).toBe(
      "2026-02-03T04:05:00.000Z 4 0\n5 Tue, 03 Feb 2026 04:05:00 GMT 4:05:00 AM\n2026-02-03T23:05:00.000Z true true\n",
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
        "Promise.resolve is not there: await takes coroutines, tasks and futures; an async function returns its value.\n",
    );
  });
});

describe("the trace tells", () => {
  test("where each task was made, stands, and goes on", () => {
    const { events: all } = runProgram(
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
    // Without the two tasks that end every run.
    const events = all.filter(({ taskName }) => taskName === "Task-1" || taskName === "a");
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
      "const task = createTask2();\nfunction createTask2() { return 1; }\nconst t = createTask(sleep(9));\nawait sleep(0);\nt.cancel();\nsleepBlocking(2);\nawait gather([t], { returnExceptions: true });",
    );
    expect(told(events, "taskCancelRequested", ({ line, taskName }) => [line, taskName])).toEqual([
      [6, "Task-2"],
    ]);
    expect(told(events, "loopBlocked", ({ line, duration }) => [line, duration])).toEqual([[7, 2]]);
  });

  test("of what is made before a loop runs, and by which of several loops, under numbers of their own", () => {
    const { events } = runProgram(
      "const lock = new Lock();\nasync function main() {\n  await lock.acquire();\n  lock.release();\n  new Lock();\n}\nrun(main());\nrun(main());",
    );
    expect(told(events, "resourceCreated", ({ resource, line }) => [resource, line])).toEqual([
      [1, 2],
      [2, 6],
      [3, 6],
    ]);
    expect(told(events, "taskCreated", ({ task, name }) => [task, name])).toEqual(
      [1, 2, 3, 4, 5, 6].map((task) => [task, `Task-${task}`]),
    );
    const mains = events.filter(({ kind, coroutine }) => kind === "taskCreated" && coroutine === "main");
    expect(mains.map(({ task }) => task)).toEqual([1, 4]);
    expect(told(events, "resourceAcquired", ({ resource }) => resource)).toEqual([1, 1]);
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

  test("every function that a suspended task stands in, where they are several", () => {
    const { events } = runProgram(
      "async function inner() {\n  await sleep(1);\n}\nasync function outer() {\n  await inner();\n}\nawait outer();\nawait sleep(1);",
    );
    expect(told(events, "taskSuspended", ({ stack, line }) => [stack, line])).toEqual([
      ["<module> 8\nouter 6\ninner 3", 3],
      ["", 9],
    ]);
  });

  test("the names under which locks and queues are kept", () => {
    const { events } = runProgram(
      [
        "class Pool { lock = new Lock(); gate: Semaphore; constructor() { this.gate = new Semaphore(Number('3')); } }",
        "const pool = new Pool(), queue = new Queue<number>(); let event: Event;",
        "event = new Event;",
        "const both = [new Lock(), pool, event];",
        "await sleep(0); both.length; queue.putNowait(1);",
      ].join("\n"),
    );
    expect(told(events, "resourceCreated", ({ base, name }) => [base, name])).toEqual([
      ["Lock", "lock"],
      ["Semaphore", "gate"],
      ["Queue", "queue"],
      ["Event", "event"],
      ["Lock", ""],
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
