import type { Tours } from "../example.ts";

/** Tours of the chapter "Running together". */
export const runningTogetherTours: Tours = {
  gather: [
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
  wait: [
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
  "as-completed": [
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
  "task-group": [
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
  "async-iteration": [
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
      caption: "The number has arrived: the body of the loop runs once. Then Kea waits for the next number.",
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
  "async-context": [
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
  "async-generator": [
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
  "order-report": [
    {
      kind: "threadStarted",
      caption: "open() and csv block, so main reads orders.csv in a thread, and the loop stays free.",
    },
    {
      kind: "outputWritten",
      of: "Task-1",
      caption: "The four orders are there. Reading a file takes no time on the virtual clock.",
    },
    {
      kind: "clockAdvanced",
      caption: "All four orders are being packed. The smallest one is done first.",
    },
    {
      kind: "threadStarted",
      caption: "gather has all results, in the order of the file. A thread writes them to report.csv.",
    },
    {
      kind: "taskDone",
      of: "Task-1",
      caption: "Once the program has run here, the Console lists report.csv, to look at or to download.",
    },
  ],
};
