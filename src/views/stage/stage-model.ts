/**
 * What stands where on the stage, from a state alone.
 *
 * A task is one thing that moves: of the tokens that belong to it, exactly one has the key `task:<id>`, the one that
 * says best where the task is; a motion follows it from moment to moment. Other tokens are handles, keyed by id.
 */
import type { LoopState, ReadyHandle, Task, Timer } from "../../store/loop-state.ts";
import { resourceGroup, type ResourceGroup } from "./resource-groups.ts";
import { coroutineNote, shortName, type StageToken } from "./stage-token.ts";

export interface TimerToken extends StageToken {
  timer: Timer;
}

export interface DoneToken extends StageToken {
  outcome: string;
  value: string;
}

/** Tasks that wait on the same kind of thing. */
export interface WaitGroup {
  title: string;
  tokens: StageToken[];
}

export interface StageModel {
  /** This iteration's frozen batch, next first. */
  batch: StageToken[];
  /** What waits for the next iteration. */
  later: StageToken[];
  running: StageToken | null;
  timers: TimerToken[];
  resources: ResourceGroup[];
  waiting: WaitGroup[];
  done: DoneToken[];
}

export function stageModel(state: LoopState): StageModel {
  const taken = new Set<number>();
  const keyFor = (task: number, handle: string) => {
    if (task === 0 || taken.has(task)) return handle;
    taken.add(task);
    return `task:${task}`;
  };
  const token = (task: number, name: string, key: string, note = ""): StageToken => ({
    key,
    task,
    label: state.tasks.get(task)?.name ?? name,
    note: note || coroutineNote(state.tasks.get(task)),
  });
  const handleToken = (handle: ReadyHandle) =>
    token(
      handle.task,
      shortName(handle.name),
      keyFor(handle.task, `handle:${handle.id}`),
      handle.wasTimer ? "timer" : "",
    );
  const isSleeping = (task: Task | undefined) => task?.status === "waiting" && task.reason === "sleep";

  // Claimed in this order: a task's own step, then its place in a line, then its timer, then a callback made for it.
  const handles = state.running ? [...state.ready, state.running] : [...state.ready];
  const steps = new Map<ReadyHandle, StageToken>();
  for (const handle of handles) if (handle.task && !handle.wasTimer) steps.set(handle, handleToken(handle));
  const resources = [...state.resources.values()].map((resource) => resourceGroup(state, resource, keyFor));
  const waiting = waitGroups(state, taken, isSleeping, (task) =>
    token(task.id, task.name, keyFor(task.id, "")),
  );
  const timers = state.timers.map((timer) => {
    const sleeps = timer.name === "sleep" && isSleeping(state.tasks.get(timer.task));
    const key = sleeps ? keyFor(timer.task, `handle:${timer.id}`) : `handle:${timer.id}`;
    return { ...token(timer.task, shortName(timer.name), key, sleeps ? "" : shortName(timer.name)), timer };
  });
  for (const handle of handles) if (!steps.has(handle)) steps.set(handle, handleToken(handle));

  const ready = state.ready.map((handle) => steps.get(handle) as StageToken);
  const done = [...state.tasks.values()]
    .filter((task) => task.status === "done")
    .map((task) => ({
      key: keyFor(task.id, `done:${task.id}`),
      task: task.id,
      label: task.name,
      note: task.outcome === "result" ? "" : task.outcome,
      outcome: task.outcome,
      value: task.value,
    }));
  return {
    batch: ready.slice(0, state.batch),
    later: ready.slice(state.batch),
    running: state.running ? (steps.get(state.running) as StageToken) : null,
    timers,
    resources,
    waiting,
    done,
  };
}

function waitGroups(
  state: LoopState,
  taken: ReadonlySet<number>,
  isSleeping: (task: Task) => boolean,
  token: (task: Task) => StageToken,
): WaitGroup[] {
  const timed = new Set(state.timers.map((timer) => timer.task));
  const groups = new Map<string, WaitGroup>();
  for (const task of state.tasks.values()) {
    if (task.status !== "waiting" || taken.has(task.id)) continue;
    // A sleeping task stands among the timers, or in the queue once its timer is due.
    if (isSleeping(task) && (timed.has(task.id) || hasDueTimer(state, task.id))) continue;
    const title = waitTitle(state, task);
    const group = groups.get(title) ?? { title, tokens: [] };
    groups.set(title, group);
    group.tokens.push(token(task));
  }
  return [...groups.values()];
}

function hasDueTimer({ ready, running }: LoopState, task: number): boolean {
  return running?.task === task || ready.some((handle) => handle.task === task);
}

function waitTitle(state: LoopState, task: Task): string {
  const name = state.tasks.get(task.on)?.name;
  switch (task.reason) {
    case "task":
      return `waiting for ${name ?? "a task"}`;
    case "TaskGroup":
      return "waiting for its TaskGroup";
    case "future":
      return "waiting on a future";
    default:
      return `waiting in ${task.reason}`;
  }
}
