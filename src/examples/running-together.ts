import type { Chapter } from "./example.ts";

/** Waiting for several tasks at once, and awaitables other than tasks. */
export const runningTogether: Chapter = {
  title: "Running together",
  entries: [
    {
      id: "gather",
      title: "gather: all answers, in order",
      summary: "Three questions at once: answers arrive in any order, results are in the order asked.",
    },
    {
      id: "wait",
      title: "wait: the first is enough",
      summary: "Three mirrors race for one file; the first wins, and the others are cancelled.",
    },
    {
      id: "as-completed",
      title: "as_completed: the next one to finish",
      summary: "Four parcels are unpacked in the order of arrival, not in the order of purchase.",
    },
    {
      id: "task-group",
      title: "Task groups in a task group",
      summary: "A block ends only when all of its tasks are done, and one such block is inside another.",
    },
    {
      id: "async-iteration",
      title: "async for",
      summary: "A for loop that may wait for each item: its iterator sleeps.",
    },
    {
      id: "async-context",
      title: "async with",
      summary: "A block that may wait when a task enters it, and again when the task leaves it.",
    },
    {
      id: "async-generator",
      title: "A pipeline of async generators",
      summary: "Readings pass through a filter one at a time, each only on request.",
    },
    {
      id: "order-report",
      title: "Files, read and written in threads",
      summary: "Orders come from a file, are packed all at once, and the report is there to download.",
    },
  ],
};
