/**
 * Semantics of async TypeScript: each program is run by the guest and by JavaScript's own async functions, and must print
 * the same. One task runs at a time in them, so that the order is the language's and not the loop's.
 */
import ts from "typescript";
import { expect, test } from "vitest";
import { exportEvents } from "../../formats/export-events.ts";
import { Recorder } from "../../trace/recorder.ts";
import { Trace } from "../../trace/trace.ts";
import { TypeScriptInNode } from "./compile-node.ts";
import { programs } from "../../testing/typescript-constructs.ts";
import { inspect } from "./inspect.ts";

function outputHere(body: string): string {
  const source = `import { run, sleep, print } from "asyncio";
async function later<T>(value: T): Promise<T> { await sleep(0); return value; }
async function main() {${body}}
run(main());`;
  const trace = new Trace();
  const recorder = new Recorder({ cap: 100_000, onChunk: (chunk) => trace.append(chunk), onFull: () => {} });
  const result = new TypeScriptInNode().run(source, { seed: 1, instrument: recorder });
  recorder.flush();
  expect(result).toMatchObject({ outcome: "ok", error: null });
  return exportEvents(trace)
    .flatMap((event) => (event.kind === "outputWritten" ? [event.text] : []))
    .join("");
}

async function outputThere(body: string): Promise<string> {
  let output = "";
  const print = (...what: unknown[]) => void (output += `${what.map(inspect).join(" ")}\n`);
  const sleep = () => new Promise((resolve) => setImmediate(resolve));
  const later = async <T>(value: T): Promise<T> => {
    await sleep();
    return value;
  };
  const { outputText } = ts.transpileModule(`const main = async function () {${body}};`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- JavaScript's own async functions are the oracle
  const main = new Function("sleep", "later", "print", `"use strict"; ${outputText} return main;`);
  await main(sleep, later, print)();
  return output;
}

test.each(programs)("%s", async (_name, body) => {
  const expected = await outputThere(body);
  expect(expected).not.toBe("");
  expect(outputHere(body)).toBe(expected);
});
