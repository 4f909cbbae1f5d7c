/**
 * Explanation of a run that ended in a deadlock, by its cause. Made once, from the last state, when the run has ended.
 * The first of these that there is:
 *
 * 1. a cycle of tasks that wait for one another, through tasks, groups, locks and permits;
 * 2. a permit that a task kept when it ended;
 * 3. a task that waits anew after it was asked to cancel;
 * 4. a `Queue.join` whose items are not marked done;
 * 5. a process that waits itself (`deadlock-process.ts`);
 * 6. a connection whose other end is in the program (`deadlock-network.ts`);
 * 7. a circle through queues and events, by what the tasks did before, or the longest chain of waits;
 * 8. the last wait.
 */
import { anyCycle } from "../await-graph.ts";
import { countText } from "../../base/number-text.ts";
import type { GroupChildren } from "../group-children.ts";
import type { LoopState, Resource, Task } from "../loop-state.ts";
import { resourceOf, waitKind } from "../resources/kinds.ts";
import { named, type Part, say } from "../sentence.ts";
import { shownName } from "../task-name.ts";
import type { Trace } from "../../trace/trace.ts";
import { type ChainScene, describeChain, describeEnd, findChain } from "./deadlock-chain.ts";
import { describeUnset } from "./deadlock-future.ts";
import { howEnded, networkDeadlock } from "./deadlock-network.ts";
import { processDeadlock } from "./deadlock-process.ts";
import { usagesOf } from "./deadlock-usage.ts";
import type { ProgramText } from "./program-text.ts";
import type { Finding } from "./warning.ts";

export interface DeadlockScene extends ChainScene {
  readonly trace: Trace;
}

export interface Deadlock extends Finding {
  /** A few words for the verdict. */
  readonly short: readonly Part[];
  /** Tasks whose failures the message names. */
  readonly failed: readonly number[];
}

export type ExplainDeadlock = typeof deadlock;

export function deadlock(
  trace: Trace,
  state: LoopState,
  children: GroupChildren,
  text: ProgramText,
): Deadlock {
  const cycle = anyCycle(state, children).map((id) => state.tasks.get(id) as Task);
  if (cycle.length > 0) return cycleFinding(state, cycle);
  const waiting = [...state.tasks.values()].filter(({ status }) => status === "waiting");
  const scene: DeadlockScene = { state, children, usages: usagesOf(trace), text, trace };
  return (
    keptFinding(scene, waiting) ??
    unstoppedFinding(state, waiting) ??
    joinFinding(scene, waiting) ??
    processFinding(state, waiting) ??
    networkFinding(scene, waiting) ??
    chainFinding(scene) ??
    lastFinding(state, waiting)
  );
}

/** Find a permit that a task kept when it ended, and the tasks that wait for it. */
function keptFinding({ state, usages, text }: DeadlockScene, waiting: readonly Task[]): Deadlock | null {
  for (const { on, reason } of waiting) {
    const resource = state.resources.get(on);
    const usage = usages.get(on);
    if (waitKind(reason)?.endedBy !== "holders" || !resource || !usage?.hasKnownHolders) continue;
    const kept = resource.holders.map((id) => state.tasks.get(id)).find((task) => task?.status === "done");
    if (!kept) continue;
    const line = usage.acquiredAt.get(kept.id) ?? 0;
    const waiters = waiting.filter((task) => task.on === on && task.reason === reason);
    const names = waiters.map(shownName);
    const shown = names.length > 3 ? [...names.slice(0, 2), `${countText(names.length - 2)} more`] : names;
    const who =
      shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)} wait` : `${shown[0]} waits`;
    const name = nameOf(resource);
    const what = resource.base === "Lock" ? name : `a permit of ${name}`;
    const fix = text.say(`\`async with ${name}\``, `\`await using _ = await enter(${name})\``);
    return {
      ...{ task: kept.id, line, failed: [kept.id] },
      short: say`${named(state, kept.id)} ended without releasing ${name}`,
      message: `Deadlock: ${who} for ${name}, but ${shownName(kept)} acquired ${what}${line ? ` on line ${line}` : ""} and ${howEnded(kept)} without releasing it. Use ${fix}, which always releases it.`,
    };
  }
  return null;
}

/** Waits for other tasks, which were asked to cancel, too. */
const FOR_TASKS = new Set(["task", "TaskGroup", "gather", "wait", "as_completed", "shield"]);

/** Find a task that was asked to cancel, and waits nevertheless: its caller waits for its end. */
function unstoppedFinding(state: LoopState, waiting: readonly Task[]): Deadlock | null {
  const task = waiting.findLast(({ cancelling, reason }) => cancelling > 0 && !FOR_TASKS.has(reason));
  if (!task) return null;
  return {
    ...{ task: task.id, line: task.line, failed: [] },
    short: say`${named(state, task.id)} was asked to cancel, but waits on`,
    message: `Deadlock: ${shownName(task)} was asked to cancel, but after that it ${doesText(state, task)}${place(task)}, so it never ends. Clean up without such a wait, and let CancelledError pass.`,
  };
}

function joinFinding(scene: DeadlockScene, waiting: readonly Task[]): Deadlock | null {
  const { state, usages, text } = scene;
  const joining = waiting.find(({ reason }) => reason === "Queue.join");
  if (!joining) return null;
  const chain = findChain(scene);
  if (chain.isCircle && chain.tasks.includes(joining)) return null;
  const { line, on } = joining;
  const queue = state.resources.get(on);
  const prefix = queue?.name ? `${queue.name}.` : "";
  const done = `${prefix}${text.say("task_done", "taskDone")}()`;
  const start = `${line ? `Line ${line}` : shownName(joining)} waits in ${prefix}join(), but`;
  const takers = [...(usages.get(on)?.takers ?? [])].flatMap((id) => state.tasks.get(id) ?? []);
  const failed = takers.find(({ outcome }) => outcome === "exception");
  const found = (message: string, short: Part[] = waitText(state, joining)): Deadlock => ({
    ...{ task: joining.id, line, failed: failed ? [failed.id] : [], short },
    message: `${start} ${message}`,
  });
  const left = queue?.value ?? 0;
  const items = left === 1 ? "1 item is" : `${countText(left)} items are`;
  if (failed) {
    const error = `${shownName(failed)} failed with ${failed.value}`;
    const fix = `Call ${done} in a finally block, and handle the error in the worker's loop.`;
    const name = queue?.name || "the queue";
    return found(
      left > 0
        ? `${error} and takes no more items: ${items} still in ${name}. ${fix}`
        : `${error} with an item of ${name} that is not marked done. ${fix}`,
      say`${named(state, failed.id)} failed, and ${name}.join() waits for its items`,
    );
  }
  const stuck = takers.find(({ status, on: wanted }) => status === "waiting" && wanted !== on);
  if (stuck) {
    return found(
      `${shownName(stuck)}, which takes from ${queue?.name || "the queue"}, ${doesText(state, stuck)}${place(stuck)} and cannot continue.`,
    );
  }
  if (left > 0) {
    const them = left === 1 ? "it" : "them";
    return found(`${items} still in ${queue?.name || "the queue"} and no task will take ${them} out.`);
  }
  const isCalled = text.hasCode(/\btask_?done\(/i) ?? true;
  const never = isCalled ? `no worker will call ${done} any more` : `no code calls ${done}`;
  return found(`${never}. Call ${done} once for each item.`);
}

function processFinding(state: LoopState, waiting: readonly Task[]): Deadlock | null {
  const found = processDeadlock(state, waiting);
  return found && { ...found, failed: [] };
}

function networkFinding({ state, text }: DeadlockScene, waiting: readonly Task[]): Deadlock | null {
  const found = networkDeadlock(state, waiting, text);
  return found && { ...found, failed: [] };
}

/** Describe a circle, or a chain of several waits, or one whose end is known. */
function chainFinding(scene: DeadlockScene): Deadlock | null {
  const chain = findChain(scene);
  const last = chain.tasks.at(-1);
  if (!last) return null;
  const waits = describeChain(scene, chain);
  if (chain.isCircle) {
    const start = chain.tasks.length === 2 ? "Neither can continue." : "None of them can continue.";
    return {
      ...{ task: last.id, line: last.line, failed: [], short: circleText(scene.state, chain.tasks) },
      message: `Deadlock: ${waits}. ${start}`,
    };
  }
  const unset = describeUnset(scene.trace, scene.text, last);
  const end = unset || describeEnd(scene, last);
  const isKnown = unset || / (failed|has ended|was cancelled|have reached)/.test(end);
  if (chain.tasks.length < 2 && !isKnown) return null;
  const failed = [...scene.state.tasks.values()].filter(
    ({ outcome, value }) => outcome === "exception" && end.endsWith(`failed with ${value}`),
  );
  return {
    ...{ task: last.id, line: chain.tasks.findLast(({ line }) => line > 0)?.line ?? 0 },
    failed: failed.map(({ id }) => id),
    short: waitText(scene.state, last),
    message: `Deadlock: ${waits}${end && `, but ${end}`}.`,
  };
}

/** Describe the last wait: the outer tasks mostly wait for the inner ones. */
function lastFinding(state: LoopState, waiting: readonly Task[]): Deadlock {
  const shown = waiting.findLast(({ line }) => line > 0) ?? waiting.at(-1);
  if (!shown)
    return {
      ...{ task: 0, line: 0, failed: [], short: say`nothing can run again` },
      message: "Deadlock: no callback is ready and no timer is pending.",
    };
  return {
    ...{ task: shown.id, line: shown.line, failed: [], short: waitText(state, shown) },
    message: `Deadlock: ${shownName(shown)} ${doesText(state, shown)}${place(shown)}, but no task can run and no timer is pending.`,
  };
}

/** Describe tasks each of which waits for the next, and the last for the first. */
function cycleFinding(state: LoopState, cycle: readonly Task[]): Deadlock {
  const [first] = cycle as [Task];
  const wanted = cycle.map((task) => state.resources.get(resourceOf(task)));
  const shared = cycle.length === 1 ? sharedFinding(state, first, wanted[0]) : null;
  if (shared) return shared;
  const links = cycle.map((task, i) => {
    const next = cycle[(i + 1) % cycle.length] as Task;
    return link(task, next, wanted.at(i - 1), wanted[i]);
  });
  return {
    ...{ task: first.id, line: first.line, failed: [], short: circleText(state, cycle) },
    message: `Deadlock: ${links.join("; ")}. ${advice(cycle, wanted)}`,
  };
}

/** Describe tasks that each hold a permit of one semaphore and wait for another one. */
function sharedFinding(state: LoopState, first: Task, wanted: Resource | undefined): Deadlock | null {
  const holders = [...new Set(wanted?.holders)].flatMap((id) => state.tasks.get(id) ?? []);
  if (!wanted || holders.length < 2) return null;
  const names = holders.slice(0, 3).map(shownName);
  if (holders.length > 3) names[2] = `${countText(holders.length - 2)} more`;
  return {
    ...{ task: first.id, line: first.line, failed: [] },
    short: say`${named(state, first.id)} waits for a second permit of ${nameOf(wanted)}`,
    message: `Deadlock: ${names.slice(0, -1).join(", ")} and ${names.at(-1)} each hold a permit of ${nameOf(wanted)} and wait for another${place(first)}, but all ${wanted.holders.length} are taken. Acquire no second permit while holding one.`,
  };
}

/** Describe one task of a cycle: the resource that it `holds`, for the task before it, and what it `wants`. */
function link(task: Task, next: Task, holds: Resource | undefined, wants: Resource | undefined): string {
  if (!wants) {
    const group = task.reason === "task" ? "" : ` (${task.reason})`;
    return `${shownName(task)} waits for ${shownName(next)}${place(task)}${group}`;
  }
  if (next === task) return `${shownName(task)} holds ${nameOf(wants)} and waits for ${nameOf(wants)} again`;
  if (!holds)
    return `${shownName(task)} waits for ${nameOf(wants)}${place(task)}, which ${shownName(next)} holds`;
  return `${shownName(task)} holds ${nameOf(holds)} and waits for ${nameOf(wants)}`;
}

function advice(cycle: readonly Task[], wanted: readonly (Resource | undefined)[]): string {
  const [only] = wanted;
  if (cycle.length === 1) {
    const fix = only
      ? `Release ${nameOf(only)} before acquiring it again.`
      : "A task cannot wait for itself.";
    return `${shownName(cycle[0] as Task)} can never continue. ${fix}`;
  }
  const start = cycle.length === 2 ? "Neither can continue." : "None of them can continue.";
  if (!wanted.every((resource) => resource !== undefined))
    return `${start} One of them must not wait for the other.`;
  const noun = wanted.every(({ base }) => base === "Lock") ? "locks" : "resources";
  return `${start} Acquire ${cycle.length === 2 ? "both" : "the"} ${noun} in the same order everywhere.`;
}

function circleText(state: LoopState, circle: readonly Task[]): Part[] {
  const parts = circle.map(({ id }) => named(state, id));
  const [first = { text: "" }, second = { text: "" }, third = { text: "" }] = parts;
  if (circle.length === 1) {
    const wanted = state.resources.get(circle[0]?.on ?? 0);
    return wanted
      ? say`${first} waits for ${nameOf(wanted)}, which it holds`
      : say`${first} waits for itself`;
  }
  if (circle.length === 2) return say`${first} and ${second} wait for each other`;
  if (circle.length > 3) return say`${countText(circle.length)} tasks wait for one another`;
  return say`${first}, ${second} and ${third} wait for one another`;
}

function waitText(state: LoopState, task: Task): Part[] {
  return say`${named(state, task.id)} ${doesText(state, task)}`;
}

function doesText(state: LoopState, { reason, on }: Task): string {
  return waitKind(reason)?.does(state, on, 0) ?? `waits in ${reason}`;
}

function nameOf({ name, type }: Resource): string {
  return name || `a ${type.toLowerCase()}`;
}

function place({ line }: Task): string {
  return line ? ` on line ${line}` : "";
}
