import type { Tours } from "../example.ts";

/** Tours of the chapter "First steps". */
export const firstStepsTours: Tours = {
  "hello-world": [
    {
      kind: "taskSuspended",
      of: "Task-1",
      caption: "main has created ten tasks, and none has run yet. Now main waits, so they can run.",
    },
    {
      kind: "taskSuspended",
      of: "hello-0",
      caption: "hello-0 sleeps: it sets a timer and hands control back to the loop.",
    },
    {
      kind: "taskSuspended",
      of: "hello-9",
      caption: "All ten tasks sleep at the same time. No time has passed yet.",
    },
    {
      kind: "clockAdvanced",
      caption: "No callback is ready, so the loop waits for the timer that is due first.",
    },
    {
      kind: "outputWritten",
      of: "hello-9",
      caption: "hello-9 went to sleep last and wakes first: its timer was the shortest.",
    },
    {
      kind: "taskDone",
      of: "Task-1",
      caption: "The task group is done. All ten tasks together took as long as the slowest one.",
    },
  ],
  "hello-blocking": [
    {
      kind: "taskSuspended",
      of: "Task-1",
      caption: "The same ten tasks are ready, and the loop is about to run the first.",
    },
    {
      kind: "loopBlocked",
      of: "hello-0",
      caption: "This sleep does not hand control back. It blocks the whole loop.",
    },
    {
      kind: "taskDone",
      of: "hello-0",
      caption: "The other nine tasks were ready all this time, but could not run.",
    },
    {
      kind: "loopBlocked",
      of: "hello-9",
      caption: "hello-9 waited for the nine tasks before it. They ran one after the other.",
    },
    {
      kind: "taskDone",
      of: "Task-1",
      caption: "Together they took the sum of their sleeps: nearly three seconds instead of half a second.",
    },
  ],
  "await-or-task": [
    {
      kind: "outputWritten",
      of: "Task-1",
      text: "coffee is on",
      caption: "An awaited coroutine is not a task. It runs inside main, and main waits for it.",
    },
    {
      kind: "outputWritten",
      of: "Task-1",
      text: "tea is on",
      caption: "The tea begins only when the coffee is ready.",
    },
    {
      kind: "taskCreated",
      of: "tea",
      caption: "Five minutes later main creates two tasks. Both are ready, and neither has begun.",
    },
    {
      kind: "outputWritten",
      of: "tea",
      text: "tea is on",
      caption: "main waits for the coffee, and the tea is already on.",
    },
    {
      kind: "taskDone",
      of: "tea",
      caption: "Both took three minutes together, as long as the slower one alone.",
    },
  ],
  callbacks: [
    {
      kind: "handleStarted",
      of: "kettle",
      caption: "There is no task and no coroutine. The loop takes a function from its queue and calls it.",
    },
    {
      kind: "timerScheduled",
      of: "whistle",
      caption: "call_later sets a timer for whistle and returns at once. Nothing waits.",
    },
    {
      kind: "handleStarted",
      of: "toaster",
      caption: "call_soon put toaster into the ready queue, for the next iteration.",
    },
    {
      kind: "clockAdvanced",
      caption: "No callback is ready. The loop sleeps until the toast, which was set last but is due first.",
    },
    {
      kind: "loopStopped",
      caption: "The last callback stopped the loop. Tasks, futures and await are all built from callbacks.",
    },
  ],
  generators: [
    {
      kind: "taskSuspended",
      of: "hare",
      caption: "The hare awaits a generator. The generator yields and hands control back to the loop.",
    },
    {
      kind: "outputWritten",
      of: "crab",
      caption: "The crab's generator never yields, so the crab does not stop at its await.",
    },
    {
      kind: "iterationStarted",
      caption: "A bare yield means: next iteration. The hare and the frog are ready again, without a timer.",
    },
    {
      kind: "outputWritten",
      of: "frog",
      caption: "The await gives the generator's return value: two laps for the frog.",
    },
    {
      kind: "taskDone",
      of: "hare",
      caption: "The hare yielded four times. No time has passed: yielding is not sleeping.",
    },
  ],
  future: [
    {
      kind: "taskSuspended",
      of: "Ada",
      caption: "Ada awaits a future: an empty box for a result that comes later.",
    },
    {
      kind: "taskSuspended",
      of: "Bob",
      caption: "Bob awaits the same future. Any number of tasks may wait for one future.",
    },
    {
      kind: "outputWritten",
      of: "baker",
      caption: "The baker wakes up and is about to set the result.",
    },
    {
      kind: "taskDone",
      of: "baker",
      caption: "set_result woke both tasks: they are in the ready queue, in the order in which they waited.",
    },
    {
      kind: "taskDone",
      of: "Bob",
      caption: "Both tasks got the same result. Reading a result does not remove it.",
    },
  ],
  polling: [
    {
      kind: "outputWritten",
      of: "Task-1",
      text: "nothing yet",
      caption: "The mailbox is empty, so the callback will look again in half a second.",
    },
    {
      kind: "taskSuspended",
      of: "Task-1",
      caption: "main awaits a future. The mailbox is checked by a callback, which sets its own timer again.",
    },
    {
      kind: "outputWritten",
      text: "nothing yet",
      caption: "The mailbox is still empty: the same callback sets the next timer.",
    },
    {
      kind: "outputWritten",
      text: "the post is here",
      caption: "The post is here, but unnoticed. Polling finds it at the next look.",
    },
    {
      kind: "outputWritten",
      of: "Task-1",
      text: "read",
      caption: "Noticed 0.4 s late, after three empty looks. An Event would have said so at once.",
    },
  ],
};
