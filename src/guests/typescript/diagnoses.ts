/**
 * What is wrong with a program, as far as the guest alone knows it: a coroutine that is never awaited, a task that
 * nothing holds, an exception that nobody asks for. The same as the Python guest's (`diagnoses.py`), in its words. (What
 * follows from the events of a trace is found there: `store/warnings`.)
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
  /** Coroutines that were made and not begun, as far as is known, and the task that made each. */
  readonly #unbegun = new Map<AsyncFunctionCoroutine<unknown>, number>();
  #sweepAt = 1000;
  /** Tasks that a group holds. */
  readonly #held = new WeakSet<object>();

  constructor(hooks: Hooks, clock: Clock, write: Write) {
    this.#hooks = hooks;
    this.#clock = clock;
    this.#write = write;
  }

  made(coroutine: AsyncFunctionCoroutine<unknown>): void {
    this.#unbegun.set(coroutine, currentTask());
    if (this.#unbegun.size < this.#sweepAt) return;
    for (const other of this.#unbegun.keys()) if (other.wasStarted) this.#unbegun.delete(other);
    this.#sweepAt = Math.max(1000, 2 * this.#unbegun.size);
  }

  /** A group holds the task. */
  holds(task: object): void {
    this.#held.add(task);
  }

  /** A statement of the program is nothing but a call of `name` that gave `value`, which is gone with it. */
  dropped(value: unknown, name: string): void {
    if (value instanceof AsyncFunctionCoroutine) {
      if (!value.wasStarted) this.#neverAwaited(value);
    } else if (isCoroutine(value)) this.#tellNeverAwaited(name, currentLine, currentTask());
    else if (value instanceof Task && !value.done() && !this.#held.has(value)) {
      this.#warn(
        "lostReference",
        "Nothing holds the task that is made here: the loop alone does not keep it alive, and it may vanish before " +
          "it is done. Keep it in a variable until it is, or make it in a TaskGroup.",
        currentLine,
        taskInternals.id(value),
      );
    }
  }

  /** What the exception handler of a loop is told. */
  heard({ message, exception, task, future }: ExceptionContext): void {
    const lost = task ?? future;
    const name = (kind: string) => (lost instanceof Task ? lost.getName() : kind);
    if (message === "Task was destroyed but it is pending!") {
      this.#warn(
        "lostReference",
        `${name("A task")} vanished before it was done, as nothing held it any more. Keep it in a variable until it ` +
          "is done, or make it in a TaskGroup.",
        0,
        numberOf(lost),
      );
    } else if (message?.endsWith("exception was never retrieved")) {
      this.#warn(
        "neverRetrieved",
        `${name("A future")} failed with ${errorLine(exception)}, and nobody asked what it came to. Await it, or make ` +
          "it in a TaskGroup.",
        lineOfError(exception),
        numberOf(lost),
      );
    }
  }

  /** The program is over: what was not begun never will be. */
  end(): void {
    for (const coroutine of this.#unbegun.keys()) if (!coroutine.wasStarted) this.#neverAwaited(coroutine);
  }

  #neverAwaited(coroutine: AsyncFunctionCoroutine<unknown>): void {
    const maker = this.#unbegun.get(coroutine) ?? 0;
    this.#unbegun.delete(coroutine);
    this.#tellNeverAwaited(coroutine.qualname, coroutine.madeAt, maker);
  }

  #tellNeverAwaited(name: string, line: number, task: number): void {
    this.#warn(
      "neverAwaited",
      `${name}() was called but never awaited, so nothing of it ran. Write \`await ${name}(…)\`, or make a task of it.`,
      line,
      task,
    );
    this.#write("stderr", `${FILE_NAME}:${line}: RuntimeWarning: coroutine '${name}' was never awaited\n`);
  }

  #warn(diagnosis: string, message: string, line: number, task: number): void {
    this.#hooks.warningRaised(this.#clock.time(), message, line, diagnosis, task);
  }
}

/** The number by which a trace knows a task; 0 for what is none. */
function numberOf(lost: unknown): number {
  return lost instanceof Task ? taskInternals.id(lost) : 0;
}

/** The id of the task that runs now; 0 for none. */
function currentTask(): number {
  return runningLoopInternals()?.currentTaskId ?? 0;
}
