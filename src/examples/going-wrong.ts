import type { Chapter } from "./example.ts";

/** What everybody runs into once. Most of these programs have a fault on purpose, which the page points out. */
export const goingWrong: Chapter = {
  title: "Going wrong",
  entries: [
    {
      id: "blocking-call",
      title: "One call blocks them all",
      summary: "A heart beats twice a second, until another task blocks the loop and it misses its beats.",
      stops: [
        {
          kind: "outputWritten",
          of: "heart",
          text: "beat 2",
          caption: "The heart beats every half second, by a timer.",
        },
        {
          kind: "outputWritten",
          of: "report",
          caption: "The report begins, and the next beat is due in 0.2 s.",
        },
        {
          kind: "loopBlocked",
          of: "report",
          caption: "A call that blocks: for 1.6 s no other task, timer or callback can run.",
        },
        {
          kind: "timerDue",
          of: "heart",
          caption: "The beat was due long ago. It is found to be so only now.",
        },
        {
          kind: "outputWritten",
          of: "heart",
          text: "beat 3",
          caption: "The third beat comes 1.4 s late, and so do all the beats after it.",
        },
      ],
    },
    {
      id: "starvation",
      title: "A task that never steps aside",
      summary: "It awaits in every turn, but what it awaits is there already, so nobody else gets to run.",
      stops: [
        {
          kind: "taskSuspended",
          of: "polite",
          caption: "The polite task wants a cup of tea in half a second.",
        },
        {
          kind: "queueGot",
          of: "greedy",
          caption: "The greedy one awaits, but the mail is there already: such an await does not stop.",
        },
        {
          kind: "queueGot",
          of: "greedy",
          caption:
            "So it is never out of the way. The tea is due in 0.1 s, and nobody will be there to hear.",
        },
        {
          kind: "outputWritten",
          of: "greedy",
          text: "answered mail 5",
          caption: "Five mails in one go. The loop has not had a turn since.",
        },
        {
          kind: "outputWritten",
          of: "polite",
          text: "first",
          caption: "The first cup comes 1.5 s late. One sleep(0) for each mail would have let it through.",
        },
      ],
    },
    {
      id: "forgotten-await",
      title: "A forgotten await",
      summary: "A coroutine is made and dropped: nothing of it ever runs, and nothing fails either.",
      stops: [
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "saved page 1",
          caption: "The first page is saved, as it should be.",
        },
        {
          kind: "warningRaised",
          caption: "Page 2: the call makes a coroutine, but nobody awaits it, so not a line of it runs.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "saving page 3",
          caption: "On to the third page. Nothing has failed.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "all is safe",
          caption: "One page is missing. There was a warning, and nothing else.",
        },
      ],
    },
    {
      id: "lost-task",
      title: "A task that nobody waits for",
      summary: "Three files are to be sent, and the program ends while the longest is on its way.",
      stops: [
        {
          kind: "warningRaised",
          caption: "The task that is made here is put nowhere: nobody can wait for it any more.",
        },
        { kind: "outputWritten", of: "film", caption: "It runs all the same, for now." },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "that was all",
          caption: "The group is done and main goes on. It knows nothing of the film.",
        },
        {
          kind: "taskCancelRequested",
          of: "film",
          caption: "Main is over, and run cancels whatever is left.",
        },
        {
          kind: "taskDone",
          of: "film",
          caption: "The film was two thirds sent. Nobody is told that it stopped.",
        },
      ],
    },
    {
      id: "unheard-error",
      title: "An error that nobody hears",
      summary: "A task fails early, and the program goes on as if nothing had happened.",
      stops: [
        { kind: "taskSuspended", of: "engine", caption: "The engine runs in a task of its own." },
        {
          kind: "taskDone",
          of: "engine",
          caption: "It fails. The error is kept in the task, for whoever asks.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "300",
          caption: "Nobody asks: 300 metres, and all is well.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "landed",
          caption: "The program ends normally. Only when the task is gone is its error told at all.",
        },
      ],
    },
    {
      id: "gather-failure",
      title: "gather fails, the others go on",
      summary: "The hotel is full and the trip is off, but the tour is paid for all the same.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Task-1",
          caption: "Three bookings at once, and all of them are needed.",
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
          caption: "But nobody told the tour, and now it is paid for. A task group would have cancelled it.",
        },
      ],
    },
    {
      id: "exception-group",
      title: "Two errors at once",
      summary:
        "Two divers are in trouble at the same moment: the group calls the others back and tells of both.",
      stops: [
        { kind: "taskSuspended", of: "Task-1", caption: "Four divers, one group." },
        { kind: "taskDone", of: "Bob", caption: "Bob fails. The group hears of it in the next iteration." },
        {
          kind: "taskDone",
          of: "Eve",
          caption: "In the same iteration Eve fails, too: now there are two errors.",
        },
        {
          kind: "taskCancelThrown",
          of: "Tom",
          caption: "Tom is called back: CancelledError is thrown into his sleep.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "flee",
          caption: "One group of errors, two answers: this one is for the shark,",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          text: "help",
          caption: "and this one is for the cramp. Neither error hid the other.",
        },
      ],
    },
    {
      id: "deadlock",
      title: "A deadlock in the kitchen",
      summary: "Each cook holds what the other one needs, and neither lets go.",
      stops: [
        { kind: "resourceAcquired", of: "Ada", caption: "Ada takes the pan, and will want the stove." },
        { kind: "resourceAcquired", of: "Bob", caption: "Bob takes the stove, and will want the pan." },
        {
          kind: "taskSuspended",
          of: "Ada",
          text: "Lock",
          caption: "Ada waits for the stove. Bob will be done with it, will he not?",
        },
        {
          kind: "taskSuspended",
          of: "Bob",
          text: "Lock",
          caption: "Bob waits for the pan, which Ada holds. Each waits for the other: a circle.",
        },
        {
          kind: "handleEnded",
          of: "Bob",
          caption:
            "Nothing is ready and no timer is set. Had both taken the pan first, both would have cooked.",
        },
      ],
    },
    {
      id: "timeout",
      title: "A timeout",
      summary: "Two servers have a second to answer; the one that takes longer is cancelled.",
      stops: [
        {
          kind: "taskSuspended",
          of: "far",
          caption: "Both servers are asked, and each has a second. Two of the four timers are the timeouts.",
        },
        {
          kind: "outputWritten",
          of: "near",
          caption: "The near one answers in time, and its timeout is taken back.",
        },
        {
          kind: "resourceChanged",
          text: "expire",
          caption: "A second is over: the timeout cancels the task that is inside of it.",
        },
        {
          kind: "taskCancelThrown",
          of: "far",
          caption: "CancelledError is thrown where the task waits, and unwinds the block.",
        },
        {
          kind: "outputWritten",
          of: "far",
          caption: "At the edge of the block it becomes a TimeoutError. The task itself goes on.",
        },
      ],
    },
    {
      id: "cancellation",
      title: "Cancelled, but cleaned up",
      summary: "A painter is sent home in the middle of the work, and sweeps the floor first.",
      stops: [
        {
          kind: "taskSuspended",
          of: "Task-1",
          caption: "Two painters at work: one hour for the hall, five for the roof.",
        },
        {
          kind: "outputWritten",
          of: "hall",
          text: "hall is swept",
          caption: "The hall is done. Its finally block ran at the end, as always.",
        },
        {
          kind: "taskCancelRequested",
          of: "roof",
          caption: "Rain! cancel only asks: nothing has happened to the painter yet.",
        },
        {
          kind: "taskCancelThrown",
          of: "roof",
          caption: "In the next iteration CancelledError is thrown into the sleep.",
        },
        {
          kind: "taskSuspended",
          of: "roof",
          text: "sleep",
          caption: "The finally block runs, and may even wait. Being cancelled is no reason to leave a mess.",
        },
        { kind: "taskDone", of: "roof", caption: "Only now is the task done: cancelled, and clean." },
      ],
    },
    {
      id: "swallowed-cancellation",
      title: "A cancellation, swallowed",
      summary: "A download is asked to stop, catches that, and returns as if it were complete.",
      stops: [
        { kind: "outputWritten", of: "film", text: "part 2", caption: "Two parts of four are here." },
        { kind: "taskCancelRequested", of: "film", caption: "Main asks the download to stop." },
        {
          kind: "outputWritten",
          of: "film",
          text: "asked",
          caption: "It catches CancelledError, says something, and does not raise it again.",
        },
        {
          kind: "taskDone",
          of: "film",
          caption: "So the task is not cancelled at all: it ends with a result, half of which is missing.",
        },
        {
          kind: "outputWritten",
          of: "Task-1",
          caption: "And main believes it. Whoever catches CancelledError should clean up, then raise.",
        },
      ],
    },
  ],
};
