/**
 * Explanation of a deadlock on a connection: a task waits for bytes, or for room to send, and the other end of its
 * connection is in the program. Names who has that end, and what would have to happen there. Called by `deadlock.ts`.
 */
import type { LoopState, Task } from "../loop-state.ts";
import type { Endpoint } from "../network/network-state.ts";
import { bytesText, side } from "../network/network-words.ts";
import { waitKind } from "../resources/kinds.ts";
import { named, type Part, say } from "../sentence.ts";
import { shownName } from "../task-name.ts";
import type { ProgramText } from "./program-text.ts";

/** Longest text that a preview shows whole. */
const PREVIEW = 80;

interface Found {
  readonly task: number;
  readonly line: number;
  readonly short: readonly Part[];
  readonly message: string;
}

interface Wait {
  readonly task: Task;
  readonly own: Endpoint;
  readonly peer: Endpoint;
}

/** Return the explanation; null if no task waits for a connection whose other end is in the program. */
export function networkDeadlock(state: LoopState, waiting: readonly Task[], text: ProgramText): Found | null {
  const { endpoints } = state.network;
  const waits = waiting.flatMap((task): Wait[] => {
    const own = task.reason === "read" || task.reason === "drain" ? endpoints.get(task.on) : undefined;
    const peer = endpoints.get(own?.peer ?? 0);
    return own && peer && peer.host === 0 && task.line > 0 ? [{ task, own, peer }] : [];
  });
  const [first] = waits;
  if (!first) return null;
  for (const one of waits) {
    const other = waits.find(({ own }) => own.id === one.peer.id);
    if (other) return bothWait(state, one, other, text);
  }
  return otherEnd(state, first);
}

/** Both ends of a connection wait for it. */
function bothWait(state: LoopState, one: Wait, other: Wait, text: ProgramText): Found {
  const hint = [one, other].map((wait) => missing(state, wait, text)).find((words) => words !== "");
  const advice =
    one.task.reason === "read" && other.task.reason === "read"
      ? "One of them must write, or end its stream with write_eof() or close()."
      : "One of them must read.";
  return {
    ...{ task: one.task.id, line: one.task.line },
    short: say`${named(state, one.task.id)} and ${named(state, other.task.id)} wait for each other`,
    message: `Deadlock: ${does(state, one.task)}, and ${does(state, other.task)}. ${hint ?? advice}`,
  };
}

/** Say what a read still waits for, if its line and the last bytes tell; empty otherwise. */
function missing(state: LoopState, { task, own, peer }: Wait, text: ProgramText): string {
  const code = text.line(task.line);
  const { preview } = peer;
  if (own.read === 0) return "";
  if (/\.readline\(/.test(code) && preview.length < PREVIEW && !/\n$/.test(preview))
    return `readline() on line ${task.line} waits for a newline, and the last bytes, “${preview}”, have none.`;
  if (/\.read\(\)/.test(code))
    return `read() on line ${task.line} has ${bytesText(own.read)} and waits for the end of the stream: ${side(state, peer.id).text} must call write_eof() or close().`;
  return "";
}

/** No task waits at the other end: say where it is, and whose it was. */
function otherEnd(state: LoopState, { task, peer }: Wait): Found | null {
  const found = (why: string): Found => ({
    ...{ task: task.id, line: task.line },
    short: say`${named(state, task.id)} ${waitKind(task.reason)?.does(state, task.on, 0) ?? "waits"}`,
    message: `Deadlock: ${does(state, task)}, but ${why}`,
  });
  const { endpoints } = state.network;
  const listener = [...endpoints.values()].find(({ listen }) => listen?.queue.includes(peer.id));
  if (listener) return found(`no code accepts the connection at ${side(state, listener.id).text}.`);
  if (peer.status !== "open" || peer.ownEnd !== "") return null;
  const owner = state.tasks.get(peer.task);
  // If the owner waits, a chain of waits tells more.
  if (owner?.status !== "done") return null;
  return found(
    `${shownName(owner)}, which had the other end, ${howEnded(owner)} and left it open. It should close its writer.`,
  );
}

/** Return the task that has the other end of the connection for which a task waits; undefined if none is known. */
export function taskAtOtherEnd(state: LoopState, { id, reason, on }: Task): Task | undefined {
  if (reason !== "read" && reason !== "drain") return undefined;
  const { endpoints } = state.network;
  const owner = state.tasks.get(endpoints.get(endpoints.get(on)?.peer ?? 0)?.task ?? 0);
  return owner?.id === id ? undefined : owner;
}

function does(state: LoopState, { name, coroutine, reason, on, line }: Task): string {
  const what = waitKind(reason)?.does(state, on, 0) ?? `waits in ${reason}`;
  return `${shownName({ name, coroutine })} ${what}${line > 0 ? ` on line ${line}` : ""}`;
}

/** Describe the end of a task: "failed with ValueError: no". */
export function howEnded({ outcome, value }: Task): string {
  if (outcome === "exception") return `failed with ${value}`;
  return outcome === "cancelled" ? "was cancelled" : "has ended";
}
