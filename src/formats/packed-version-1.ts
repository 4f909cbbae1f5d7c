/**
 * Records of version 1, the form of packed runs before the event table: every kind with its fields in the order of
 * their words. The table is frozen, so that runs of version 1 stay readable.
 */
import { floatAt } from "../base/float-words.ts";
import type { Chunk } from "../trace/chunk.ts";
import { importEvents } from "./import-events.ts";

type OldEncoding = "int" | "float" | "text" | "text in a float" | readonly string[];

const outcome = ["result", "exception", "cancelled"];
const handle = { handle: "int", task: "int", name: "text" } as const;
const permit = { resource: "int", task: "int", line: "int", value: "float" } as const;
const item = { ...permit, next: "text", item: "text" } as const;

/** Kinds of version 1, by code. */
const kinds: readonly (readonly [kind: string, fields: Readonly<Record<string, OldEncoding>>])[] = [
  ["loopStarted", {}],
  ["loopStopped", {}],
  ["iterationStarted", { ready: "int" }],
  ["clockAdvanced", { from: "float" }],
  ["handleScheduled", { ...handle, line: "int" }],
  ["handleStarted", handle],
  ["handleEnded", handle],
  ["handleCancelled", handle],
  ["timerScheduled", { ...handle, line: "int", when: "float" }],
  ["timerDue", { ...handle, when: "float" }],
  ["taskCreated", { task: "int", parent: "int", coroutine: "text", line: "int", name: "text" }],
  ["taskStepped", { task: "int", line: "int" }],
  [
    "taskSuspended",
    { task: "int", future: "int", on: "int", line: "int", reason: "text", stack: "text in a float" },
  ],
  ["taskCancelRequested", { task: "int", by: "int", line: "int" }],
  ["taskDone", { task: "int", outcome, value: "text" }],
  ["futureCreated", { future: "int", task: "int", line: "int" }],
  ["futureDone", { future: "int", outcome }],
  [
    "resourceCreated",
    { resource: "int", base: "text", type: "text", line: "int", name: "text", value: "float" },
  ],
  ["resourceWaited", permit],
  ["resourceAcquired", permit],
  ["resourceReleased", permit],
  ["queuePut", item],
  ["queueGot", item],
  ["loopBlocked", { task: "int", line: "int", call: "text", duration: "float" }],
  ["threadStarted", { thread: "int", name: "text" }],
  ["threadEnded", { thread: "int", name: "text" }],
  [
    "outputWritten",
    { task: "int", stream: ["stdout", "stderr"], line: "int", text: "text", thread: "float" },
  ],
  ["warningRaised", { task: "int", diagnosis: "text", line: "int", message: "text" }],
  ["resourceChanged", { ...permit, change: "text" }],
  ["taskCancelThrown", { task: "int", line: "int" }],
  ["taskUncancelled", { task: "int", line: "int", left: "float" }],
  ["childAdded", { resource: "int", task: "int", future: "int", line: "int" }],
  ["contextVariableSet", { task: "int", value: "text", line: "int", name: "text" }],
];

const TIME = -1;
/** Stand-in for a handle's name: the name with which its task was created. */
const TASK_NAME = -1;

/** Convert the chunks of version 1 to the current format. */
export function chunksOfVersion1(chunks: readonly Chunk[]): Chunk[] {
  const texts = [""];
  const taskNames = new Map<number, string>();
  const events: Record<string, string | number>[] = [];
  for (const { words, strings } of chunks) {
    for (const text of strings) texts.push(text);
    let time = 0;
    for (let at = 0; at < words.length;) {
      const code = words[at++] as number;
      if (code === TIME) {
        time = floatAt(words, at);
        at += 2;
        continue;
      }
      const [kind, fields] = kinds[code] ?? ["", {}];
      const event: Record<string, string | number> = { kind, time };
      for (const [name, encoding] of Object.entries(fields)) {
        const word = words[at] as number;
        const isFloat = encoding === "float" || encoding === "text in a float";
        if (encoding === "int") event[name] = word;
        else if (encoding === "float") event[name] = floatAt(words, at);
        else if (encoding === "text in a float") event[name] = texts[floatAt(words, at)] ?? "";
        else if (typeof encoding !== "string") event[name] = encoding[word] ?? "";
        else event[name] = (word === TASK_NAME ? taskNames.get(event.task as number) : texts[word]) ?? "";
        at += isFloat ? 2 : 1;
      }
      if (kind === "taskCreated") taskNames.set(event.task as number, event.name as string);
      events.push(event);
    }
  }
  return [...importEvents(events)];
}
