/**
 * Names of tasks as people see them. A task that the program named keeps its name; one with asyncio's default name is
 * shown by its coroutine and its number: `Task-3` of `fetch()` is `fetch · 3`. The first task is the program's way in
 * and unique, so `Task-1` of `main()` is `main`. Links, event names and files keep the real name.
 * Called by sentences, warnings and every view that shows a task.
 */
import { taskNameForPeople } from "../base/task-name.ts";

/** The part of a task, a lane or an event that its shown name depends on. */
export interface NamedTask {
  readonly name: string;
  readonly coroutine: string;
}

/** Coroutines that `asyncio.run` itself runs, as tasks, after the program's. */
const CLEANUP = new Set(["BaseEventLoop.shutdown_asyncgens", "BaseEventLoop.shutdown_default_executor"]);

/** Return true for a task of `asyncio.run`'s own, which cleans up: it counts as no task of the program. */
export function isCleanup({ coroutine }: Pick<NamedTask, "coroutine">): boolean {
  return CLEANUP.has(coroutine);
}

/** Coroutine with which asyncio looks up the address of a server, as a task of its own. */
export const LOOKS_UP = "BaseEventLoop._create_server_getaddrinfo";

/** Coroutines that asyncio runs as tasks of its own, for a server, a connection, a process or a generator, in a word or two. */
const INTERNAL: Readonly<Record<string, string>> = {
  [LOOKS_UP]: "look up",
  "BaseSelectorEventLoop._accept_connection2": "accept",
  "BaseSubprocessTransport._connect_pipes": "connect pipes",
  // The loop closes an async generator that was dropped before its end.
  async_generator_athrow: "close generator",
  "Process._noop": "no pipe",
  "Process._read_stream": "read output",
  "Process._feed_stdin": "write input",
};

/** Return true for a task that asyncio itself created, for a part of its own work on the network or on a process. */
export function isInternal({ coroutine }: Pick<NamedTask, "coroutine">): boolean {
  return INTERNAL[coroutine] !== undefined;
}

/** Return the name to show for a task. */
export function shownName(task: NamedTask): string {
  return isCleanup(task)
    ? "asyncio.run"
    : taskNameForPeople(task.name, INTERNAL[task.coroutine] ?? task.coroutine);
}

/** Return true if a text, in lower case, is a part of the task's real or shown name. */
export function hasName(task: NamedTask, text: string): boolean {
  return [task.name, shownName(task), task.coroutine].some((name) => name.toLowerCase().includes(text));
}
