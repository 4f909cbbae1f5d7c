import type { Chapter } from "./example.ts";

/** How to wait for several at once, and what may be awaited besides tasks. */
export const runningTogether: Chapter = {
  title: "Running together",
  entries: [
    {
      id: "gather",
      title: "gather: all answers, in order",
      summary: "Three questions at once: the answers come in any order, the results in the order asked.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Task-1",
          caption: "Three tasks are made, and main waits until all three have answered.",
        },
        {
          kind: "clockAdvanced",
          caption: "All three are asleep. The shortest timer is next, not the first one.",
        },
        {
          kind: "outputWritten",
          of: "Lima",
          caption: "Lima answers first, and gather keeps the answer until the others are there.",
        },
        {
          kind: "taskDone",
          of: "Oslo",
          caption: "Oslo was asked first and is the last to answer. Now the list is complete.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          caption: "The results come in the order of the questions, whoever was faster.",
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
          caption: "Three mirrors are asked for the same file. Main waits for the first of them.",
        },
        { kind: "outputWritten", of: "south", caption: "South has the file." },
        {
          kind: "outputWritten",
          of: "Task-1",
          caption: "wait returns with one done and two pending. It cancels nobody: that is left to us.",
        },
        {
          kind: "taskCancelRequested",
          of: "west",
          caption: "So the slow ones are asked to cancel. Asking a task that is done has no effect.",
        },
        {
          kind: "taskDone",
          of: "west",
          caption: "Both are gone after 0.6 s, and nothing runs on in secret.",
        },
      ],
    },
    {
      id: "as-completed",
      title: "as_completed: whichever is next",
      summary: "Four parcels are unpacked in the order in which they arrive, not in which they were ordered.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Task-1",
          caption: "Four parcels are on their way. Main waits for whichever comes first.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "unpacks",
          caption:
            "It was ordered first and comes first. Unpacking takes a while, and the others are still on their way.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "unpacks the plant",
          caption: "The last one ordered is the second to come.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "unpacks the shoes",
          caption: "Whatever arrives during the unpacking waits its turn.",
        },
        {
          kind: "taskDone",
          of: "Task-1",
          caption:
            "Everything is unpacked shortly after the last one came. With gather it would only begin then.",
        },
      ],
    },
    {
      id: "task-group",
      title: "Task groups in a task group",
      summary:
        "A block that is left only when all of its tasks are done, and one such block inside of another.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Task-1",
          caption: "Dinner cannot leave its block before soup, main dish and cake are done.",
        },
        {
          kind: "taskSuspended",
          of: "main dish",
          caption: "The main dish has a group of its own, and waits for fish and rice.",
        },
        {
          kind: "outputWritten",
          of: "main dish",
          caption: "The rice was last. The inner group is done, and so is the main dish.",
        },
        { kind: "taskDone", of: "cake", caption: "The cake is the last of the outer group." },
        {
          kind: "outputWritten",
          of: "Task-1",
          caption: "Nothing runs any more that was begun in the block. That is the point of it.",
        },
      ],
    },
    {
      id: "async-iteration",
      title: "async for",
      summary: "A loop that may wait before each turn, over an iterator that sleeps.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Owl",
          caption: "Before its first turn the loop asks the iterator for a number, and that sleeps.",
        },
        {
          kind: "taskSuspended",
          of: "Kea",
          caption: "The other rocket has an iterator of its own, with shorter seconds.",
        },
        {
          kind: "outputWritten",
          of: "Kea",
          caption: "The number is there: one turn of the loop. The next number must be waited for again.",
        },
        {
          kind: "outputWritten",
          of: "Owl",
          caption: "Each await in the loop header is a chance for the other rocket.",
        },
        {
          kind: "taskDone",
          of: "Kea",
          caption: "StopAsyncIteration ends the loop, without an error. The Owl still counts.",
        },
      ],
    },
    {
      id: "async-context",
      title: "async with",
      summary: "A block that waits as it is entered, and again as it is left.",
      stops: [
        {
          kind: "taskSuspended",
          of: "db",
          caption: "Entering the block takes a while: a connection is made.",
        },
        {
          kind: "outputWritten",
          of: "web",
          text: "connected",
          caption: "Both are connected. They waited for that at the same time.",
        },
        {
          kind: "outputWritten",
          of: "db",
          text: "talked",
          caption: "The body of the block is over, but the block is not left yet.",
        },
        {
          kind: "outputWritten",
          of: "db",
          text: "left",
          caption: "Leaving waits, too: the connection is closed properly, even after an error.",
        },
        { kind: "taskDone", of: "web", caption: "Whoever comes in goes out: no connection is left behind." },
      ],
    },
    {
      id: "async-generator",
      title: "A pipeline of async generators",
      summary: "Readings flow through a filter, one at a time, each only when it is asked for.",
      stops: [
        {
          kind: "taskSuspended",
          of: "hall",
          caption:
            "log asks the filter, the filter asks the readings, and those sleep: three functions wait in one task.",
        },
        {
          kind: "clockAdvanced",
          caption: "Nothing flows by itself. A reading is made only when somebody asks for the next.",
        },
        {
          kind: "outputWritten",
          of: "hall",
          caption: "19 degrees came and were dropped on the way. 24 get through.",
        },
        {
          kind: "outputWritten",
          of: "roof",
          caption: "The roof has a pipeline of its own, at its own pace.",
        },
        { kind: "taskDone", of: "hall", caption: "The readings end, so the filter ends, so the loop ends." },
      ],
    },
  ],
};
