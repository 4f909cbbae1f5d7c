import type { Chapter } from "./example.ts";

/** What an event loop is made of: tasks, blocking, callbacks, generators, futures, timers. */
export const firstSteps: Chapter = {
  title: "First steps",
  entries: [
    {
      id: "hello-world",
      title: "Hello, world",
      summary: "Ten tasks sleep at once, and wake in the order of their timers.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Task-1",
          caption: "Ten tasks are made, and none of them has run yet. Now main waits, so they can.",
        },
        {
          kind: "taskSuspended",
          of: "hello-0",
          caption: "The first one sleeps: it leaves a timer behind and hands control back to the loop.",
        },
        {
          kind: "taskSuspended",
          of: "hello-9",
          caption: "All ten sleep at once. No time has passed so far.",
        },
        {
          kind: "clockAdvanced",
          caption: "Nothing is ready, so the loop waits for the timer that is due first.",
        },
        {
          kind: "outputWritten",
          of: "hello-9",
          caption: "The last to fall asleep is the first to wake: its timer was the shortest.",
        },
        {
          kind: "taskDone",
          of: "Task-1",
          caption: "The group is done when the slowest is: all ten together took as long as that one.",
        },
      ],
    },
    {
      id: "hello-blocking",
      title: "Hello, blocked world",
      summary: "The same ten tasks with a sleep that blocks: each waits for all before it.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Task-1",
          caption: "The same ten tasks are ready, and the loop is about to run the first.",
        },
        {
          kind: "loopBlocked",
          of: "hello-0",
          caption: "This sleep does not hand control back. The whole loop stands still with it.",
        },
        {
          kind: "taskDone",
          of: "hello-0",
          caption: "The other nine are ready all the time, and could not run.",
        },
        {
          kind: "loopBlocked",
          of: "hello-9",
          caption: "The tenth has waited for the nine before it. Nothing ran at the same time.",
        },
        {
          kind: "taskDone",
          of: "Task-1",
          caption: "All ten took the sum of their sleeps: nearly three seconds instead of half a one.",
        },
      ],
    },
    {
      id: "await-or-task",
      title: "Await it, or make a task of it",
      summary: "Two coroutines, awaited one after the other, then run as tasks at the same time.",
      stops: [
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "coffee is on",
          caption: "An awaited coroutine is no task: it runs inside of main, which goes nowhere else.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "tea is on",
          caption: "Only when the coffee is ready does the tea begin.",
        },
        {
          kind: "taskCreated",
          of: "tea",
          caption: "Five minutes later: two tasks now. Both are ready, and neither has begun.",
        },
        {
          kind: "outputWritten",
          of: "tea",
          text: "tea is on",
          caption: "Main waits for the coffee, and the tea is on as well.",
        },
        { kind: "taskDone", of: "tea", caption: "Three minutes for both, as long as the slower one takes." },
      ],
    },
    {
      id: "callbacks",
      title: "Nothing but callbacks",
      summary: "A loop without a single coroutine: functions to call soon, and functions to call later.",
      stops: [
        {
          kind: "handleStarted",
          of: "kettle",
          caption: "No task and no coroutine: the loop takes a function from its queue and calls it.",
        },
        {
          kind: "timerScheduled",
          of: "whistle",
          caption: "call_later puts the whistle on a timer. Nothing waits for it.",
        },
        {
          kind: "handleStarted",
          of: "toaster",
          caption: "call_soon put the toaster into the ready queue, for the next iteration.",
        },
        {
          kind: "clockAdvanced",
          caption:
            "Nothing is ready: the loop sleeps until the toast, which was set later, but is due first.",
        },
        {
          kind: "loopStopped",
          caption: "The last callback said stop. Tasks, futures and await are all made of these parts.",
        },
      ],
    },
    {
      id: "generators",
      title: "A coroutine is a generator",
      summary:
        "What an await comes down to: a generator that yields to the loop, and goes on next time round.",
      stops: [
        {
          kind: "taskSuspended",
          of: "hare",
          caption: "The hare awaits a generator, and that yields: control is back with the loop.",
        },
        {
          kind: "outputWritten",
          of: "crab",
          caption: "The crab's generator yields nothing at all, so its await does not stop.",
        },
        {
          kind: "iterationStarted",
          caption:
            "A bare yield means: next time round. The hare and the frog are ready again, and no timer is set.",
        },
        {
          kind: "outputWritten",
          of: "frog",
          caption: "What the generator returns is what the await gives: two laps for the frog.",
        },
        {
          kind: "taskDone",
          of: "hare",
          caption: "Four times round for the hare. No time has passed: yielding is not sleeping.",
        },
      ],
    },
    {
      id: "future",
      title: "A future, completed by hand",
      summary: "Two tasks await a result that does not exist yet, until a third one provides it.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Ada",
          caption: "Ada awaits a future: an empty box for a result that somebody will put in.",
        },
        {
          kind: "taskSuspended",
          of: "Bob",
          caption: "Bob waits on the same one. A future may have any number who wait.",
        },
        {
          kind: "outputWritten",
          of: "baker",
          caption: "The baker has slept long enough, and is about to fill the box.",
        },
        {
          kind: "taskDone",
          of: "baker",
          caption: "set_result woke both: they are in the ready queue, in the order in which they came.",
        },
        {
          kind: "taskDone",
          of: "Bob",
          caption: "Each got the same result. The pizza is not eaten by looking at it.",
        },
      ],
    },
    {
      id: "polling",
      title: "Polling with call_later",
      summary: "A callback that looks, finds nothing, and asks to be called again.",
      stops: [
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "nothing yet",
          caption: "A first look into the mailbox: it is empty, so look again in half a second.",
        },
        {
          kind: "taskSuspended",
          of: "Task-1",
          caption:
            "Main awaits a future. Who looks is not a task, only a callback that sets its own timer anew.",
        },
        {
          kind: "outputWritten",
          text: "nothing yet",
          caption: "Empty again: the same callback, the next timer.",
        },
        {
          kind: "outputWritten",
          text: "the post is here",
          caption: "The post is here, and nobody notices. Polling finds out at the next look.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "read",
          caption: "Found 0.4 s late, after three looks in vain. An event would have told at once.",
        },
      ],
    },
  ],
};
