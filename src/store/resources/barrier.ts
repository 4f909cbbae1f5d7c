/** Barriers: a number of tasks wait for one another, then all continue. */
import type { Resource, Task } from "../loop-state.ts";
import { say, task } from "../sentence.ts";
import { countText } from "../../base/number-text.ts";
import type { ResourceKind } from "./resource-kind.ts";
import { freeMarks, lineOf, MAX_MARKS, type Shape, type Standing, taskMark } from "./shape.ts";
import { counted, nameOf, nameOr, resourcePart } from "./words.ts";

export const barrier: ResourceKind = {
  bases: ["Barrier"],
  kept: "line",
  line: {
    leavesWhenStepped: true,
    letsThrough: true,
    changed: (lines, { change, resource, task }) => {
      if (change === "trip") lines.letThrough(resource, task);
    },
  },
  waits: {
    Barrier: {
      does: (state, on) => `waits at ${nameOr(state, on, "a barrier")} for the other tasks`,
      whyNotYet: (scene) => {
        const { waiters = [], limit = 0 } = scene.resource ?? {};
        return say`${countText(waiters.length)} of ${countText(limit)} tasks have reached ${resourcePart(scene)}.`;
      },
    },
  },
  created: ({ type, name, value }) =>
    say`${type}${name && ` ${name}`} is created for ${counted(value, "task")}.`,
  changes: {
    trip: ({ event, after }) =>
      say`${task(after, event)} is the last of ${event.value} to reach ${nameOf(after, event.resource)}: all continue.`,
    reset: ({ event, after }) => say`${task(after, event)} resets ${nameOf(after, event.resource)}.`,
    abort: ({ event, after }) =>
      say`${task(after, event)} breaks ${nameOf(after, event.resource)}: no task can pass it.`,
  },
  shape: barrierShape,
};

function barrierShape({ limit, value, change }: Resource, { holders, waiting }: Standing): Shape {
  // The barrier opens just before it wakes them.
  const asleep = holders.filter(({ status }) => status === "waiting");
  const lines = lineOf([...asleep, ...waiting]);
  if (change === "abort") return { status: "broken", lines };
  if (holders.length > 0 && waiting.length === 0) {
    const awake = holders.filter(({ status }) => status !== "waiting");
    return {
      status: `all ${countText(value)} came`,
      marks: awake
        .slice(0, MAX_MARKS)
        .map((task: Task) => taskMark("promised", task, (name) => `${name} continues`)),
      moreMarks: Math.max(0, awake.length - MAX_MARKS),
      lines,
    };
  }
  const missing = limit - waiting.length;
  return {
    status: `${countText(waiting.length)} of ${countText(limit)} there`,
    marks: freeMarks(missing, "missing"),
    moreMarks: Math.max(0, missing - MAX_MARKS),
    lines,
  };
}
