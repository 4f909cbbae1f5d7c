import type { Chapter } from "./example.ts";

/** Parts of an event loop: tasks, blocking, callbacks, generators, futures, timers. */
export const firstSteps: Chapter = {
  title: "First steps",
  entries: [
    {
      id: "hello-world",
      title: "Hello, world",
      summary: "Ten tasks sleep at the same time and wake in the order of their timers.",
    },
    {
      id: "hello-blocking",
      title: "Hello, blocked world",
      summary: "The same ten tasks with a sleep that blocks: each task waits for all tasks before it.",
    },
    {
      id: "await-or-task",
      title: "Await it, or create a task",
      summary: "Two coroutines, awaited one after the other, then run as tasks at the same time.",
    },
    {
      id: "callbacks",
      title: "Nothing but callbacks",
      summary: "An event loop without coroutines: functions to call soon, and functions to call later.",
    },
    {
      id: "generators",
      title: "A coroutine is a generator",
      summary:
        "Inside every await is a generator that yields to the loop and continues in a later iteration.",
    },
    {
      id: "future",
      title: "A future with a result set by hand",
      summary: "Two tasks await a result that does not exist yet, until a third one provides it.",
    },
    {
      id: "polling",
      title: "Polling with call_later",
      summary: "A callback that looks, finds nothing, and schedules itself again.",
    },
  ],
};
