/** Outcome, output and errors of TypeScript programs. */
import { describe, expect, test } from "vitest";
import { runTypeScript, valuesOf } from "../../testing/run-typescript.ts";
import { Recorder } from "../../trace/recorder.ts";
import { TypeScriptInNode } from "./compile-node.ts";

test("tasks that wait for one another end in a deadlock, and their cancellation is not part of the run", () => {
  const { outcome, error, events } = runTypeScript(
    "const first = createTask(one()), second = createTask(two());\nasync function one() { await second; }\nasync function two() { await first; }\nawait first;",
  );
  expect([outcome, error]).toEqual([
    "deadlock",
    expect.stringContaining("two · 3 waits for task one · 2 on line 4"),
  ]);
  expect(valuesOf(events, "taskCancelRequested", ({ task }) => task)).toEqual([]);
});

describe("a program", () => {
  test("may await at its top level, which is a task of its own", () => {
    const { stdout, events, time } = runTypeScript(
      'const results = await gather([sleep(1, "a"), sleep(2, "b")]);\nfor (const x of results) print(x);\nawait sleep(1);',
    );
    expect([stdout, time]).toEqual(["a\nb\n", 3]);
    expect(valuesOf(events, "taskCreated", ({ coroutine }) => coroutine)[0]).toBe("<module>");
    expect(valuesOf(events, "taskSuspended", ({ line, reason }) => [line, reason])[0]).toEqual([2, "gather"]);
  });

  test.each([
    ["gather(job(), job())", "gather() takes one array: gather([first(), second()])"],
    ["gather(new Set([job()]))", "gather() takes one array: gather([first(), second()])"],
    ["gather([[job(), job()]])", "An asyncio.Future, a coroutine or an awaitable is required"],
    ["gather([job])", "An asyncio.Future, a coroutine or an awaitable is required"],
  ])("that calls %s gets an error that says what is expected", (call, message) => {
    const { error, line } = runTypeScript(
      `async function job() {}\nasync function main() {\n  await ${call};\n}\nrun(main());`,
    );
    expect(error).toContain(message);
    expect(line).toBe(4);
  });

  test("that imports another module gets the list of modules", () => {
    expect(runTypeScript('import fs from "node:fs";\nprint(fs);')).toMatchObject({
      outcome: "error",
      error: 'Error: Module "node:fs" is not available here. A program can import "asyncio".',
      line: 2,
    });
  });

  test("that imports an unknown name gets an error", () => {
    expect(runTypeScript('import { slep } from "asyncio";\nslep(1);')).toMatchObject({
      outcome: "error",
      error: 'Error: Module "asyncio" has no export "slep". Check the name.',
      line: 2,
    });
  });

  test("that calls import() gets advice", () => {
    const { stdout } = runTypeScript(
      'try { await import("asyncio"); } catch (error) { print((error as Error).message); }',
    );
    expect(stdout).toBe("import() is not available here. Write the import at the top of the program.\n");
  });

  test("that declares a name twice is not run, and the error has its line", () => {
    const { error, line, invalid, events } = runTypeScript("let a = 1;\n\nlet a = 2;");
    expect([error, line, invalid, events]).toEqual([
      "SyntaxError: Identifier 'a' has already been declared",
      4,
      true,
      [],
    ]);
  });

  test("may use names of the host's globals for its own variables", () => {
    const { stdout } = runTypeScript(
      'const process = "p", name = "n", fetch = "f"; function close() { return "c"; }\nprint(process, name, fetch, close());',
    );
    expect(stdout).toBe("p n f c\n");
  });

  test("that calls then() of a coroutine gets advice", () => {
    const { stdout } = runTypeScript(
      "async function work() {}\ntry { work().then(() => {}); } catch (error) { print((error as Error).message); }",
    );
    expect(stdout).toMatch(/^A coroutine has no then\(\)\. Await it/);
  });

  test("gets stacks of errors with its own lines, the same in every engine", () => {
    const { stdout, stderr } = runTypeScript(
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
  ])("that awaits a value that is not awaitable gets asyncio's error, with the line: %s", (value, kind) => {
    const { outcome, error, line, stdout } = runTypeScript(
      `async function main() {\n  try {\n    await (${value} as any);\n  } catch (error) {\n    print(error);\n  }\n  await (${value} as any);\n}\nrun(main);`,
    );
    const message = `TypeError: '${kind}' object can't be awaited`;
    expect({ outcome, error, line, stdout }).toEqual({
      outcome: "error",
      error: message,
      line: 8,
      stdout: `${message}\n`,
    });
  });

  test("cannot turn text into code", () => {
    const { stdout } = runTypeScript(
      `const makers = [() => eval("1"), () => (0, eval)("this"), () => Function("return this")(), () => (print as any).constructor("return this")(), () => new (function* () {} as any).constructor("yield this")];
       for (const make of makers) try { print(make()); } catch (error) { print((error as Error).message); }
       print(print instanceof Function, (() => 1).constructor === Function);`,
    );
    const unsupported = (name: string) =>
      `${name}() is not available here. A program cannot turn text into code.`;
    expect(stdout.trimEnd().split("\n")).toEqual([
      ...["eval", "eval", "Function", "Function", "GeneratorFunction"].map(unsupported),
      "true true",
    ]);
    // The host's realm is as it was.
    expect((() => {}).constructor).toBe(Function);
  });

  test.each([
    ["new Promise(() => {})", "Promise is not available here. Its callbacks would run in real time"],
    ["Promise.all([sleep(1)])", "Promise.all is not available here. Use gather()."],
    ["Promise.race([])", "Promise.race is not available here. Use wait("],
    ["fetch('/x')", "fetch is not available here. Nothing real is reached."],
    [
      "setInterval(() => {}, 1)",
      "setInterval is not available here. Write a coroutine that sleeps in a loop.",
    ],
    ["(async () => {})().then(() => {})", "A coroutine has no then(). Await it"],
    ["(async () => {})().catch(console.error)", "A coroutine has no catch(). Await it"],
    ["new AbortController()", "AbortController is not available here. Call cancel() of a task"],
    ["AbortSignal.timeout(1)", "AbortSignal.timeout is not available here. Use timeout()."],
    ["crypto.randomUUID()", "crypto.randomUUID is not available here. Use Math.random()"],
    ["require('fs')", 'require is not available here. Import from "asyncio"'],
  ])("gets advice for an API that is not available: %s", (text, message) => {
    const { stdout } = runTypeScript(
      `const attempt = () => { ${text}; };\ntry { attempt(); } catch (error) { print((error as Error).message); }`,
    );
    expect(stdout).toContain(message);
  });

  test("may contain generics, enums, namespaces, decorated classes and immediately called async functions", () => {
    const { stdout, outcome } = runTypeScript(
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

  test("with a syntax error is not run, and the error has its line", () => {
    const { outcome, error, line, invalid, events } = runTypeScript("print(1);\nlet x = ;");
    expect({ outcome, error, line, invalid }).toEqual({
      outcome: "error",
      error: "SyntaxError: Expression expected.",
      line: 3,
      invalid: true,
    });
    expect(events).toEqual([]);
  });

  test("with wrong types runs", () => {
    expect(runTypeScript('const n: number = "text";\nprint(n);')).toMatchObject({
      outcome: "ok",
      stdout: "text\n",
    });
  });

  test("that throws ends with the error and its line, and prints it to stderr", () => {
    const { outcome, error, line, stderr } = runTypeScript(
      'async function main() {\n  await sleep(1);\n  throw new TypeError("oops");\n}\nrun(main());',
    );
    expect([outcome, error, line, stderr]).toEqual([
      "error",
      "TypeError: oops",
      4,
      "TypeError: oops\n    at main (program.ts:4)\n    at program.ts:6\n",
    ]);
  });

  test("that waits forever ends in a deadlock, whose message names the tasks", () => {
    const { outcome, error } = runTypeScript(
      "const lock = new Lock();\nawait lock.acquire();\nawait lock.acquire();",
    );
    expect([outcome, error]).toEqual([
      "deadlock",
      "deadlock: nothing is ready and no timer is pending, so nothing can run again: <module> waits for a Lock on line 4",
    ]);
  });

  test.each([
    ["a loop without an end", "while (true) {}"],
    ["one whose errors are caught", "while (true) try { print(1); } catch {}"],
    [
      "tasks without an end",
      "const again = async () => { createTask(again()); };\nawait again();\nawait sleep(Infinity);",
    ],
  ])("is halted by the host: %s", (_name, source) => {
    const guest = new TypeScriptInNode();
    let safepoints = 0;
    const safepoint = () => void (++safepoints > 50 && guest.halt("enough"));
    const recorder = new Recorder({ cap: 5000, onChunk: () => {}, onFull: () => guest.halt("enough") });
    const program = `import { createTask, print, sleep } from "asyncio";\n${source}`;
    expect(guest.run(program, { seed: 1, instrument: recorder, safepoint })).toMatchObject({
      outcome: "limit",
      error: "enough",
    });
  });

  test("cannot reach out of the run", () => {
    const { stdout } = runTypeScript(`
      for (const reach of [() => fetch("x"), () => new WebSocket("ws://x"), () => setInterval(() => {}, 1), () => globalThis, () => process])
        try { print(String(reach())); } catch (error) { print((error as Error).message); }`);
    expect(stdout).toBe(
      "fetch is not available here. Nothing real is reached. The network here is simulated: use openConnection() and startServer().\n" +
        "WebSocket is not available here. Nothing real is reached. The network here is simulated: use openConnection() and startServer().\n" +
        "setInterval is not available here. Write a coroutine that sleeps in a loop.\nundefined\nundefined\n",
    );
  });

  test("has the same dates in every time zone of the machine", () => {
    const zone = process.env["TZ"];
    process.env["TZ"] = "Asia/Kathmandu";
    const { stdout } = runTypeScript(
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

  test("reads virtual time from every clock, and gets advice for Promise.resolve", () => {
    const { stdout } = runTypeScript(`
      await sleep(90);
      print(performance.now(), new Date().toISOString(), Date.now() - new Date(2026, 0).getTime() > 0, new Date(0).getTime());
      setTimeout(() => print("later", performance.now()), 500);
      await sleep(1);
      try { await Promise.resolve(1); } catch (error) { print((error as Error).message); }`);
    expect(stdout).toBe(
      "90000 2026-01-01T12:01:30.000Z true 0\nlater 90500\n" +
        "Promise.resolve is not available here. Await a coroutine, a task or a future. An async function returns its value.\n",
    );
  });
});
