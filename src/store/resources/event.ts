/** Events: a flag that tasks wait for. */
import { say, task } from "../sentence.ts";
import type { ResourceKind } from "./resource-kind.ts";
import { lineOf } from "./shape.ts";
import { nameOf, nameOr, resourcePart } from "./words.ts";

export const event: ResourceKind = {
  bases: ["Event"],
  kept: "line",
  line: { leavesWhenStepped: true },
  waits: {
    Event: {
      does: (state, on) => `waits for ${nameOr(state, on, "an event")} to be set`,
      whyNotYet: (scene) => say`${resourcePart(scene)} is not set yet.`,
    },
  },
  created: ({ type, name }) => say`${type}${name && ` ${name}`} is created, not set.`,
  changes: {
    set: ({ event, after }) => {
      const woken = after.resources.get(event.resource)?.waiters.length ?? 0;
      const who =
        woken === 0 ? "" : woken === 1 ? ": the waiting task wakes up" : `: ${woken} waiting tasks wake up`;
      return say`${task(after, event)} sets ${nameOf(after, event.resource)}${who}.`;
    },
    clear: ({ event, after }) => say`${task(after, event)} clears ${nameOf(after, event.resource)}.`,
  },
  shape: ({ value }, { waiting }) => {
    const status = value === 1 ? "set" : "not set";
    return {
      status,
      marks: [{ look: value === 1 ? "held" : "free", task: 0, title: status }],
      areMarksRound: true,
      lines: lineOf(waiting),
    };
  },
};
