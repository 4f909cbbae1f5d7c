import type { Chapter } from "./example.ts";

/** Locks, queues and the like: who may go on, and who waits in line. */
export const takingTurns: Chapter = {
  title: "Taking turns",
  entries: [
    {
      id: "semaphore",
      title: "A semaphore lets three in",
      summary: "Seven workers share three permits; the others wait in line.",
      stops: [
        {
          kind: "resourceAcquired",
          of: "worker-2",
          caption: "Three permits, and three workers have taken one each.",
        },
        {
          kind: "taskSuspended",
          of: "worker-6",
          caption: "No permit is left: four workers wait in line, and none of them has a timer.",
        },
        {
          kind: "resourceReleased",
          of: "worker-0",
          caption: "The first one out gives its permit back, and wakes the first in line.",
        },
        {
          kind: "resourceAcquired",
          of: "worker-3",
          caption: "First come, first served. There are never more than three inside.",
        },
        {
          kind: "taskDone",
          of: "worker-6",
          caption: "The last one goes. Permits, not workers, decided how long it took.",
        },
      ],
    },
    {
      id: "lock",
      title: "A lock around read and write",
      summary: "Three people spend from one account, and each sees what the last one left.",
      stops: [
        {
          kind: "resourceAcquired",
          of: "Ada",
          caption: "Ada has the lock and reads 100. Her answer from the bank takes half a second.",
        },
        {
          kind: "taskSuspended",
          of: "Eve",
          caption: "Bob and Eve want to read as well, but must not before Ada has written.",
        },
        {
          kind: "resourceReleased",
          of: "Ada",
          caption: "80 is written and the lock is free. Bob is first in line.",
        },
        {
          kind: "resourceAcquired",
          of: "Bob",
          caption:
            "Bob reads 80. Without the lock all three would have read 100, and the last to write would win.",
        },
        { kind: "outputWritten", of: "Eve", caption: "100 − 20 − 50 − 10 = 20: nothing got lost." },
      ],
    },
    {
      id: "event",
      title: "An event starts the race",
      summary: "Three runners wait for one bang, and it wakes all of them.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Eve",
          caption: "Three runners wait for the gun. An event has no permits: it is set, or it is not.",
        },
        {
          kind: "taskSuspended",
          of: "starter",
          caption: "The starter takes a breath. Only one timer is running.",
        },
        {
          kind: "resourceChanged",
          of: "starter",
          caption: "Bang! Setting the event wakes all who wait, at once.",
        },
        {
          kind: "taskSuspended",
          of: "Eve",
          text: "sleep",
          caption: "All three run, each with a timer of its own.",
        },
        {
          kind: "taskDone",
          of: "Bob",
          caption:
            "They started together and finish apart. Whoever came now would find the event set, and not wait.",
        },
      ],
    },
    {
      id: "condition",
      title: "A condition: is the tide high enough?",
      summary: "Two ships look at the water each time it has risen, and sail when there is enough for them.",
      stops: [
        {
          kind: "taskSuspended",
          of: "yacht",
          caption: "Both ships wait. To wait on a condition lets its lock go, so that the sea can have it.",
        },
        {
          kind: "resourceChanged",
          of: "sea",
          caption: "The water rises, and all who wait are told to look again.",
        },
        {
          kind: "taskSuspended",
          of: "ferry",
          caption: "Not high enough for the ferry: it looks, and waits again.",
        },
        {
          kind: "outputWritten",
          of: "yacht",
          caption: "At two metres the yacht sails. Everybody looks under the lock, one at a time.",
        },
        {
          kind: "outputWritten",
          of: "ferry",
          caption: "Three metres, and the ferry sails, too. Nobody had to keep looking.",
        },
      ],
    },
    {
      id: "queue",
      title: "A queue between waiter and cooks",
      summary: "Orders wait for a cook who is free, and a full queue makes the waiter wait.",
      stops: [
        {
          kind: "queuePut",
          of: "Task-1",
          caption: "The first order goes into the queue, which has room for two.",
        },
        { kind: "queueGot", of: "Al", caption: "Al begins his day, and finds an order at once." },
        {
          kind: "taskSuspended",
          of: "Task-1",
          text: "Queue.put",
          caption: "Both cooks are busy and the queue is full: the waiter has to wait.",
        },
        {
          kind: "queueGot",
          of: "Al",
          caption: "Al is free and takes the next one. That makes room, which wakes the waiter.",
        },
        {
          kind: "taskSuspended",
          of: "Task-1",
          text: "Queue.join",
          caption: "All is ordered. join waits until each order was also reported done.",
        },
        { kind: "taskDone", of: "Bo", caption: "The cooks would wait for ever, so they are cancelled." },
      ],
    },
    {
      id: "priority-queue",
      title: "A queue that lets the urgent pass",
      summary: "A doctor sees whoever needs it most, not whoever came first.",
      stops: [
        { kind: "queueGot", of: "doctor", caption: "The first patient does not wait: the doctor is free." },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "sprain",
          caption: "While the cough is seen, a sprain comes in. An itch will follow.",
        },
        { kind: "outputWritten", of: "Task-1", text: "heart", caption: "The heart is the last to come," },
        {
          kind: "queuePut",
          of: "Task-1",
          caption: "and goes to the front of the queue at once: it has the lowest number.",
        },
        {
          kind: "outputWritten",
          of: "doctor",
          text: "heart",
          caption: "So it is seen next, although two others came before it.",
        },
        {
          kind: "outputWritten",
          of: "doctor",
          text: "itch",
          caption: "The itch is seen at the very end. If hearts kept coming, it never would be.",
        },
      ],
    },
    {
      id: "barrier",
      title: "A barrier: nobody goes on alone",
      summary: "Three hikers meet at each place, and the last to come sets all three free.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Ada",
          text: "Barrier",
          caption: "Ada is first at the lake, and waits for the others.",
        },
        {
          kind: "taskSuspended",
          of: "Eve",
          text: "Barrier",
          caption: "Two are there. The barrier lets nobody through before it is three.",
        },
        { kind: "outputWritten", of: "Bob", caption: "Bob is the third." },
        {
          kind: "taskSuspended",
          of: "Bob",
          text: "sleep",
          caption: "The last to come does not wait: he opens the barrier and walks on.",
        },
        {
          kind: "outputWritten",
          of: "Ada",
          text: "Ada is at the pass",
          caption: "All three walked on from the same moment, so Ada is first again, and waits again.",
        },
        { kind: "taskDone", of: "Ada", caption: "Three legs, each as slow as the slowest." },
      ],
    },
    {
      id: "rate-limit",
      title: "Two requests a second",
      summary:
        "Each request reserves the next free slot, half a second after the last, and sleeps until then.",
      stops: [
        {
          kind: "taskSuspended",
          of: "wiki",
          caption:
            "Each request has reserved a slot: one starts now, three sleep until theirs. No lock, no line.",
        },
        { kind: "outputWritten", of: "news", caption: "The first one starts." },
        {
          kind: "outputWritten",
          of: "blog",
          caption: "Half a second later the second one starts, while the first still runs.",
        },
        {
          kind: "outputWritten",
          of: "shop",
          caption: "Starts are half a second apart, however long each request takes.",
        },
        {
          kind: "taskDone",
          of: "wiki",
          caption: "This limits how often something starts. How many run at once is a semaphore's business.",
        },
      ],
    },
  ],
};
