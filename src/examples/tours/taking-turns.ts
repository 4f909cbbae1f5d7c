import type { Tours } from "../example.ts";

/** Tours of the chapter "Taking turns". */
export const takingTurnsTours: Tours = {
  semaphore: [
    {
      kind: "resourceAcquired",
      of: "worker-2",
      caption: "There are three permits, and three workers have taken one each.",
    },
    {
      kind: "taskSuspended",
      of: "worker-6",
      caption: "No permit is left: four workers wait in line, without timers.",
    },
    {
      kind: "resourceReleased",
      of: "worker-0",
      caption: "worker-0 releases its permit and wakes the first worker in line.",
    },
    {
      kind: "resourceAcquired",
      of: "worker-3",
      caption: "First come, first served. At most three workers hold a permit.",
    },
    {
      kind: "taskDone",
      of: "worker-6",
      caption: "The last worker is done. The number of permits decided how long it took.",
    },
  ],
  lock: [
    {
      kind: "resourceAcquired",
      of: "Ada",
      caption: "Ada holds the lock and reads 100. The bank takes half a second to answer her.",
    },
    {
      kind: "taskSuspended",
      of: "Eve",
      caption: "Bob and Eve want to read too, but must wait until Ada has written.",
    },
    {
      kind: "resourceReleased",
      of: "Ada",
      caption: "Ada has written 80 and released the lock. Bob is first in line.",
    },
    {
      kind: "resourceAcquired",
      of: "Bob",
      caption: "Bob reads 80. Without the lock all three would read 100, and the last write would win.",
    },
    { kind: "outputWritten", of: "Eve", caption: "100 − 20 − 50 − 10 = 20: no payment was lost." },
  ],
  event: [
    {
      kind: "taskSuspended",
      of: "Eve",
      caption: "Three runners wait for the gun. An event has no permits: it is either set or not set.",
    },
    {
      kind: "taskSuspended",
      of: "starter",
      caption: "The starter takes a breath. Only one timer is pending.",
    },
    {
      kind: "resourceChanged",
      of: "starter",
      caption: "Bang! Setting the event wakes all waiting runners at once.",
    },
    {
      kind: "taskSuspended",
      of: "Eve",
      text: "sleep",
      caption: "All three run, each with its own timer.",
    },
    {
      kind: "taskDone",
      of: "Bob",
      caption: "They started together and finish apart. The event stays set: a late runner would not wait.",
    },
  ],
  condition: [
    {
      kind: "taskSuspended",
      of: "yacht",
      caption: "Both ships wait. Waiting on a condition releases its lock, so the sea can acquire it.",
    },
    {
      kind: "resourceChanged",
      of: "sea",
      caption: "The water rises, and the sea notifies all waiting ships to check again.",
    },
    {
      kind: "taskSuspended",
      of: "ferry",
      caption: "The water is too low for the ferry, so the ferry waits again.",
    },
    {
      kind: "outputWritten",
      of: "yacht",
      caption: "At two metres the yacht sails. Each ship holds the lock while it checks, one at a time.",
    },
    {
      kind: "outputWritten",
      of: "ferry",
      caption: "At three metres the ferry sails too. Neither ship had to keep checking.",
    },
  ],
  queue: [
    {
      kind: "queuePut",
      of: "Task-1",
      caption: "The first order goes into the queue, which has room for two.",
    },
    { kind: "queueGot", of: "Al", caption: "Al starts work and finds an order at once." },
    {
      kind: "taskSuspended",
      of: "Task-1",
      text: "Queue.put",
      caption: "Both cooks are busy and the queue is full: the waiter must wait.",
    },
    {
      kind: "queueGot",
      of: "Al",
      caption: "Al is free and takes the next order. Now the queue has room, so the waiter wakes.",
    },
    {
      kind: "taskSuspended",
      of: "Task-1",
      text: "Queue.join",
      caption: "All orders are in. join() now waits until each one is marked done.",
    },
    { kind: "taskDone", of: "Bo", caption: "The cooks would wait without end, so main cancels them." },
  ],
  "priority-queue": [
    { kind: "queueGot", of: "doctor", caption: "The first patient does not wait: the doctor is free." },
    {
      kind: "outputWritten",
      of: "Task-1",
      text: "sprain",
      caption: "While the doctor sees the cough, a sprain comes in. An itch will follow.",
    },
    { kind: "outputWritten", of: "Task-1", text: "heart", caption: "The heart patient comes last," },
    {
      kind: "queuePut",
      of: "Task-1",
      caption: "but goes to the front of the queue: the lowest number is first.",
    },
    {
      kind: "outputWritten",
      of: "doctor",
      text: "heart",
      caption: "So the doctor sees the heart next, although two others came earlier.",
    },
    {
      kind: "outputWritten",
      of: "doctor",
      text: "itch",
      caption: "The doctor sees the itch last. If hearts kept coming, the itch would wait without end.",
    },
  ],
  barrier: [
    {
      kind: "taskSuspended",
      of: "Ada",
      text: "Barrier",
      caption: "Ada is first at the lake and waits for the others.",
    },
    {
      kind: "taskSuspended",
      of: "Eve",
      text: "Barrier",
      caption: "Two hikers are there. The barrier opens when three have arrived.",
    },
    { kind: "outputWritten", of: "Bob", caption: "Bob is the third." },
    {
      kind: "taskSuspended",
      of: "Bob",
      text: "sleep",
      caption: "Bob arrives last and does not wait: he opens the barrier and walks on.",
    },
    {
      kind: "outputWritten",
      of: "Ada",
      text: "Ada is at the pass",
      caption: "All three walked on at the same moment, so Ada is first again and waits again.",
    },
    {
      kind: "taskDone",
      of: "Ada",
      caption: "The hike had three parts, each as slow as the slowest hiker.",
    },
  ],
  "rate-limit": [
    {
      kind: "taskSuspended",
      of: "wiki",
      caption: "Each request has reserved a slot: one starts now, three sleep. No lock is needed.",
    },
    { kind: "outputWritten", of: "news", caption: "The first request starts." },
    {
      kind: "outputWritten",
      of: "blog",
      caption: "Half a second later the second request starts, while the first is still running.",
    },
    {
      kind: "outputWritten",
      of: "shop",
      caption: "Starts are half a second apart, no matter how long each request takes.",
    },
    {
      kind: "taskDone",
      of: "wiki",
      caption: "This limits how often requests start. A semaphore limits how many run at once.",
    },
  ],
};
