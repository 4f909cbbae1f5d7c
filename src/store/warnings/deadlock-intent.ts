/**
 * Calls that a waiting task would make next, read from the text of its function: the lines after the one on which it waits. A
 * trace knows only what happened, and the tasks of most circles through events have set none yet. Called by
 * `deadlock-chain.ts`, for resources that no task has used. A resource is recognized by its name, so one that has
 * another name there, as a parameter does, is not found, nor one of two that have the same name.
 */
import type { LoopState, Task } from "../loop-state.ts";
import type { ProgramText } from "./program-text.ts";

/** Methods that end a wait, by the kind of wait. */
const METHODS: Readonly<Record<string, string>> = {
  Event: "set",
  Condition: "notify|notify_all|notifyAll",
  "Queue.get": "put|put_nowait|putNowait",
  "Queue.put": "get|get_nowait|getNowait",
};

export interface Intent {
  readonly task: Task;
  /** The line of the call. */
  readonly line: number;
}

/** Return the waiting task that would end the wait of `waiter` first, and where; null if none is found. */
export function findIntent(state: LoopState, text: ProgramText, waiter: Task): Intent | null {
  const methods = METHODS[waiter.reason];
  const name = nameAlone(state, waiter.on);
  if (!methods || name === "") return null;
  const call = new RegExp(`\\b${name}\\.(${methods})\\(`);
  for (const task of state.tasks.values()) {
    if (task === waiter || task.status !== "waiting" || task.on === waiter.on) continue;
    const line = linesAhead(text, task.line).find((ahead) => call.test(codeOf(text.line(ahead))));
    if (line !== undefined) return { task, line };
  }
  return null;
}

/** Return the last word of a resource's name; empty if another one has the same, or it is no word. */
function nameAlone(state: LoopState, id: number): string {
  const names = new Map(
    [...state.resources.values()].map((other) => [other.id, other.name.split(".").at(-1)]),
  );
  const name = names.get(id) ?? "";
  const isAlone = [...names.values()].filter((other) => other === name).length === 1;
  return isAlone && /^\w+$/.test(name) ? name : "";
}

/** Return the lines after a line, up to the end of its function: the first line that is indented no more than its head. */
function linesAhead(text: ProgramText, line: number): number[] {
  const indent = text.indent(line);
  if (line <= 0 || indent === null) return [];
  let head = line - 1;
  while (head > 0 && !((text.indent(head) ?? Infinity) < indent && isHead(text.line(head)))) head--;
  const outer = head > 0 ? (text.indent(head) ?? 0) : -1;
  const lines: number[] = [];
  for (let ahead = line + 1; ahead <= text.length; ahead++) {
    if ((text.indent(ahead) ?? Infinity) <= outer) break;
    lines.push(ahead);
  }
  return lines;
}

/** Return true for the first line of a function. */
function isHead(line: string): boolean {
  if (/^\s*(async\s+)?def\b|\bfunction\b|=>\s*\{\s*$/.test(line)) return true;
  // A method of TypeScript.
  return /^\s*\w.*\)\s*(:.*)?\{\s*$/.test(line) && !/^\s*(if|for|while|switch)\b/.test(line);
}

function codeOf(line: string): string {
  return line.split(/#|\/\//, 1)[0] ?? "";
}
