import type { Chapter } from "./example.ts";

/** Waiting for several tasks at once, and awaitables other than tasks. */
export const runningTogether: Chapter = {
  title: "Running together",
  entries: [
    {
      id: "gather",
      title: "gather: all answers, in order",
      summary: "Three questions at once: answers arrive in any order, results are in the order asked.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Task-1",
          caption: "main creates three tasks and waits until all three have answered.",
        },
        {
          kind: "clockAdvanced",
          caption: "All three sleep. The shortest timer is next, not the first one.",
        },
        {
          kind: "outputWritten",
          of: "Lima",
          caption: "Lima answers first, and gather keeps the answer until all are there.",
        },
        {
          kind: "taskDone",
          of: "Oslo",
          caption: "Oslo was asked first and answers last. Now the list is complete.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          caption: "The results are in the order of the questions, not of the answers.",
        },
      ],
    },
    {
      id: "wait",
      title: "wait: the first is enough",
      summary: "Three mirrors race for one file; the first wins, and the others are cancelled.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Task-1",
          caption: "Three mirrors are asked for the same file. main waits for the first answer.",
        },
        { kind: "outputWritten", of: "south", caption: "South has the file first." },
        {
          kind: "outputWritten",
          of: "Task-1",
          caption: "wait returns one done task and two pending ones. It cancels no task: the program must.",
        },
        {
          kind: "taskCancelRequested",
          of: "west",
          caption: "So main cancels the slow ones. cancel() has no effect on a task that is done.",
        },
        {
          kind: "taskDone",
          of: "west",
          caption: "Both are cancelled after 0.6 s, and no task keeps running unseen.",
        },
      ],
    },
    {
      id: "as-completed",
      title: "as_completed: the next one to finish",
      summary: "Four parcels are unpacked in the order of arrival, not in the order of purchase.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Task-1",
          caption: "Four parcels are on their way. main waits for the first one to arrive.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "unpacks",
          caption: "The first parcel has arrived. Unpacking takes time, and the other parcels keep moving.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "unpacks the plant",
          caption: "The parcel that was ordered last arrives second.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "unpacks the shoes",
          caption: "A parcel that arrives during the unpacking waits for its turn.",
        },
        {
          kind: "taskDone",
          of: "Task-1",
          caption:
            "All is unpacked shortly after the last parcel arrived. With gather, unpacking would start then.",
        },
      ],
    },
    {
      id: "task-group",
      title: "Task groups in a task group",
      summary: "A block ends only when all of its tasks are done, and one such block is inside another.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Task-1",
          caption: "Dinner cannot leave its block until soup, main dish and cake are done.",
        },
        {
          kind: "taskSuspended",
          of: "main dish",
          caption: "The main dish has its own task group and waits for fish and rice.",
        },
        {
          kind: "outputWritten",
          of: "main dish",
          caption: "The rice was last. The inner group is done, so the main dish is done too.",
        },
        { kind: "taskDone", of: "cake", caption: "The cake is the last task of the outer group." },
        {
          kind: "outputWritten",
          of: "Task-1",
          caption: "No task of the block runs any more. That is what a task group guarantees.",
        },
      ],
    },
    {
      id: "async-iteration",
      title: "async for",
      summary: "A for loop that may wait for each item: its iterator sleeps.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Owl",
          caption: "The for loop asks its iterator for the first number, and the iterator sleeps.",
        },
        {
          kind: "taskSuspended",
          of: "Kea",
          caption: "The other rocket has its own iterator, which sleeps for less time.",
        },
        {
          kind: "outputWritten",
          of: "Kea",
          caption:
            "The number has arrived: the body of the loop runs once. Then Kea waits for the next number.",
        },
        {
          kind: "outputWritten",
          of: "Owl",
          caption: "While one rocket waits for its next number, the other one can run.",
        },
        {
          kind: "taskDone",
          of: "Kea",
          caption: "StopAsyncIteration ends the for loop without an error. Owl is still counting.",
        },
      ],
    },
    {
      id: "async-context",
      title: "async with",
      summary: "A block that may wait when a task enters it, and again when the task leaves it.",
      stops: [
        {
          kind: "taskSuspended",
          of: "db",
          caption: "Entering the block takes time: db opens a connection.",
        },
        {
          kind: "outputWritten",
          of: "web",
          text: "connected",
          caption: "Both are connected. They waited for their connections at the same time.",
        },
        {
          kind: "outputWritten",
          of: "db",
          text: "talked",
          caption: "The body of the block has ended, but db has not left the block yet.",
        },
        {
          kind: "outputWritten",
          of: "db",
          text: "left",
          caption: "Leaving the block waits too: it closes the connection, even after an error.",
        },
        {
          kind: "taskDone",
          of: "web",
          caption: "Every block that is entered is left, so no connection stays open.",
        },
      ],
    },
    {
      id: "async-generator",
      title: "A pipeline of async generators",
      summary: "Readings pass through a filter one at a time, each only on request.",
      stops: [
        {
          kind: "taskSuspended",
          of: "hall",
          caption:
            "log asks the filter, the filter asks readings, and readings sleeps: three functions in one task.",
        },
        {
          kind: "clockAdvanced",
          caption: "A reading is made only on request. Without a request nothing happens.",
        },
        {
          kind: "outputWritten",
          of: "hall",
          caption: "The filter dropped 19 degrees and let 24 degrees through.",
        },
        {
          kind: "outputWritten",
          of: "roof",
          caption: "The roof has its own pipeline, with its own timing.",
        },
        {
          kind: "taskDone",
          of: "hall",
          caption: "The readings end, so the filter ends, so the for loop ends.",
        },
      ],
    },
  ],
};
