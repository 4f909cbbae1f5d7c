import type { Chapter } from "./example.ts";

/** Common mistakes. Most of these programs have one on purpose, and the page warns of it. */
export const goingWrong: Chapter = {
  title: "Going wrong",
  entries: [
    {
      id: "blocking-call",
      title: "One call blocks every task",
      summary: "A heart beats twice a second, until another task blocks the loop and the heart misses beats.",
    },
    {
      id: "starvation",
      title: "A task that never hands back control",
      summary: "Each of its awaits returns at once, so no other task gets to run.",
    },
    {
      id: "forgotten-await",
      title: "A forgotten await",
      summary: "A coroutine is created but never awaited: none of it runs, and no error is raised.",
    },
    {
      id: "lost-task",
      title: "A task that nothing waits for",
      summary: "Three files are being sent, and the program ends before the longest is complete.",
    },
    {
      id: "unheard-error",
      title: "An error that nothing reads",
      summary: "A task fails early, and the program continues as if nothing had happened.",
    },
    {
      id: "gather-failure",
      title: "gather fails, the others keep running",
      summary: "The hotel is full and the trip is off, but the tour is paid for anyway.",
    },
    {
      id: "exception-group",
      title: "Two errors at once",
      summary:
        "Two divers are in trouble at the same moment: the group cancels the others and raises both errors.",
    },
    {
      id: "deadlock",
      title: "A deadlock in the kitchen",
      summary: "Each cook holds the lock that the other one needs, and neither releases it.",
    },
    {
      id: "timeout",
      title: "A timeout",
      summary: "Two servers have one second to answer; the one that takes longer is cancelled.",
    },
    {
      id: "cancellation",
      title: "Cancelled, but cleaned up",
      summary: "A painter is sent home in the middle of the work and sweeps the floor first.",
    },
    {
      id: "swallowed-cancellation",
      title: "A swallowed cancellation",
      summary: "A download is cancelled, catches the cancellation, and returns as if it were complete.",
    },
  ],
};
