/** Queues: tasks put items in and take them out, and wait for room, for an item, or until every item is done. */
import type { Resource } from "../loop-state.ts";
import { say, task } from "../sentence.ts";
import { countText } from "../../base/number-text.ts";
import type { ResourceKind } from "./resource-kind.ts";
import { lineOf, MAX_ITEMS, type Shape, type Standing } from "./shape.ts";
import { counted, inLine, nameOf, nameOr, resourcePart } from "./words.ts";

function queueKind(base: string, isStack: boolean): ResourceKind {
  return {
    bases: [base],
    kept: "line",
    line: {
      leavesWhenStepped: true,
      hasItems: true,
      isStack,
      changed: (lines, { change, value, resource }) => {
        if (change === "shutdown" && value === 0) lines.emptyItems(resource);
      },
    },
    waits: {
      "Queue.get": {
        does: (state, on) => `waits for an item in ${nameOr(state, on, "a queue")}`,
        whyNotYet: (scene) => say`${resourcePart(scene)} is empty. ${inLine(scene)} for the next item.`,
      },
      "Queue.put": {
        does: (state, on) => `waits for room in ${nameOr(state, on, "a queue")}`,
        whyNotYet: (scene) => say`${resourcePart(scene)} is full. ${inLine(scene)} for room.`,
      },
      "Queue.join": {
        does: (state, on) => `waits until every item of ${nameOr(state, on, "a queue")} is marked done`,
        whyNotYet: (scene) =>
          say`Some items of ${resourcePart(scene)} are not marked done with task_done() yet.`,
      },
    },
    created: ({ type, name, value }) =>
      say`${type}${name && ` ${name}`} is created${value > 0 ? ` with room for ${counted(value, "item")}` : ""}.`,
    changes: {
      shutdown: ({ event, after }) =>
        say`${task(after, event)} shuts down ${nameOf(after, event.resource)}: no more items can be put in.`,
    },
    shape: queueShape,
  };
}

export const queue = queueKind("Queue", false);
export const lifoQueue = queueKind("LifoQueue", true);
export const priorityQueue = queueKind("PriorityQueue", false);

function queueShape({ base, limit, value, next, change }: Resource, { waiting, items }: Standing): Shape {
  const ordered = base === "LifoQueue" ? items.slice(-MAX_ITEMS).reverse() : items.slice(0, MAX_ITEMS);
  if (base === "PriorityQueue" && items.length > 0) {
    const first = ordered.indexOf(next);
    if (first >= 0) ordered.splice(first, 1);
    ordered.unshift(next);
  }
  const by = (reason: string) => waiting.filter((task) => task.reason === reason);
  const count = value === 0 ? "empty" : `${countText(value)} ${value === 1 ? "item" : "items"}`;
  const size = limit > 0 ? `${countText(value)} of ${countText(limit)}` : count;
  return {
    status: change === "shutdown" ? `${size}, shut down` : size,
    items: ordered.slice(0, MAX_ITEMS),
    size: value,
    takers: by("Queue.get"),
    lines: [...lineOf(by("Queue.put")), ...lineOf(by("Queue.join"), "join() waits")],
  };
}
