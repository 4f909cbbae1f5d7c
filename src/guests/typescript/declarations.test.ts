/** Declarations and diagnostics of the editor: every name exists, and mistakes are found. */
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { counterparts } from "../../testing/counterparts.ts";
import { VirtualClock } from "../../runtime/loop/clock.ts";
import { asyncioModule } from "./asyncio-module.ts";
import { asyncioDeclarations } from "./declarations.ts";
import { programGlobals } from "./globals.ts";
import { declaredProgram } from "../../testing/declared-program.ts";
import { programDiagnostics } from "./program-diagnostics.ts";

const declarations = asyncioDeclarations();
const programOf = (source: string) => declaredProgram(declarations, source);

/** Each complaint as its line and text. */
function complaints(source: string): string[] {
  const program = programOf(source);
  const text = program.getSourceFile("/program.ts") as ts.SourceFile;
  const others = program.getSourceFiles().filter((file) => file !== text);
  return [
    ...programDiagnostics(ts, program, text),
    ...others.flatMap((file) => program.getSemanticDiagnostics(file)),
  ].map(({ file, start = 0, messageText }) => {
    const line = (file?.getLineAndCharacterOfPosition(start).line ?? -1) + 1;
    return `${file === text ? "" : file?.fileName}${line} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

test("the declarations have exactly the names that a program can import", () => {
  const program = programOf('import * as asyncio from "asyncio";\nasyncio;');
  const checker = program.getTypeChecker();
  const [declaration] = (program.getSourceFile("/program.ts") as ts.SourceFile).statements;
  const module = checker.getSymbolAtLocation(
    (declaration as ts.ImportDeclaration).moduleSpecifier,
  ) as ts.Symbol;
  const declared = checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter(({ flags }) => flags & ts.SymbolFlags.Value)
    .map(({ name }) => name);
  const there = asyncioModule({
    random: Math.random,
    write: () => {},
    diagnoses: { taskHeld: () => {} },
  });
  expect(declared.sort()).toEqual(Object.keys(there).sort());
});

test("the declared globals exist", () => {
  const names = [...(declarations["/globals.d.ts"] ?? "").matchAll(/^declare (?:const|function) (\w+)/gm)];
  const there = programGlobals(new VirtualClock(), Math.random, () => {});
  for (const [, name] of names) expect(there[name as string] ?? globalThis[name as never]).toBeDefined();
});

/** Examples whose fault the editor finds. */
const mistakes = new Set(["forgotten-await"]);

describe("the editor finds no mistake in", () => {
  test.each<readonly [name: string, source: string]>([
    ...counterparts
      .filter(({ id }) => !mistakes.has(id))
      .map(({ id, programs }) => [id, programs.typescript.source] as const),
    [
      "values of all that can be awaited",
      `import { createTask, gather, getRunningLoop, Queue, run, sleep, timeout, enter, wait, waitFor, shield, asCompleted } from "asyncio";
      async function one(): Promise<number> { return 1; }
      async function* items() { yield 1; yield 2; }
      async function main() {
        const text: string = await sleep(1, "text");
        const number: number = await createTask(one());
        const future = getRunningLoop().createFuture<Date>();
        future.setResult(new Date());
        const date: Date = await future;
        const queue = new Queue<string>();
        const item: string = await queue.get();
        const results: number[] = await gather([one(), createTask(one())]);
        const [done] = await wait([createTask(one())]);
        for (const task of done) { const result: number = task.result(); result.toFixed(); }
        const soon: number = await waitFor(shield(one()), 1);
        for await (const x of items()) x.toFixed();
        for (const next of asCompleted([one()])) (await next).toFixed();
        await using deadline = await enter(timeout(1));
        deadline.reschedule(null);
        return [text, number, date, item, results, soon];
      }
      run(main);`,
    ],
    ["an await at the top", 'import { sleep } from "asyncio";\nawait sleep(1);'],
    ["the globals", "console.log(performance.now(), setTimeout(() => {}, 1), Math.random(), new Date());"],
  ])("%s", (_name, source) => {
    expect(complaints(source)).toEqual([]);
  });
});

const forgotten = expect.stringMatching(/^3 This coroutine is never awaited/) as string;

test.each([
  [
    "a name that asyncio does not have",
    'import { slep } from "asyncio";\nslep;',
    /^1 .*no exported member named 'slep'/,
  ],
  ["a wrong type", 'import { sleep } from "asyncio";\nawait sleep("1");', /^2 .*'string' is not assignable/],
  ["what only a browser has", 'document.title = "";', /^1 Cannot find name 'document'\.$/],
  [
    "a number awaited",
    "await 5;",
    /^1 A number cannot be awaited: only coroutines, tasks and futures can\.$/,
  ],
  ["a list awaited", "await [1];", /^1 A number\[\] cannot be awaited: .* Use gather\(\)/],
  [
    "a method of promises",
    "async function work() {}\nvoid work().then(() => {});",
    /^2 A coroutine has no then\(\)\. Await it, or make a task of it and call addDoneCallback\(\) of the task\.$/,
  ],
  [
    "another module",
    'import fs from "node:fs";\nfs;',
    /^1 Module "node:fs" is not available here\. A program can import "asyncio"\.$/,
  ],
])("the editor finds a mistake: %s", (_name, source, complaint) => {
  expect(complaints(source)).toEqual([expect.stringMatching(complaint)]);
});

test.each([
  ["a call", "work();", [forgotten]],
  ["a call of asyncio", "sleep(1);", [forgotten]],
  ["in a callback", "[1].forEach(async () => { work(); });", [forgotten]],
  ["one that is awaited", "await work();", []],
  ["a task", "createTask(work());", []],
  ["one that is kept", "const later = work(); await later;", []],
  ["one that is dropped on purpose", "void work();", []],
  ["a call of a plain function", "print(1);", []],
])("the editor warns of a forgotten await: %s", (_name, statement, warnings) => {
  expect(
    complaints(
      `import { createTask, print, sleep } from "asyncio";\nasync function work() { await sleep(1); }\n${statement}`,
    ),
  ).toEqual(warnings);
});
