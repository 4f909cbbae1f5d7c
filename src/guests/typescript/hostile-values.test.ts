/** Reprs of hostile values: a trace runs no code of a value, and is complete even if reading it throws. */
import { expect, test } from "vitest";
import { exportEvents } from "../../formats/export-events.ts";
import { Recorder } from "../../trace/recorder.ts";
import { Trace } from "../../trace/trace.ts";
import { TypeScriptInNode } from "./compile-node.ts";

function run(source: string) {
  const guest = new TypeScriptInNode();
  const trace = new Trace();
  const recorder = new Recorder({ cap: 10_000, onChunk: (chunk) => trace.append(chunk), onFull: () => {} });
  const { outcome } = guest.run(source, { seed: 1, instrument: recorder, safepoint: () => recorder.flush() });
  recorder.flush();
  const events = exportEvents(trace);
  const output = events.flatMap((event) => (event.kind === "outputWritten" ? [event.text] : []));
  const reprs = events.flatMap(({ kind, value, item }) =>
    kind === "taskDone" ? [value] : kind === "queuePut" ? [item] : [],
  );
  return { outcome, output: output.join(""), reprs };
}

const USES = `import { run, sleep, createTask, Queue, print, getRunningLoop } from "asyncio";
async function give(value: any): Promise<any> { return value; }
async function fail(error: any) { throw error; }
async function use(value: any, error: any, callback: any) {
  await createTask(give(value));
  const queue = new Queue<any>();
  for (const item of [value, [value]]) await queue.put(item);
  try { await createTask(fail(error)); } catch { print("caught"); }
  getRunningLoop().callSoon(callback);
  await sleep(1);
}
`;

test("getters and toString of a program's values are not called", () => {
  const { outcome, output, reprs } = run(`${USES}
class Own {
  static get name() { print("named"); return "x"; }
  toString() { print("shown"); return ""; }
  toJSON() { print("shown"); }
  get [Symbol.toStringTag]() { print("tagged"); return "t"; }
}
class Failure extends Error {
  override toString() { print("shown"); return ""; }
}
run(use(new Own(), new Failure(), () => print("called")));`);
  expect([outcome, output]).toEqual(["ok", "caught\ncalled\n"]);
  expect(reprs.slice(0, 3)).toEqual(["<object>", "<object>", "[<object>]"]);
});

test("values that throw when they are read leave the trace complete", () => {
  const { outcome, output, reprs } = run(`${USES}
const telling = new Proxy({}, { getPrototypeOf() { print("looked at"); return null; } });
const throwing = new Proxy({}, { getPrototypeOf() { throw new Error("looked at"); } });
const callback = Object.defineProperty(() => print("called"), "name", { get() { print("named"); return "x"; } });
run(use(telling, throwing, callback));`);
  expect(outcome).toBe("ok");
  expect(output).toMatch(/^(looked at\n)+caught\nnamed\ncalled\n$/);
  expect(reprs.slice(0, 3)).toEqual(["<object>", "<object>", "[<object>]"]);
  expect(reprs).toContain("<object>");
});
