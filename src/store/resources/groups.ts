/** Groups, which wait for several children (tasks or futures): gather, wait, as_completed, shield and TaskGroup. */
import type { LoopState } from "../loop-state.ts";
import { named, say, task } from "../sentence.ts";
import type { ResourceKind } from "./resource-kind.ts";
import type { WaitKind } from "./wait-kind.ts";
import { counted, resourcePart } from "./words.ts";

const living = (state: LoopState, on: number) => state.groups.get(on)?.living ?? 0;

function waitForChildren(does: WaitKind["does"], endedBy: "all children" | "one child"): WaitKind {
  return {
    does,
    endedBy,
    whyNotYet: (scene) => {
      const left = scene.group?.living ?? 0;
      if (left === 0) return say`Every child of ${resourcePart(scene)} is done: it is about to wake up.`;
      const who = scene.who.length > 0 ? scene.who : say`${children(left)}`;
      return endedBy === "all children"
        ? say`${resourcePart(scene)} still waits for ${who}.`
        : say`${resourcePart(scene)} waits until one of these is done: ${who}.`;
    },
  };
}

const children = (n: number) => (n === 1 ? "one task or future" : `${n} tasks and futures`);

export const gather: ResourceKind = {
  bases: ["gather"],
  kept: "group",
  waits: {
    gather: waitForChildren((state, on) => {
      const left = living(state, on);
      return left === 0 ? "waits for gather" : `waits for the ${counted(left, "task")} in gather`;
    }, "all children"),
  },
  created: ({ value }) => say`gather will wait for ${children(value)}.`,
};

export const wait: ResourceKind = {
  bases: ["wait"],
  kept: "group",
  endsWithWait: true,
  waits: { wait: waitForChildren(() => "waits in asyncio.wait", "one child") },
  created: ({ value }) => say`asyncio.wait looks at ${children(value)}.`,
};

export const asCompleted: ResourceKind = {
  bases: ["as_completed"],
  kept: "group",
  waits: { as_completed: waitForChildren(() => "waits for the next task to finish", "one child") },
  created: ({ value }) => say`as_completed takes ${children(value)}, in the order in which they finish.`,
};

export const shield: ResourceKind = {
  bases: ["shield"],
  kept: "group",
  waits: { shield: waitForChildren(() => "waits for the shielded task", "all children") },
  created: () => say`A shield protects a task from cancellation.`,
};

export const taskGroup: ResourceKind = {
  bases: ["TaskGroup"],
  kept: "group",
  waits: {
    TaskGroup: waitForChildren((state, on) => {
      const left = living(state, on);
      return left === 0
        ? "waits for the tasks of its group"
        : `waits for the ${counted(left, "task")} of its group`;
    }, "all children"),
  },
  created: () => say`A task group begins.`,
  changes: {
    abort: () => say`The task group gives up: it cancels its other tasks.`,
  },
};

/** Sentence about a new child of a group. */
export function childAdded(state: LoopState, group: number, child: number) {
  const found = state.groups.get(group);
  const who = child ? named(state, child) : { text: "A future" };
  if (!found) return say`${who} joins a group.`;
  if (found.base === "TaskGroup")
    return say`${who} joins the task group, which now has ${counted(found.living, "task")}.`;
  return say`${found.base.replace("wait", "asyncio.wait")} waits for ${child ? task(state, { task: child }) : { text: "a future" }}.`;
}
