import type { Tours } from "../example.ts";

/** Tours of the chapter "Going wrong". */
export const goingWrongTours: Tours = {
  "blocking-call": [
    {
      kind: "outputWritten",
      of: "heart",
      text: "beat 2",
      caption: "The heart beats every half second: a timer wakes it.",
    },
    {
      kind: "outputWritten",
      of: "report",
      caption: "The report begins. The next beat is due in 0.2 s.",
    },
    {
      kind: "loopBlocked",
      of: "report",
      caption: "This call blocks: for 1.6 s no other task, timer or callback can run.",
    },
    {
      kind: "timerDue",
      of: "heart",
      caption: "The beat was due long ago. The loop notices only now.",
    },
    {
      kind: "outputWritten",
      of: "heart",
      text: "beat 3",
      caption: "The third beat comes 1.4 s late, and all later beats are late too.",
    },
  ],
  starvation: [
    {
      kind: "taskSuspended",
      of: "polite",
      caption: "The polite task sleeps. It wants a cup of tea in half a second.",
    },
    {
      kind: "queueGot",
      of: "greedy",
      caption:
        "The greedy task awaits mail, but mail is already there: this await does not suspend the task.",
    },
    {
      kind: "queueGot",
      of: "greedy",
      caption: "So the greedy task keeps control. The tea is due in 0.1 s, but the loop cannot notice.",
    },
    {
      kind: "outputWritten",
      of: "greedy",
      text: "answered mail 5",
      caption: "Five mails in one step. The loop has not run since.",
    },
    {
      kind: "outputWritten",
      of: "polite",
      text: "first",
      caption:
        "The first cup comes 1.5 s late. A sleep(0) after each mail would have let the polite task run.",
    },
  ],
  "forgotten-await": [
    {
      kind: "outputWritten",
      of: "Task-1",
      text: "saved page 1",
      caption: "The first page is saved, because main awaits the call.",
    },
    {
      kind: "warningRaised",
      caption: "Page 2: the call creates a coroutine, but nothing awaits it, so none of it runs.",
    },
    {
      kind: "outputWritten",
      of: "Task-1",
      text: "saving page 3",
      caption: "main continues with the third page. No error was raised.",
    },
    {
      kind: "outputWritten",
      of: "Task-1",
      text: "all is safe",
      caption: "Page 2 is missing. A warning is the only sign.",
    },
  ],
  "lost-task": [
    {
      kind: "warningRaised",
      caption: "main creates a task and keeps no reference to it, so nothing can wait for the task.",
    },
    { kind: "outputWritten", of: "film", caption: "The task film runs anyway, for now." },
    {
      kind: "outputWritten",
      of: "Task-1",
      text: "that was all",
      caption: "The task group is done and main continues. The film was not in the group.",
    },
    {
      kind: "taskCancelRequested",
      of: "film",
      caption: "main has ended, so run() cancels every task that is left.",
    },
    {
      kind: "taskDone",
      of: "film",
      caption: "Two thirds of the film were sent. No error says that it stopped.",
    },
  ],
  "unheard-error": [
    { kind: "taskSuspended", of: "engine", caption: "The engine runs in its own task." },
    {
      kind: "taskDone",
      of: "engine",
      caption: "The engine fails. Its task keeps the error until some code asks for it.",
    },
    {
      kind: "outputWritten",
      of: "Task-1",
      text: "300",
      caption: "No code asks: 300 metres, and all looks well.",
    },
    {
      kind: "outputWritten",
      of: "Task-1",
      text: "landed",
      caption: "The program ends normally. asyncio reports the error only when the task is deleted.",
    },
  ],
  "gather-failure": [
    {
      kind: "taskSuspended",
      of: "Task-1",
      caption: "Three bookings at the same time. The trip needs all of them.",
    },
    { kind: "taskDone", of: "hotel", caption: "The hotel is full: its task fails." },
    {
      kind: "outputWritten",
      of: "Task-1",
      text: "no trip",
      caption: "gather passes the error on at once. The trip is off.",
    },
    {
      kind: "outputWritten",
      of: "tour",
      caption: "But the tour kept running, and now it is paid for. A task group would have cancelled it.",
    },
  ],
  "exception-group": [
    { kind: "taskSuspended", of: "Task-1", caption: "Four divers in one task group." },
    {
      kind: "taskDone",
      of: "Bob",
      caption: "Bob fails. The task group learns of it in the next iteration.",
    },
    {
      kind: "taskDone",
      of: "Eve",
      caption: "Eve fails in the same iteration: now there are two errors.",
    },
    {
      kind: "taskCancelThrown",
      of: "Tom",
      caption: "The group cancels Tom: CancelledError is thrown into his sleep.",
    },
    {
      kind: "outputWritten",
      of: "Task-1",
      text: "flee",
      caption: "The group raises both errors together. This handler is for the shark,",
    },
    {
      kind: "outputWritten",
      of: "Task-1",
      text: "help",
      caption: "and this handler is for the cramp. Neither error hid the other.",
    },
  ],
  deadlock: [
    { kind: "resourceAcquired", of: "Ada", caption: "Ada takes the pan and will need the stove next." },
    { kind: "resourceAcquired", of: "Bob", caption: "Bob takes the stove and will need the pan next." },
    {
      kind: "taskSuspended",
      of: "Ada",
      text: "Lock",
      caption: "Ada waits for the stove. Surely Bob will be done with it soon.",
    },
    {
      kind: "taskSuspended",
      of: "Bob",
      text: "Lock",
      caption: "Bob waits for the pan, which Ada holds. Each waits for the other: a cycle.",
    },
    {
      kind: "handleEnded",
      of: "Bob",
      caption: "Stuck: nothing can run again. If both took the pan first, both could cook.",
    },
  ],
  timeout: [
    {
      kind: "taskSuspended",
      of: "far",
      caption: "Both servers have one second to answer. Two of the four timers are timeouts.",
    },
    {
      kind: "outputWritten",
      of: "near",
      caption: "The near server answers in time, and its timeout is cancelled.",
    },
    {
      kind: "resourceChanged",
      text: "expire",
      caption: "One second is over: the timeout cancels the task inside its block.",
    },
    {
      kind: "taskCancelThrown",
      of: "far",
      caption: "CancelledError is thrown into the task where it waits, and leaves the block.",
    },
    {
      kind: "outputWritten",
      of: "far",
      caption: "At the end of the block CancelledError becomes TimeoutError. The task itself continues.",
    },
  ],
  cancellation: [
    {
      kind: "taskSuspended",
      of: "Task-1",
      caption: "Two painters work: one hour for the hall, five hours for the roof.",
    },
    {
      kind: "outputWritten",
      of: "hall",
      text: "hall is swept",
      caption: "The hall is done. Its finally block ran at the end, as it always does.",
    },
    {
      kind: "taskCancelRequested",
      of: "roof",
      caption: "Rain! cancel() is only a request: the painter has not noticed yet.",
    },
    {
      kind: "taskCancelThrown",
      of: "roof",
      caption: "In the next iteration CancelledError is thrown into the painter's sleep.",
    },
    {
      kind: "taskSuspended",
      of: "roof",
      text: "sleep",
      caption: "The finally block runs, and may even wait: a cancelled task can still clean up.",
    },
    { kind: "taskDone", of: "roof", caption: "Only now is the task done: cancelled and cleaned up." },
  ],
  "swallowed-cancellation": [
    { kind: "outputWritten", of: "film", text: "part 2", caption: "Two of four parts have arrived." },
    { kind: "taskCancelRequested", of: "film", caption: "main asks the download to stop." },
    {
      kind: "outputWritten",
      of: "film",
      text: "asked",
      caption: "The download catches CancelledError, prints a line, and does not raise it again.",
    },
    {
      kind: "taskDone",
      of: "film",
      caption: "So the task does not end as cancelled: it returns a result, and half of it is missing.",
    },
    {
      kind: "outputWritten",
      of: "Task-1",
      caption: "main believes the result. Code that catches CancelledError should clean up, then raise.",
    },
  ],
};
