/** Conditions: tasks wait until another task that holds the condition's lock notifies them. */
import { say, task } from "../sentence.ts";
import { lockSentences } from "./permits.ts";
import type { ResourceKind } from "./resource-kind.ts";
import { lineOf } from "./shape.ts";
import { nameOf, nameOr, resourcePart } from "./words.ts";

export const condition: ResourceKind = {
  bases: ["Condition"],
  kept: "line",
  line: { leavesWhenStepped: true },
  waits: {
    Condition: {
      does: (state, on) => `waits to be notified on ${nameOr(state, on, "a condition")}`,
      whyNotYet: (scene) => say`No task has notified it on ${resourcePart(scene)} yet.`,
    },
  },
  created: ({ type, name }) => say`${type}${name && ` ${name}`} is created.`,
  ...lockSentences,
  changes: {
    notify: ({ event, after }) => {
      const who = event.value === 1 ? "one waiting task" : `${event.value} waiting tasks`;
      return say`${task(after, event)} notifies ${who} on ${nameOf(after, event.resource)}.`;
    },
  },
  shape: (_, { waiting }) => ({
    status: waiting.length === 0 ? "no task waits" : "",
    lines: lineOf(waiting),
  }),
};
