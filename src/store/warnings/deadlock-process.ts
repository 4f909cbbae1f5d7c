/**
 * Explanation of a deadlock with a process: a task waits for its end, its output or room in its input, and the process waits
 * for what only the program could do: read its output, write or close its input. Called by `deadlock.ts`.
 */
import { countText } from "../../base/number-text.ts";
import type { LoopState, Task } from "../loop-state.ts";
import type { NetworkState, Process } from "../network/network-state.ts";
import { processName, processPart, streamOf } from "../network/network-words.ts";
import { named, type Part, say } from "../sentence.ts";
import { isInternal, shownName } from "../task-name.ts";

interface Found {
  readonly task: number;
  readonly line: number;
  readonly short: readonly Part[];
  readonly message: string;
}

/** What a process waits for: bytes at its end of a pipe, or room there, or another process. */
type Need = { readonly kind: "input" | "room"; readonly endpoint: number } | { readonly process: Process };

/** Return the explanation; null if no task waits for a process that waits itself. */
export function processDeadlock(state: LoopState, waiting: readonly Task[]): Found | null {
  for (const task of waiting) {
    const process = awaitedBy(state, task);
    const last = process && lastOf(state, process);
    if (!last) continue;
    return explain(state, task, process, last);
  }
  return null;
}

/** Return the process that a task waits for, that has not ended. */
function awaitedBy({ network }: LoopState, { reason, on }: Task): Process | undefined {
  const peer = network.endpoints.get(on)?.peer ?? 0;
  const id =
    reason === "process"
      ? on
      : reason === "read" || reason === "drain"
        ? (network.endpoints.get(peer)?.process ?? 0)
        : 0;
  return network.processes.find((process) => process.id === id && process.status === null);
}

interface Last {
  readonly process: Process;
  readonly need: Exclude<Need, { process: Process }> | null;
}

/** Return the process at which a chain of waits ends: that waits for a pipe, or for nothing known. */
function lastOf(state: LoopState, first: Process): Last {
  let process = first;
  for (let hops = 0; hops < state.network.processes.length; hops++) {
    const need = needOf(state, process);
    if (!need || !("process" in need)) return { process, need };
    process = need.process;
  }
  return { process, need: null };
}

function needOf(state: LoopState, { wait, thread, streams }: Process): Need | null {
  const { endpoints, processes } = state.network;
  const running = (id: number) => processes.find((one) => one.id === id && one.status === null);
  if (wait?.reason === "process") {
    const process = running(wait.child);
    return process ? { process } : null;
  }
  const kind =
    wait?.reason === "read"
      ? "input"
      : wait?.reason === "write"
        ? "room"
        : threadNeeds(state, thread, streams);
  if (!kind) return null;
  const endpoint = wait?.endpoint ?? streams[kind === "input" ? 0 : 1];
  const peer = endpoints.get(endpoints.get(endpoint)?.peer ?? 0);
  const process = peer && peer.status !== "closed" ? running(peer.process) : undefined;
  return process ? { process } : { kind, endpoint };
}

/** Bytes of a pipe. */
const CAPACITY = 65_536;

/** Return what the thread of a Python program waits for at its pipes; null if it waits for something else. */
function threadNeeds(
  { network, threads }: LoopState,
  thread: number,
  [stdin, stdout]: Process["streams"],
): "input" | "room" | null {
  const call = threads.find(({ id }) => id === thread)?.wait?.call;
  if (!call) return null;
  const { endpoints } = network;
  const isFull = (endpoints.get(endpoints.get(stdout)?.peer ?? 0)?.unread ?? 0) > CAPACITY - 4096;
  if (/write|print|flush/.test(call)) return isFull ? "room" : null;
  const own = endpoints.get(stdin);
  const isEmpty = own !== undefined && own.unread === 0 && !own.hasPeerEnded;
  return /read|input/.test(call) && isEmpty ? "input" : null;
}

function explain(state: LoopState, task: Task, first: Process, last: Last): Found {
  // A task of asyncio's own reads and writes for `communicate`.
  const owner = isInternal(task) ? (state.tasks.get(task.parent) ?? task) : task;
  const line = owner.line || task.line;
  const { network } = state;
  const place = line > 0 ? ` on line ${line}` : "";
  const started = last.process.line > 0 ? ` (started on line ${last.process.line})` : "";
  const name = `${processName(network, last.process.id)}${started}`;
  const what = {
    read: `waits for output of ${processName(network, first.id)}`,
    drain: `waits for room in the input of ${processName(network, first.id)}`,
  }[task.reason];
  const does = what ?? `waits for ${processName(network, first.id)} to end`;
  const via =
    first === last.process
      ? ""
      : `${processName(network, first.id)} waits for ${processName(network, last.process.id)}, and `;
  const why = last.need ? whyStuck(network, last.process, last.need) : `${name} never ends.`;
  const stuck = last.need
    ? `${name} ${last.need.kind === "input" ? "waits for input" : "cannot write"}: `
    : "";
  const verb = last.need?.kind === "input" ? "waits for input" : last.need ? "cannot write" : "never ends";
  return {
    ...{ task: owner.id, line },
    short: say`${named(state, owner.id)} waits for ${processPart(network, first.id)}, which ${first === last.process ? verb : "waits itself"}`,
    message: `Deadlock: ${shownName(owner)} ${does}${place}, but ${via}${stuck}${why}`,
  };
}

/** Say why the wait of a process at a pipe never ends, and the fix. */
function whyStuck(
  network: NetworkState,
  process: Process,
  { kind, endpoint }: Exclude<Need, { process: Process }>,
): string {
  const { endpoints } = network;
  const peer = endpoints.get(endpoints.get(endpoint)?.peer ?? 0);
  if (kind === "room") {
    const name = streamOf(network, endpoint)?.name ?? "output";
    const bytes = peer?.unread ?? 0;
    return `its ${name} pipe is full, and no task reads the ${countText(bytes)} bytes in it. Read them before you wait for the process; communicate() does both.`;
  }
  // A pipe whose other end was given to a process, too, was made by the program itself.
  const given =
    peer && network.processes.find((one) => one.id !== process.id && one.streams.includes(peer.id));
  if (given)
    return `the program still has the end of the pipe that it gave to ${processName(network, given.id)}. Close it with os.close() after the start of that process.`;
  if (!peer) return "nothing is at the other end of its input.";
  return "its stdin is open, and no task writes to it. Close it with stdin.close() after the last line; communicate() does that.";
}
