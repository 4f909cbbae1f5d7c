/**
 * Finding of a task that caught CancelledError and then ended with a result. Each CancelledError is counted until
 * `uncancel` takes it back, the last one first: a timeout or a group takes back its own.
 */
import type { TraceEvent } from "../../events/event.ts";
import type { Names } from "./names.ts";
import type { ProgramText } from "./program-text.ts";
import type { Check, Finding } from "./warning.ts";

interface Thrown {
  line: number;
  /** True if a timer requested it that the task itself had set. */
  isOwn: boolean;
}

export class SwallowedCancellation implements Check {
  readonly diagnosis = "swallowedCancellation";
  /** Each CancelledError thrown into a task and not taken back, by task. */
  readonly #thrown = new Map<number, Thrown[]>();
  /** Tasks that set the timers that are pending. */
  readonly #setters = new Map<number, number>();
  /** The task that set the timer that runs; 0 for none. */
  #setter = 0;
  /** True if the task set the timer that cancelled it last, by task. */
  readonly #isOwn = new Map<number, boolean>();
  #isLooping = false;

  constructor(
    readonly names: Names,
    readonly text: ProgramText,
  ) {}

  see(event: TraceEvent): Finding | null {
    switch (event.kind) {
      case "loopStarted":
        this.#isLooping = true;
        return null;
      case "loopStopped":
        this.#isLooping = false;
        return null;
      case "timerScheduled":
        if (event.task > 0) this.#setters.set(event.handle, event.task);
        return null;
      case "handleStarted":
        this.#setter = this.#setters.get(event.handle) ?? 0;
        this.#setters.delete(event.handle);
        return null;
      case "handleCancelled":
        this.#setters.delete(event.handle);
        return null;
      case "taskCancelRequested":
        // At the end of a program `asyncio.run` cancels what is left, and no code reads the results.
        if (this.#isLooping) this.#isOwn.set(event.task, event.by === 0 && this.#setter === event.task);
        return null;
      case "taskCancelThrown":
        this.#throw(event.task, event.line);
        return null;
      case "taskUncancelled":
        this.#takeBack(event.task, event.left);
        return null;
      case "taskDone":
        return this.#end(event.task, event.outcome === "result");
      default:
        return null;
    }
  }

  #throw(task: number, line: number): void {
    const isOwn = this.#isOwn.get(task);
    if (isOwn === undefined) return;
    this.#isOwn.delete(task);
    const thrown = this.#thrown.get(task) ?? [];
    this.#thrown.set(task, thrown);
    thrown.push({ line, isOwn });
  }

  #takeBack(task: number, left: number): void {
    this.#thrown.get(task)?.splice(left);
  }

  #end(task: number, hasResult: boolean): Finding | null {
    const [first] = this.#thrown.get(task) ?? [];
    this.#thrown.delete(task);
    this.#isOwn.delete(task);
    if (!first || !hasResult) return null;
    const { line, isOwn } = first;
    const name = this.names.task(task);
    const place = line ? ` on line ${line}` : "";
    const useTimeout = this.text.say("`async with asyncio.timeout(…)`", "`timeout(…)`");
    return {
      ...{ task, line },
      message: isOwn
        ? `A timer of ${name} cancels it${place}, and the code catches CancelledError without uncancel(). If a TaskGroup in ${name} fails later, asyncio cancels ${name} again. Use ${useTimeout} instead of a timer.`
        : `${name} was cancelled${place} but caught CancelledError and returned a result, so the task looks complete. Clean up, then ${this.text.say("`raise`", "`throw`")} it again.`,
    };
  }
}
