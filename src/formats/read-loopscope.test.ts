/** Files of runs: every example reads back as it was written, and an invalid file is refused with a sentence. */
import { deadlock } from "../store/warnings/deadlock.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { counterparts, examplesWithPrograms } from "../testing/counterparts.ts";
import type { Guest } from "../guests/guest.ts";
import { TypeScriptInNode } from "../guests/typescript/compile-node.ts";
import type { Program } from "../share/program.ts";
import type { RunEnd } from "../share/run-end.ts";
import { traceFile } from "./write-loopscope.ts";
import { TraceStore } from "../store/trace-store.ts";
import { bootPython } from "../testing/run-python.ts";
import { threadPrograms } from "../testing/threads/corpus.ts";
import { EVENT_CAP } from "../trace/cap.ts";
import { exportEvents } from "./export-events.ts";
import { TRACE_VERSION } from "../trace/chunk.ts";
import { Recorder } from "../trace/recorder.ts";
import schema from "../../public/trace.schema.json?raw";
import { isTraceFile, readTraceFile, TraceFileError } from "./read-loopscope.ts";

/** Run a program, and return its trace as the page has it. */
async function record({
  language,
  source,
  ...conditions
}: Program): Promise<{ store: TraceStore; result: RunEnd }> {
  const guest: Guest = language === "python" ? await bootPython() : new TypeScriptInNode();
  const store = new TraceStore({ language, source });
  const recorder = new Recorder({
    cap: 100_000,
    onChunk: (chunk) => store.append(chunk),
    onFull: () => guest.halt("full"),
  });
  const result = guest.run(source, { ...conditions, instrument: recorder });
  recorder.flush();
  if (result.outcome === "deadlock") store.endInDeadlock(deadlock);
  return { store, result };
}

function textOf(program: Program, { store, result }: Awaited<ReturnType<typeof record>>): string {
  return [...traceFile(store, { ...program, ...result })].join("");
}

function read(text: string) {
  const file: unknown = JSON.parse(text);
  if (!isTraceFile(file)) throw new Error("The text does not claim to be a trace.");
  return readTraceFile(file);
}

const python = (source: string): Program => ({ language: "python", source, seed: 7 });
const infinite = `
import asyncio
async def main():
    asyncio.get_running_loop().call_later(float("inf"), print)
    asyncio.get_running_loop().call_at(0, print, "\\ud800 🐍")
    await asyncio.sleep(0)
asyncio.run(main())
`;

const programs: [string, Program][] = [
  ...examplesWithPrograms.map(({ id, programs }): [string, Program] => [`${id}.py`, programs.python]),
  ...counterparts.map(({ id, programs }): [string, Program] => [`${id}.ts`, programs.typescript]),
  ...Object.entries(threadPrograms).map(([name, source]): [string, Program] => [
    `threads: ${name}`,
    python(source),
  ]),
  ["a deadline that never comes", python(infinite)],
  ["nothing", python("")],
  [
    "a program with files and packages",
    {
      ...python("print(open('a.txt').read())"),
      files: [
        { name: "a.txt", text: "a" },
        { name: "b/c.bin", base64: "_w" },
      ],
      packages: [{ name: "aiohttp", version: "3.14.3", sha256: "0".repeat(64) }],
    },
  ],
];

test.each(programs)("%s reads back as it was written", async (_name, program) => {
  const recorded = await record(program);
  const text = textOf(program, recorded);
  const { program: found, hasSource, store, end } = read(text);
  expect([found, hasSource]).toEqual([program, true]);
  expect(end).toMatchObject(recorded.result);
  expect(exportEvents(store.trace)).toEqual(exportEvents(recorded.store.trace));
  expect(textOf(found, { ...recorded, store })).toBe(text);
  expect(store.warnings.all).toEqual(recorded.store.warnings.all);
  for (let index = -1; index < store.length; index += 3)
    expect(store.stateAt(index)).toEqual(recorded.store.stateAt(index));
});

const validate = new Ajv2020({ strict: false }).compile(JSON.parse(schema) as object);

test.each(programs)("%s is valid by the published schema", async (_name, program) => {
  validate(JSON.parse(textOf(program, await record(program))));
  expect(validate.errors).toBeNull();
});

test.each([
  [
    "a field of another type",
    { kind: "taskStepped", time: 0, task: 1, taskName: null, coroutine: null, line: "1" },
  ],
  ["a field that its kind does not have", { kind: "loopStarted", time: 0, line: 1 }],
  ["a missing field", { kind: "iterationStarted", time: 0 }],
  ["an unknown kind", { kind: "comet", time: 0 }],
])("the published schema refuses %s", async (_what, wrong) => {
  const empty = JSON.parse(textOf(python(""), await record(python("")))) as object;
  expect(validate({ ...empty, events: [{ kind: "loopStarted", time: 0 }] })).toBe(true);
  expect(validate({ ...empty, events: [wrong] })).toBe(false);
});

const file = (fields: object) => JSON.stringify({ language: "python", seed: 1, events: [], ...fields });
const event = (fields: object) => file({ events: [{ kind: "loopStarted", time: 0 }, fields] });

test("an old file without a version, a program and an end opens", () => {
  const { hasSource, program, end, store } = read(
    event({ kind: "taskCreated", time: 0, task: 1, name: "a" }),
  );
  expect([hasSource, program.source, end, store.length]).toEqual([false, "", null, 2]);
});

describe("is refused in a sentence:", () => {
  test.each([
    ["a newer version", file({ version: TRACE_VERSION + 1 }), /comes from a newer Loopscope/],
    ["no version", file({ version: "one" }), /damaged.*version/],
    [
      "another language",
      file({ language: "ruby" }),
      /damaged.*language, seed, signals, network, visits, faults, packages, files or program/,
    ],
    [
      "a program that is no text",
      file({ source: 7 }),
      /damaged.*language, seed, signals, network, visits, faults, packages, files or program/,
    ],
    ["a signal of a wrong name", file({ signals: [{ name: "SIGKILL", at: 1 }] }), /damaged.*signals/],
    ["a program larger than any", file({ source: "#".repeat(300_000) }), /damaged.*too large/],
    ["no outcome", file({ outcome: "fine" }), /damaged.*outcome is unknown/],
    ["an event that is none", file({ events: [null] }), /damaged.*event 0 has an unknown kind/],
    ["an unknown kind", event({ kind: "comet", time: 0 }), /damaged.*event 1 has an unknown kind/],
    ["no time", event({ kind: "loopStopped" }), /damaged.*event 1 has a wrong time/],
    ["a time before the last", event({ kind: "loopStopped", time: -1 }), /damaged.*event 1 has a wrong time/],
    ["a wrong text", event({ kind: "taskDone", time: 0, outcome: "result", value: 7 }), /wrong "value"/],
    ["a wrong word", event({ kind: "taskDone", time: 0, outcome: "joy" }), /wrong "outcome"/],
    ["a broken id", event({ kind: "taskStepped", time: 0, task: 1.5 }), /wrong "task"/],
    ["a negative id", event({ kind: "taskStepped", time: 0, task: -1 }), /wrong "task"/],
    ["an id beyond all", event({ kind: "futureDone", time: 0, future: 2 ** 31 - 1 }), /wrong "future"/],
    ["a number that is none", event({ kind: "clockAdvanced", time: 0, from: "0" }), /wrong "from"/],
    [
      "more events than any run",
      file({ events: new Array(EVENT_CAP + 1).fill(0) }),
      /damaged.*more than 1,000,000 events/,
    ],
  ])("%s", (_what, text, sentence) => {
    expect(() => read(text)).toThrow(TraceFileError);
    expect(() => read(text)).toThrow(sentence);
  });
});

test("a file with a random change is refused or opens", async () => {
  const program = examplesWithPrograms.find(({ id }) => id === "semaphore")?.programs.python as Program;
  const text = textOf(program, await record(program));
  type Event = Record<string, unknown>;
  const { events } = JSON.parse(text) as { events: Event[] };
  const fields = [...new Set(events.flatMap((event) => Object.keys(event)))];
  const change = fc.record({
    at: fc.nat(events.length - 1),
    what: fc.oneof(
      fc.constant("drop"),
      fc.constant("twice"),
      fc.record({
        field: fc.constantFrom(...fields),
        value: fc.oneof(fc.nat(40), fc.string(), fc.jsonValue()),
      }),
    ),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const changed = events.map((event) => [event]);
      for (const { at, what } of changes) {
        if (what === "drop") changed[at] = [];
        else if (what === "twice") changed[at] = [...(changed[at] as Event[]), events[at] as Event];
        else if (typeof what === "object") changed[at] = [{ ...events[at], [what.field]: what.value }];
      }
      let store;
      try {
        ({ store } = readTraceFile({ ...JSON.parse(text), events: changed.flat() } as { events: unknown[] }));
      } catch (error) {
        expect(error).toBeInstanceOf(TraceFileError);
        return;
      }
      for (let index = store.length - 1; index >= -1; index -= 7) store.stateAt(index);
    }),
    { numRuns: 200 },
  );
});
