/**
 * Diagnoses that only the guest can make: a coroutine never awaited, a task that nothing holds, an exception never
 * retrieved. Each becomes a `warningRaised` event, with the text, line and time of the Python guest's (`diagnoses.py`;
 * diagnoses.test.ts compares them; only the name of `createTask` differs). Diagnoses from the events of a trace are made
 * in `store/warnings`.
 */
import type { Clock } from "../../runtime/loop/clock.ts";
import { isCoroutine } from "../../runtime/tasks/coroutine.ts";
import type { ExceptionContext } from "../../runtime/loop/exception-handler.ts";
import type { Hooks } from "../../runtime/instrument/instrument.ts";
import { currentLine } from "../../runtime/instrument/source-location.ts";
import { runningLoopInternals } from "../../runtime/loop/loop-internals.ts";
import { taskInternals, Task } from "../../runtime/tasks/task.ts";
import { AsyncFunctionCoroutine } from "./async-function.ts";
import type { Write } from "./globals.ts";
import { FILE_NAME } from "./options.ts";
import { errorLine, lineOfError } from "./stacks.ts";

export class Diagnoses {
  readonly #hooks: Hooks;
  readonly #clock: Clock;
  readonly #write: Write;
  /** Coroutines that were not started when last checked, and the task that created each. */
  readonly #unstarted = new Map<AsyncFunctionCoroutine<unknown>, number>();
  #sweepAt = 1000;
  /** Tasks of task groups, which hold them. */
  readonly #heldTasks = new WeakSet<object>();

  constructor(hooks: Hooks, clock: Clock, write: Write) {
    this.#hooks = hooks;
    this.#clock = clock;
    this.#write = write;
  }

  /** Keep a new coroutine until it is started or the program ends. */
  coroutineCreated(coroutine: AsyncFunctionCoroutine<unknown>): void {
    this.#unstarted.set(coroutine, currentTaskId());
    if (this.#unstarted.size < this.#sweepAt) return;
    for (const other of this.#unstarted.keys()) if (other.wasStarted) this.#unstarted.delete(other);
    this.#sweepAt = Math.max(1000, 2 * this.#unstarted.size);
  }

  /** Note that a task group holds the task. */
  taskHeld(task: object): void {
    this.#heldTasks.add(task);
  }

  /** Check the result `value` of a statement that only calls `name`: the program has no reference to it afterwards. */
  dropped(value: unknown, name: string): void {
    if (value instanceof AsyncFunctionCoroutine) {
      if (!value.wasStarted) this.#reportUnstarted(value);
    } else if (isCoroutine(value)) this.#warnNeverAwaited(name, currentLine, currentTaskId());
    else if (value instanceof Task && !value.done() && !this.#heldTasks.has(value)) {
      this.#warn(
        "lostReference",
        `Line ${currentLine} creates a task and keeps no reference to it, so the task may be deleted before it is ` +
          "done. Keep it in a variable, or create it in a TaskGroup.",
        currentLine,
        taskInternals.id(value),
      );
    }
  }

  /** Check the context that the exception handler of a loop gets. */
  exceptionHandled({ message, exception, task, future }: ExceptionContext): void {
    const lost = task ?? future;
    const name = (kind: string) => (lost instanceof Task ? lost.getName() : kind);
    if (message === "Task was destroyed but it is pending!") {
      this.#warn(
        "lostReference",
        `${name("A task")} was deleted before it was done, because no reference to it was left. Keep it in a ` +
          "variable, or create it in a TaskGroup.",
        0,
        idOf(lost),
      );
    } else if (message?.endsWith("exception was never retrieved")) {
      this.#warn(
        "neverRetrieved",
        `${name("A future")} failed with ${errorLine(exception)}, but the program never asked for its result. ` +
          "Await it, or create it in a TaskGroup.",
        lineOfError(exception),
        idOf(lost),
      );
    }
  }

  /** Report the coroutines that were never started, at the end of the program. */
  end(): void {
    for (const coroutine of this.#unstarted.keys())
      if (!coroutine.wasStarted) this.#reportUnstarted(coroutine);
  }

  #reportUnstarted(coroutine: AsyncFunctionCoroutine<unknown>): void {
    const creator = this.#unstarted.get(coroutine) ?? 0;
    this.#unstarted.delete(coroutine);
    this.#warnNeverAwaited(coroutine.qualname, coroutine.createdAt, creator);
  }

  #warnNeverAwaited(name: string, line: number, task: number): void {
    this.#warn(
      "neverAwaited",
      `${line ? `Line ${line} calls ${name}()` : `${name}() was called`} without await, so none of it ran. ` +
        `Write \`await ${name}(…)\` or \`createTask(${name}(…))\`.`,
      line,
      task,
    );
    this.#write("stderr", `${FILE_NAME}:${line}: RuntimeWarning: coroutine '${name}' was never awaited\n`);
  }

  #warn(diagnosis: string, message: string, line: number, task: number): void {
    this.#hooks.warningRaised(this.#clock.time(), message, line, diagnosis, task);
  }
}

/** Return the id of a task; 0 for another value. */
function idOf(lost: unknown): number {
  return lost instanceof Task ? taskInternals.id(lost) : 0;
}

/** Return the id of the current task; 0 for none. */
function currentTaskId(): number {
  return runningLoopInternals()?.currentTaskId ?? 0;
}
