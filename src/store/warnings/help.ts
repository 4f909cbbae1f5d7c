/**
 * Help about each kind of warning: its meaning, the reason why it matters, the fix, and an example of the gallery. Shown by
 * the inspector beside a warning; `docs/warnings.md` is generated from it.
 */
import type { ProgramSource } from "./program-text.ts";
import type { Diagnosis } from "./warning.ts";

export interface WarningHelp {
  /** The mistake in two or three words. */
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** Id of an example that shows it, or its fix; null for none. */
  readonly example: string | null;
}

interface Help extends WarningHelp {
  /** What is said in other words of a TypeScript program. */
  readonly typescript?: Partial<Pick<WarningHelp, "what" | "why" | "fix">>;
}

/** Return the help about a kind of warning, for a program in a language. */
export function warningHelp(diagnosis: Diagnosis, language: ProgramSource["language"]): WarningHelp {
  const { typescript, ...help } = helps[diagnosis];
  return language === "typescript" ? { ...help, ...typescript } : help;
}

const helps: Readonly<Record<Diagnosis, Help>> = {
  neverAwaited: {
    title: "never awaited",
    what: "The call of an async function made a coroutine, and no code awaited it.",
    why: "A coroutine runs only when it is awaited or when a task drives it. Without that, none of it runs, and no error is raised. Threads, timers, executors and done callbacks call a function without awaiting it.",
    fix: "Await the call, or create a task of it and keep the task. Give threads and callbacks a plain function.",
    example: "forgotten-await",
    typescript: {
      why: "A coroutine runs only when it is awaited or when a task drives it. Without that, none of it runs, and no error is raised. Timers and done callbacks call a function without awaiting it.",
      fix: "Await the call, or create a task of it and keep the task. Give callbacks a plain function.",
    },
  },
  lostReference: {
    title: "lost task",
    what: "The program keeps no reference to a task, or to the future of several tasks.",
    why: "The event loop holds tasks weakly. A task without another reference may be deleted before it is done, and no code can wait for it or get its error.",
    fix: "Create it in a TaskGroup, or keep it in a variable or a set until it is done.",
    example: "lost-task",
  },
  neverRetrieved: {
    title: "error never retrieved",
    what: "A task failed, and no code asked for its result.",
    why: "A task keeps its exception until some code awaits it. Until then the program continues as if nothing had happened. cancel() on a task that is done, or a shield() whose caller was cancelled, hides the error for good.",
    fix: "Await the task, gather it, or create it in a TaskGroup.",
    example: "unheard-error",
  },
  pendingAtClose: {
    title: "pending at the end",
    what: "The event loop was closed, or the program ended, while a task was pending.",
    why: "The task never continues: it is not cancelled, and its finally blocks do not run.",
    fix: "Cancel the task and await it before the loop is closed. asyncio.run() does both.",
    example: "cancellation",
    typescript: { fix: "Cancel the task and await it before the loop is closed. run() does both." },
  },
  busyWait: {
    title: "busy wait",
    what: "A loop yields to the event loop again and again until something has changed.",
    why: "It keeps the processor busy, and finds the change only when its turn comes.",
    fix: "Await an Event that the other code sets, or sleep until the time is over.",
    example: "polling",
  },
  notThreadsafe: {
    title: "not thread-safe",
    what: "A thread used an object of asyncio that belongs to the event loop of another thread.",
    why: "Only call_soon_threadsafe() wakes a sleeping event loop up. Another call takes effect late, or breaks the loop's data.",
    fix: "Write loop.call_soon_threadsafe(…), or asyncio.run_coroutine_threadsafe(…) for a coroutine.",
    example: null,
    typescript: {
      why: "Only callSoonThreadsafe() wakes a sleeping event loop up. Another call takes effect late, or breaks the loop's data.",
      fix: "Write loop.callSoonThreadsafe(…), or runCoroutineThreadsafe(…) for a coroutine.",
    },
  },
  unclosedConnection: {
    title: "connection never closed",
    what: "The program dropped a connection without closing it. CPython gives a ResourceWarning in the same place.",
    why: "The other side waits for an end that comes late, or never, and each open connection takes a descriptor. A server that waits for its connections in wait_closed() waits for ever. Connections that a failure or a signal has cut off at the end are not reported.",
    fix: "Close it in a finally block: `writer.close()` and `await writer.wait_closed()`. Use a socket in a with statement.",
    example: "echo",
    typescript: {
      what: "The program dropped a connection without closing it.",
      why: "The other side waits for an end that comes late, or never, and each open connection takes a descriptor.",
      fix: "Close it in a finally block: `writer.close()` and `await writer.waitClosed()`.",
    },
  },
  unclosedServer: {
    title: "server never closed",
    what: "The program ended by itself, and a server of it was still listening. CPython gives a ResourceWarning in the same place.",
    why: "The server accepts connections until the last moment, and what it has accepted is cut off. In a program that does not end then, the port stays in use.",
    fix: "Write `async with server:`, or close it in a finally block. Use a socket or a socketserver in a with statement.",
    example: "shutdown",
    typescript: {
      fix: "Write `await using server`, or close it in a finally block: `server.close()`.",
    },
  },
  unwaitedProcess: {
    title: "process never waited for",
    what: "The program dropped a process and never read its exit status. CPython gives a ResourceWarning in the same place.",
    why: "A process that has ended stays a zombie until its status is read, and its failure is not noticed. One that still runs is killed by asyncio as its loop closes; one of subprocess runs on without the program.",
    fix: "Wait for it in a finally block: `await process.wait()`, or `process.wait()`. communicate() and subprocess.run() wait, too.",
    example: "child-lines",
    typescript: {
      what: "The program dropped a process and never waited for its end.",
      fix: "Wait for it in a finally block: `await process.wait()`. communicate() waits, too.",
    },
  },
  replaced: {
    title: "removed from asyncio",
    what: "The program uses a feature that asyncio no longer has.",
    why: "It works here, so that old programs run. In a current Python it is an error.",
    fix: "Use what the warning names in its place.",
    example: null,
  },
  blockingCall: {
    title: "blocking call",
    what: "A call took time without an await.",
    why: "The event loop runs in one thread. While a call blocks it, no other task, timer or callback can run.",
    fix: "Await a function that does the same, or run the call with asyncio.to_thread().",
    example: "blocking-call",
    typescript: {
      fix: "Await a function that does the same, such as sleep() in place of sleepBlocking(). Interrupt a long computation with `await sleep(0)`.",
    },
  },
  heldLock: {
    title: "sleeps with a lock",
    what: "A task sleeps while it holds a lock that other tasks wait for.",
    why: "All tasks that need the lock sleep with it, one after the other. Locks of many keys, locks that set a pace, and a sleep between two statements that belong together are not reported.",
    fix: "Release the lock before the sleep if the protected data allows it.",
    example: "lock",
  },
  leftSiblings: {
    title: "tasks left running",
    what: "One task in a gather failed, and others kept running that no code cancels or awaits.",
    why: "gather() raises the first error at once and does not cancel the others. What they do later still happens, and their results and errors are lost.",
    fix: "Use a TaskGroup, which cancels the others, or return_exceptions=True; or keep the tasks, cancel them and gather them again.",
    example: "gather-failure",
    typescript: {
      fix: "Use a TaskGroup, which cancels the others, or returnExceptions: true; or keep the tasks, cancel them and gather them again.",
    },
  },
  swallowedCancellation: {
    title: "swallowed cancellation",
    what: "A task was cancelled, caught CancelledError and ended with a result.",
    why: "The code that cancelled the task believes that it is complete. A cancellation that is not taken back with uncancel() still counts for later timeouts and task groups.",
    fix: "Clean up, then raise CancelledError again. In place of a timer that cancels the task, use a timeout.",
    example: "swallowed-cancellation",
    typescript: {
      fix: "Clean up, then throw CancelledError again. In place of a timer that cancels the task, use a timeout.",
    },
  },
  swallowedTimeout: {
    title: "swallowed timeout",
    what: "A timeout expired, and code inside its block caught CancelledError.",
    why: "A timeout works by cancelling its task. If the cancellation does not reach the end of the block, there is no TimeoutError, and the program continues as if it had been in time.",
    fix: "Raise CancelledError again after cleaning up, and catch TimeoutError outside of the block.",
    example: "timeout",
    typescript: {
      fix: "Throw CancelledError again after cleaning up, and catch TimeoutError outside of the block.",
    },
  },
  deadlock: {
    title: "deadlock",
    what: "Nothing can run again, and the program has not ended.",
    why: "Each task or thread waits for something that only another waiting one could do, or none. A call that blocks the event loop also keeps its timers and callbacks from running.",
    fix: "Take locks in the same order everywhere, release them with a with statement, mark each item of a queue as done, and end a stream that the other side reads to its end. In coroutines use the locks and queues of asyncio, not those of threads.",
    example: "deadlock",
    typescript: {
      why: "Each task waits for something that only another waiting task could do, or none.",
      fix: "Take locks in the same order everywhere, release them with `await using`, mark each item of a queue as done, and end a stream that the other side reads to its end.",
    },
  },
  fullListenQueue: {
    title: "full listen queue",
    what: "A request for a connection found the server's listen queue full, and was dropped.",
    why: "A connection waits in the queue until the program accepts it. A request that finds no place is made again after 1, 2, 4 s and so on, so its client waits long, or gives up.",
    fix: "Let the event loop accept: no blocking calls, and no long time until accept() is called. For many clients at once pass a larger backlog.",
    example: "many-clients",
  },
  undrainedWriter: {
    title: "writer not drained",
    what: "A program writes to a stream whose buffer is over its high-water mark, and never waits in drain().",
    why: "write() never waits. What the network does not take is kept in memory, without a limit, and the reader falls further and further behind.",
    fix: "Write `await writer.drain()` after each write.",
    example: "slow-reader",
  },
  shortTimeout: {
    title: "timeout too short",
    what: "A timeout expired before the answer each time, at least three times, and the answer was sent after that.",
    why: "The work of the other side is done and thrown away, and trying again only repeats that.",
    fix: "Allow more time than the answer takes, or ask for less.",
    example: "timeout",
  },
  unknownCode: {
    title: "unknown code",
    what: "A comment that silences warnings names no code of a warning.",
    why: "It silences nothing.",
    fix: "Name the code: loopscope: ignore[neverAwaited]. Several codes are separated by commas.",
    example: null,
  },
};
