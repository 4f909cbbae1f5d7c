import type { Chapter } from "./example.ts";

/** Locks, queues and other resources: which task may continue, and which ones wait in line. */
export const takingTurns: Chapter = {
  title: "Taking turns",
  entries: [
    {
      id: "semaphore",
      title: "A semaphore lets three in",
      summary: "Seven workers share three permits; the others wait in line.",
    },
    {
      id: "lock",
      title: "A lock around read and write",
      summary: "Three people spend from one account, and each sees the balance that the last one left.",
    },
    {
      id: "event",
      title: "An event starts the race",
      summary: "Three runners wait for one signal, which wakes all of them.",
    },
    {
      id: "condition",
      title: "A condition: is the tide high enough?",
      summary: "Two ships check the water each time it rises, and sail when it is high enough for them.",
    },
    {
      id: "queue",
      title: "A queue between waiter and cooks",
      summary: "Orders wait for a free cook, and a full queue makes the waiter wait.",
    },
    {
      id: "priority-queue",
      title: "A queue with the most urgent item first",
      summary: "A doctor sees the most urgent patient next, not the one who came first.",
    },
    {
      id: "barrier",
      title: "A barrier: wait for the whole group",
      summary: "Three hikers meet at each place, and the last to arrive lets all three continue.",
    },
    {
      id: "rate-limit",
      title: "Two requests a second",
      summary: "Each request reserves the next slot, half a second after the last, and sleeps until then.",
    },
  ],
};
