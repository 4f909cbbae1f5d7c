/**
 * Programs for old Pythons, as talks and books showed them, each with its modern form: the oracle.
 *
 * The modern form has the same lines at the same places, so that both runs give the same events, lines included. Most
 * modern forms are made by `modernized`, the rest are written out.
 */
export interface OldProgram {
  name: string;
  source: string;
  /** The same program for Python 3.14, where `modernized` does not suffice. */
  modern?: string;
  /** The part that equals the modern form, if not every event: only output and time, or only the output. */
  same?: "output" | "stdout";
  /** The beginnings of its notices, each with its line number, in order. */
  notices: [line: number, text: string][];
}

export const saidOf = {
  coroutine: "@asyncio.coroutine was removed in Python 3.11; write async def and await.",
  generator:
    "asyncio has not accepted generators as coroutines since Python 3.12; write async def and await.",
  lock: "with (yield from lock) and with await lock were removed in Python 3.9; write async with lock.",
  loop: "The loop= argument was removed in Python 3.10; delete it",
  wait: "asyncio.wait() has not accepted coroutines since Python 3.11; pass tasks",
  getEventLoop: "asyncio.get_event_loop() created an event loop here; since Python 3.14 it raises",
  async: "asyncio.async() was removed in Python 3.7; write asyncio.create_task()",
  joinableQueue: "asyncio.JoinableQueue was removed in Python 3.5; write asyncio.Queue",
  compat: "asyncio.compat was removed in Python 3.7",
  allTasks: "asyncio.Task.all_tasks() was removed in Python 3.9; write asyncio.all_tasks().",
  currentTask: "asyncio.Task.current_task() was removed in Python 3.9; write asyncio.current_task().",
  exceptions: "asyncio's exceptions were removed from asyncio.futures and concurrent.futures in Python 3.8",
  childWatcher: "asyncio's child watchers were removed in Python 3.14",
  uvloop: "uvloop is not available here",
};

/** Rewrite an old program for Python 3.14, line by line. */
export function modernized(source: string): string {
  return (
    source
      // The coroutine begins at its first decorator; an empty line keeps the rest in place.
      .replaceAll(/@(?:asyncio\.|types\.)?coroutine\n( *)def (.*)\n/g, "async def $2\n\n")
      .replaceAll("with (yield from ", "async with (")
      .replaceAll("with await ", "async with ")
      .replaceAll("yield from ", "await ")
      .replaceAll(/(?:, |(?<=\())loop=(?:self\.)?_?loop(?=[,)])/g, "")
      .replaceAll("= asyncio.get_event_loop()", "= asyncio.new_event_loop(); asyncio.set_event_loop(loop)")
  );
}
