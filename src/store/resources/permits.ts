/** Locks and semaphores: tasks acquire permits and wait in line for them, first come, first served. */
import type { EventKind } from "../../events/event.ts";
import type { Resource } from "../loop-state.ts";
import { type Moment, named, nth, say, task } from "../sentence.ts";
import { countText } from "../../base/number-text.ts";
import type { LineRules, ResourceKind } from "./resource-kind.ts";
import { freeMarks, lineOf, MAX_MARKS, type Shape, type Standing, taskMark } from "./shape.ts";
import type { WaitKind } from "./wait-kind.ts";
import { counted, inLine, nameOf, namePart, nameOr, placeInLine, resourcePart, wokenTask } from "./words.ts";

const permitRules: LineRules = { startValue: (limit) => limit, leavesWhenStepped: false };

function waitForPermit(noun: string): WaitKind {
  return {
    does: (state, on, id) => `waits for ${nameOr(state, on, noun)}${placeInLine(state, on, id)}`,
    whyNotYet: (scene) =>
      scene.count > 0
        ? say`${inLine(scene)} for ${resourcePart(scene)}, held by ${scene.who}.`
        : say`${inLine(scene)} for ${resourcePart(scene)}.`,
    endedBy: "holders",
    texture: "dotted",
  };
}

/** Sentences about a resource that one task holds at a time: a lock, or the lock of a condition. */
export const lockSentences: Pick<ResourceKind, "waited" | "acquired" | "released"> = {
  waited: ({ event, after }) =>
    say`${namePart(after, event.resource)} is held: ${task(after, event)} joins the line, in ${placeOf({ event, after })} place.`,
  acquired: ({ event, after }) => say`${task(after, event)} acquires ${nameOf(after, event.resource)}.`,
  released: ({ event, after }) =>
    say`${task(after, event)} releases ${nameOf(after, event.resource)}${next({ event, after })}.`,
};

function placeOf({ event, after }: Moment<"resourceWaited">): string {
  return nth((after.resources.get(event.resource)?.waiters.indexOf(event.task) ?? 0) + 1);
}

function next({ event, after }: Moment<Extract<EventKind, "resourceReleased">>) {
  const woken = wokenTask(after, after.resources.get(event.resource));
  return woken ? say`; ${named(after, woken.id)}, first in line, is next` : [];
}

export const lock: ResourceKind = {
  bases: ["Lock"],
  kept: "line",
  line: permitRules,
  waits: { Lock: waitForPermit("a lock") },
  created: ({ type, name }) => say`${type}${name && ` ${name}`} is created.`,
  ...lockSentences,
  shape: permitShape,
};

export const semaphore: ResourceKind = {
  bases: ["Semaphore", "BoundedSemaphore"],
  kept: "line",
  line: permitRules,
  waits: { Semaphore: waitForPermit("a semaphore") },
  created: ({ type, name, value }) =>
    say`${type}${name && ` ${name}`} is created with ${counted(value, "permit")}.`,
  waited: ({ event, after }) =>
    say`${namePart(after, event.resource)} has no free permit: ${task(after, event)} joins the line, in ${placeOf({ event, after })} place.`,
  acquired: ({ event, after }) =>
    say`${task(after, event)} acquires a permit of ${nameOf(after, event.resource)}; ${event.value === 0 ? "none is" : event.value === 1 ? "1 is" : `${event.value} are`} left.`,
  released: ({ event, after }) =>
    say`${task(after, event)} releases a permit of ${nameOf(after, event.resource)}${next({ event, after })}.`,
  shape: permitShape,
};

function permitShape({ base, limit, value }: Resource, { holders, waiting, woken }: Standing): Shape {
  // A lock is free until the woken task takes it, unlike a semaphore's permit. A semaphore may exceed its initial permits.
  const isLock = base === "Lock";
  const promised = woken.slice(0, Math.max(0, limit - holders.length - (isLock ? 0 : value)));
  const free = isLock ? limit - holders.length - promised.length : value;
  const total = holders.length + promised.length + free;
  const marks = [
    ...holders.slice(0, MAX_MARKS).map((task) => taskMark("held", task, (name) => `held by ${name}`)),
    ...promised
      .slice(0, MAX_MARKS)
      .map((task) => taskMark("promised", task, (name) => `promised to ${name}`)),
    ...freeMarks(free, "free"),
  ];
  return {
    status: `${countText(holders.length)} of ${countText(total)} held`,
    marks: marks.slice(0, MAX_MARKS),
    marksLabel: "Permits",
    moreMarks: Math.max(0, total - MAX_MARKS),
    lines: lineOf(waiting),
  };
}
