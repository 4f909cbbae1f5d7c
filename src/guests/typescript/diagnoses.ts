/**
 * Diagnoses that only the guest can make: a coroutine never awaited, a task that nothing holds, an exception never
 * retrieved, a loop closed with tasks pending. Each becomes a `warningRaised` event, with the text, line and time of the
 * Python guest's (`diagnoses.py`; diagnoses.test.ts compares them; only asyncio's names are spelled differently). Diagnoses from the events of a trace are made
 * in `store/warnings`.
 */
import type { Clock } from "../../runtime/loop/clock.ts";
import { isCoroutine } from "../../runtime/tasks/coroutine.ts";
import type { ExceptionContext } from "../../runtime/loop/exception-handler.ts";
import type { Hooks } from "../../runtime/instrument/instrument.ts";
import { currentLine } from "../../runtime/instrument/source-location.ts";
import { runningLoopInternals } from "../../runtime/loop/loop-internals.ts";
import { isOnlyShielded } from "../../runtime/combinators/shield.ts";
import { Future } from "../../runtime/tasks/future.ts";
import { taskInternals, Task } from "../../runtime/tasks/task.ts";
import { AsyncFunctionCoroutine } from "./async-function.ts";
import type { Write } from "./globals.ts";
import { FILE_NAME } from "./options.ts";
import { errorLine, lineOfError } from "./stacks.ts";

/** Functions that return a task, and a future of several. */
const MAKES_TASK: ReadonlySet<string> = new Set(["createTask", "ensureFuture"]);
const MAKES_GROUP: ReadonlySet<string> = new Set(["gather", "shield"]);

/** Code that created a coroutine: the task, and the line that scheduled the callback; 0 for none. */
interface Creator {
  task: number;
  callbackLine: number;
}

export class Diagnoses {
  readonly #hooks: Hooks;
  readonly #clock: Clock;
  readonly #write: Write;
  /** Coroutines that were not started when last checked. */
  readonly #unstarted = new Map<AsyncFunctionCoroutine<unknown>, Creator>();
  #sweepAt = 1000;
  /** Tasks of task groups, which hold them. */
  readonly #heldTasks = new WeakSet<object>();
  /** Tasks that were reported as lost. */
  readonly #lost = new WeakSet<object>();
  /** Tasks that were pending as their loop was closed, and the report of that. */
  readonly #closed = new Map<Task<unknown>, { message: string; line: number }>();

  constructor(hooks: Hooks, clock: Clock, write: Write) {
    this.#hooks = hooks;
    this.#clock = clock;
    this.#write = write;
  }

  /** Keep a new coroutine until it is started or the program ends. */
  coroutineCreated(coroutine: AsyncFunctionCoroutine<unknown>): void {
    const loop = runningLoopInternals();
    this.#unstarted.set(coroutine, {
      task: loop?.currentTaskId ?? 0,
      callbackLine: loop?.callbackLine ?? 0,
    });
    if (this.#unstarted.size < this.#sweepAt) return;
    for (const other of this.#unstarted.keys()) if (other.wasStarted) this.#unstarted.delete(other);
    this.#sweepAt = Math.max(1000, 2 * this.#unstarted.size);
  }

  /** Note that a task group holds the task. */
  taskHeld(task: object): void {
    this.#heldTasks.add(task);
  }

  /** Check the result `value` of a call of `name`: the program has no reference to it afterwards. */
  dropped(value: unknown, name: string): void {
    if (value instanceof AsyncFunctionCoroutine) {
      if (!value.wasStarted) this.#reportUnstarted(value);
    } else if (isCoroutine(value)) this.#warnNeverAwaited(name, currentLine, currentTaskId());
    else if (value instanceof Task) {
      if (MAKES_TASK.has(name) && !value.done() && !this.#heldTasks.has(value)) this.#taskDropped(value);
    } else if (value instanceof Future && MAKES_GROUP.has(name)) {
      this.#warn(
        "lostReference",
        `Line ${currentLine} drops what ${name}() returns, so the program never waits for it and hears of no error. ` +
          `Write \`await ${name}(…)\`.`,
        currentLine,
        currentTaskId(),
      );
    }
  }

  #taskDropped(task: Task<unknown>): void {
    this.#lost.add(task);
    this.#warn(
      "lostReference",
      `Line ${currentLine} creates a task and keeps no reference to it, so the task may be deleted before it is ` +
        "done. Keep it in a variable, or create it in a TaskGroup.",
      currentLine,
      taskInternals.id(task),
    );
  }

  /** Check the context that the exception handler of a loop gets. */
  exceptionHandled({ message, exception, task, future }: ExceptionContext): void {
    const closed = this.#closed.get(task as Task<unknown>);
    if (closed) this.#warn("pendingAtClose", closed.message, closed.line, idOf(task));
    else if (message.endsWith("exception was never retrieved")) this.#exceptionLost(future, exception, "");
    else if (message.endsWith("exception in shielded future")) {
      // A task that the program made itself, it may still look at.
      if (!future || !isOnlyShielded(future)) return;
      this.#warn(
        "neverRetrieved",
        `${nameOf(future)} failed with ${errorLine(exception)}. shield() kept it running after its caller was ` +
          "cancelled, so no code gets the error. Keep the task in a variable, and await it in the end.",
        lineOfError(exception),
        idOf(future),
      );
    }
  }

  /** Report an exception that was never retrieved, which a `cancel` on `line` hides. */
  exceptionHidden(future: Future<unknown>, exception: unknown, line: number): void {
    const place = line > 0 ? ` on line ${line}` : "";
    this.#exceptionLost(future, exception, `; cancel()${place} hides that, as the task was done`);
  }

  /** Report tasks that are pending as their loop is closed. */
  closedPending(tasks: readonly Task<unknown>[]): void {
    const unknown = tasks.filter((task) => !this.#lost.has(task));
    const [first] = unknown;
    if (!first) return;
    const names = unknown.slice(0, 3).map((task) => taskInternals.shownName(task));
    if (unknown.length > 3) names[2] = `${unknown.length - 2} more`;
    const last = names.pop() as string;
    const listed = names.length > 0 ? `${names.join(", ")} and ${last}` : last;
    const [are, they, end, them] =
      unknown.length === 1 ? ["is", "it", "ends", "it"] : ["are", "they", "end", "them"];
    const line = currentLine;
    const message =
      `${line > 0 ? `Line ${line} closes the event loop` : "The event loop is closed"} while ${listed} ` +
      `${are} pending, so ${they} never ${end} and no finally block runs. Cancel and await ${them} before close(), or ` +
      "use run().";
    for (const task of unknown) this.#closed.set(task, { message, line });
    this.#warn("pendingAtClose", message, line, taskInternals.id(first));
  }

  #exceptionLost(future: Future<unknown> | undefined, exception: unknown, hides: string): void {
    this.#warn(
      "neverRetrieved",
      `${nameOf(future)} failed with ${errorLine(exception)}, but the program never asked for its result${hides}. ` +
        "Await it, or create it in a TaskGroup.",
      lineOfError(exception),
      idOf(future),
    );
  }

  /** Report the coroutines that were never started, at the end of the program. */
  end(): void {
    for (const coroutine of this.#unstarted.keys())
      if (!coroutine.wasStarted) this.#reportUnstarted(coroutine);
  }

  #reportUnstarted(coroutine: AsyncFunctionCoroutine<unknown>): void {
    const { task, callbackLine } = this.#unstarted.get(coroutine) as Creator;
    this.#unstarted.delete(coroutine);
    const { qualname, createdAt } = coroutine;
    // No line of the program had run: the loop called the function itself.
    const isCallback = createdAt === 0 && callbackLine > 0;
    this.#warnNeverAwaited(qualname, isCallback ? callbackLine : createdAt, task, isCallback);
  }

  #warnNeverAwaited(name: string, line: number, task: number, isCallback = false): void {
    const call = line ? `Line ${line} calls ${name}()` : `${name}() was called`;
    const place = line ? `Line ${line} gives` : "The program gives";
    this.#warn(
      "neverAwaited",
      isCallback
        ? `${place} the async function ${name}() to the loop as a callback, which cannot await it, so none of it ran. ` +
            "Give it a plain function that creates a task and keeps it."
        : `${call} without await, so none of it ran. Write \`await ${name}(…)\` or \`createTask(${name}(…))\`.`,
      line,
      task,
    );
    this.#write("stderr", `${FILE_NAME}:${line}: RuntimeWarning: coroutine '${name}' was never awaited\n`);
  }

  #warn(diagnosis: string, message: string, line: number, task: number): void {
    this.#hooks.warningRaised(this.#clock.time(), message, line, diagnosis, task);
  }
}

/** Return the name of a lost future for people. */
function nameOf(lost: unknown): string {
  return lost instanceof Task ? taskInternals.shownName(lost) : "A future";
}

/** Return the id of a task; 0 for another value. */
function idOf(lost: unknown): number {
  return lost instanceof Task ? taskInternals.id(lost) : 0;
}

/** Return the id of the current task; 0 for none. */
function currentTaskId(): number {
  return runningLoopInternals()?.currentTaskId ?? 0;
}
