/**
 * Internal callbacks of asyncio in words: `TaskGroup._on_task_done` is the task group that learns of a task's end. A
 * callback of the program keeps its own name. Called by narration, the stage and the inspector.
 */
import type { LoopState, ReadyHandle } from "./loop-state.ts";
import type { InternalCallback } from "./internal-callback.ts";
import { networkCallbacks } from "./network/network-callbacks.ts";
import { named, type Part, say } from "./sentence.ts";
import { lastPart } from "../base/task-name.ts";
import { shownName } from "./task-name.ts";

const threadsResult: InternalCallback = {
  label: "thread’s result",
  runs: "A thread's result arrives.",
  will: "take a thread's result",
};

const internal: Readonly<Record<string, InternalCallback>> = {
  ...networkCallbacks,
  "TaskGroup._on_task_done": { label: "task group", learner: "the task group", alwaysTask: true },
  "gather.<locals>._done_callback": { label: "gather", learner: "gather" },
  "_wait.<locals>._on_completion": { label: "wait", learner: "asyncio.wait" },
  "_AsCompletedIterator._handle_completion": { label: "as_completed", learner: "as_completed" },
  "shield.<locals>._inner_done_callback": { label: "shield", learner: "shield" },
  _run_until_complete_cb: { label: "loop", learner: "the loop", alwaysTask: true },
  "shield.<locals>._outer_done_callback": { label: "shield", runs: "shield is finished." },
  "shield.<locals>._clear_awaited_by_callback": { label: "shield", runs: "shield is finished." },
  _log_on_exception: { label: "shield", runs: "shield checks the task for an error." },
  _release_waiter: { label: "time limit", runs: "The time limit of asyncio.wait is over." },
  "_AsCompletedIterator._handle_timeout": {
    label: "time limit",
    runs: "The time limit of as_completed is over.",
  },
  "_chain_future.<locals>._set_state": threadsResult,
  "_chain_future.<locals>._call_set_state": threadsResult,
  "_chain_future.<locals>._call_check_cancel": {
    label: "thread’s result",
    runs: "The future of a thread's result is done.",
    will: "see that the future of a thread's result is done",
    aside: "always",
  },
};

type Callback = Pick<ReadyHandle, "name" | "by">;

/** Return the words for a callback without a task: `task group`; a program's own callback by its function. */
export function callbackLabel(name: string): string {
  return internal[name]?.label ?? lastPart(name);
}

/** Return the subject that learns of a task's end by a callback: `the task group`; undefined for another callback. */
export function learnerOf(name: string): string | undefined {
  return internal[name]?.learner;
}

/** Return the words for a callback of asyncio itself; undefined for another callback. */
export function internalCallback(name: string): InternalCallback | undefined {
  return internal[name];
}

/** Return the note beside it: `hello-9 done`; empty for a callback that is about no task's end. */
export function callbackNote(state: LoopState, callback: Callback): string {
  const child = internal[callback.name]?.learner ? state.tasks.get(childOf(state, callback)) : undefined;
  return child ? `${shownName(child)} done` : "";
}

/** Return the sentence for an internal callback that joined the ready queue; undefined for another callback. */
export function scheduledSentence(state: LoopState, callback: Callback): Part[] | undefined {
  const { learner, will } = internal[callback.name] ?? {};
  if (learner) return say`${learner} will be told that ${whoIsDone(state, callback)} is done.`;
  return will ? say`The loop will ${will}.` : undefined;
}

/** Return the sentence for an internal callback that was cancelled before it ran; undefined for another callback. */
export function cancelledSentence(name: string): Part[] | undefined {
  const { will, unneeded } = internal[name] ?? {};
  if (unneeded) return say`${unneeded}`;
  return will ? say`The loop will not ${will} any more.` : undefined;
}

/** Return the sentence for an internal callback that begins to run; undefined for another callback. */
export function startedSentence(state: LoopState, callback: Callback): Part[] | undefined {
  const { learner, runs } = internal[callback.name] ?? {};
  if (learner) return say`${learner} learns that ${whoIsDone(state, callback)} is done.`;
  return runs ? say`${runs}` : undefined;
}

function whoIsDone(state: LoopState, callback: Callback): Part {
  const child = childOf(state, callback);
  return child > 0 ? named(state, child) : { text: "a future" };
}

/**
 * Return the task whose end a callback is about; 0 if it may be a plain future. The task that ended scheduled it in its
 * last step, shortly before `taskDone`.
 */
function childOf({ tasks }: LoopState, { name, by }: Callback): number {
  const task = tasks.get(by);
  const isChild = internal[name]?.alwaysTask || task?.status === "done" || (task?.groups.length ?? 0) > 0;
  return task && isChild ? by : 0;
}
