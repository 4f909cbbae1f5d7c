/**
 * Chain of waits in a deadlock: from a task to one that could end its wait, by what the tasks did before, and so on, until
 * a wait that no task is known to end, or back in a circle. Called by `deadlock.ts`, for waits that the await graph does
 * not explain: those for queues, events and conditions.
 */
import { waitOf } from "../await-graph.ts";
import type { GroupChildren } from "../group-children.ts";
import type { LoopState, Task } from "../loop-state.ts";
import { resourceOf, waitKind } from "../resources/kinds.ts";
import { shownName } from "../task-name.ts";
import { howEnded, taskAtOtherEnd } from "./deadlock-network.ts";
import { findIntent } from "./deadlock-intent.ts";
import type { Usage } from "./deadlock-usage.ts";
import type { ProgramText } from "./program-text.ts";

export interface Chain {
  readonly tasks: readonly Task[];
  /** True if the last task waits for the first. */
  readonly isCircle: boolean;
}

export interface ChainScene {
  readonly state: LoopState;
  readonly children: GroupChildren;
  readonly usages: ReadonlyMap<number, Usage>;
  readonly text: ProgramText;
}

/** Users of a resource by the kind of wait that they could end. */
const USERS: Readonly<Record<string, { readonly of: (usage: Usage) => Set<number>; readonly verb: string }>> =
  {
    "Queue.put": { of: ({ takers }) => takers, verb: "takes from" },
    "Queue.get": { of: ({ putters }) => putters, verb: "puts into" },
    "Queue.join": { of: ({ takers }) => takers, verb: "takes from" },
    Event: { of: ({ setters }) => setters, verb: "sets" },
    Condition: { of: ({ setters }) => setters, verb: "notifies" },
  };
/** The same in the past, and in words without a task. */
const PAST: Readonly<Record<string, readonly [did: string, never: string]>> = {
  "Queue.put": ["took from", "no task has taken anything from"],
  "Queue.get": ["put items into", "no task has put anything into"],
  "Queue.join": ["took from", "no task has taken anything from"],
  Event: ["set", "no task has set"],
  Condition: ["notified", "no task has notified"],
};

/**
 * Return a circle if there is one, or else the chain with the most waits for resources, and the longest of those; the
 * first of several.
 */
export function findChain(scene: ChainScene): Chain {
  let best: Chain = { tasks: [], isCircle: false };
  for (const task of scene.state.tasks.values()) {
    if (task.status !== "waiting") continue;
    const chain = chainFrom(scene, task);
    if (chain.isCircle) return chain;
    const more = resourceLinks(chain) - resourceLinks(best);
    if (more > 0 || (more === 0 && chain.tasks.length > best.tasks.length)) best = chain;
  }
  return best;
}

/** Return the number of waits that are explained by another task's use of a resource. */
function resourceLinks({ tasks }: Chain): number {
  return tasks.slice(0, -1).filter(({ reason }) => USERS[reason] || waitKind(reason)?.endedBy === "holders")
    .length;
}

function chainFrom(scene: ChainScene, first: Task): Chain {
  const tasks: Task[] = [];
  for (let task: Task | undefined = first; task; task = nextOf(scene, task)) {
    const at = tasks.indexOf(task);
    if (at >= 0) return { tasks: tasks.slice(at), isCircle: true };
    tasks.push(task);
  }
  return { tasks, isCircle: false };
}

/** Return a waiting task that could end the wait of a task; undefined if none is known. */
function nextOf(scene: ChainScene, task: Task): Task | undefined {
  const { state, children } = scene;
  const intent = intentOf(scene, task);
  if (intent) return intent.task;
  const atOtherEnd = taskAtOtherEnd(state, task);
  const ids = USERS[task.reason]
    ? [...usersOf(scene, task)].reverse()
    : atOtherEnd
      ? [atOtherEnd.id]
      : (waitOf(state, children, task)?.tasks ?? []);
  const waiting = ids.flatMap((id) => state.tasks.get(id) ?? []).filter(({ status }) => status === "waiting");
  // One that waits for an item of the queue has nothing to mark as done.
  return waiting.find(
    (other) => other !== task && (resourceOf(other) === 0 || resourceOf(other) !== resourceOf(task)),
  );
}

/** Return what a waiting task would do to end the wait, if no task has used the resource so yet. */
function intentOf(scene: ChainScene, task: Task) {
  const isUsed = USERS[task.reason] && usersOf(scene, task).size > 0;
  return isUsed ? null : findIntent(scene.state, scene.text, task);
}

function usersOf({ usages }: ChainScene, { reason, on }: Pick<Task, "reason" | "on">): ReadonlySet<number> {
  const usage = usages.get(on);
  return (usage && USERS[reason]?.of(usage)) ?? new Set();
}

/** Describe a chain: each wait, with the part in it of the task before. */
export function describeChain(scene: ChainScene, { tasks, isCircle }: Chain): string {
  const { state } = scene;
  const links = tasks.map((task, i) => {
    const before = tasks[i - 1] ?? (isCircle ? tasks.at(-1) : undefined);
    const role = before ? roleIn(scene, before, task) : "";
    const line = task.line > 0 ? ` on line ${task.line}` : "";
    const does = waitKind(task.reason)?.does(state, task.on, 0) ?? `waits in ${task.reason}`;
    return `${shownName(task)}${role && `, which ${role},`} ${does}${line}`;
  });
  return links.join("; ");
}

/** Describe the part of a task in the wait of another: "puts into work"; empty if that is said already. */
function roleIn(scene: ChainScene, waiter: Task, task: Task): string {
  const { state } = scene;
  const name = state.resources.get(resourceOf(waiter))?.name || "it";
  const verb = USERS[waiter.reason]?.verb;
  const intent = intentOf(scene, waiter);
  if (verb) return `${verb} ${name}${intent ? ` later on line ${intent.line}` : ""}`;
  if (taskAtOtherEnd(state, waiter)) return "has the other end";
  if (state.resources.get(resourceOf(waiter))?.holders.includes(task.id)) return `holds ${name}`;
  return "";
}

/** Describe why no task ends the last wait of a chain; empty if that is not known. */
export function describeEnd(scene: ChainScene, task: Task): string {
  if (task.reason === "Barrier") return describeBarrier(scene, task);
  const past = PAST[task.reason];
  if (!past) return "";
  const { state } = scene;
  const name = state.resources.get(task.on)?.name || "it";
  const [did, never] = past;
  const ended = [...usersOf(scene, task)]
    .flatMap((id) => state.tasks.get(id) ?? [])
    .filter(({ status, id }) => status === "done" && id !== task.id);
  const worst = ended.find(({ outcome }) => outcome === "exception") ?? ended.at(-1);
  if (worst) return `${shownName(worst)}, which ${did} ${name}, ${howEnded(worst)}`;
  if (usersOf(scene, task).size > 0) return "";
  const other = describeNamesake(scene, task);
  return `${never} ${name}${other && `; ${other}`}`;
}

/** Describe the use of another resource with the same name, which the program made by mistake; empty without one. */
function describeNamesake(scene: ChainScene, { on, reason }: Task): string {
  const { state } = scene;
  const { name = "", base = "" } = state.resources.get(on) ?? {};
  const namesakes = [...state.resources.values()].filter(
    (other) => other.id !== on && other.base === base && other.name === name && name !== "",
  );
  const users = namesakes.flatMap(({ id }) => [...usersOf(scene, { reason, on: id })]);
  const user = users.flatMap((id) => state.tasks.get(id) ?? []).at(-1);
  return user ? `${shownName(user)} ${PAST[reason]?.[0] ?? "used"} another ${base} named ${name}` : "";
}

function describeBarrier({ state }: ChainScene, { on }: Task): string {
  const { limit = 0, waiters = [], name = "" } = state.resources.get(on) ?? {};
  return limit > waiters.length
    ? `only ${waiters.length} of ${limit} tasks have reached ${name || "it"}`
    : "";
}
