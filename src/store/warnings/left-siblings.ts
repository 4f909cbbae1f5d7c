/**
 * Finding of a gather that failed while others of its children still ran, and went on to their end although no code
 * cancelled them or waited for them: their results and errors are lost. The finding is made at the end of the first of
 * them, when that is known, and dated at the failure.
 */
import type { TraceEvent } from "../../events/event.ts";
import type { Names } from "./names.ts";
import type { ProgramText } from "./program-text.ts";
import type { Check, Finding } from "./warning.ts";

interface Gather {
  line: number;
  /** Children that are not done. */
  running: Set<number>;
}

/** A gather that has failed, and its children that nothing has cancelled or waited for since. */
interface Failure {
  index: number;
  line: number;
  left: Set<number>;
  /** Those of them that have run since. */
  continued: Set<number>;
}

export class LeftSiblings implements Check {
  readonly diagnosis = "leftSiblings";
  readonly #gathers = new Map<number, Gather>();
  /** The groups that each task is a child of. */
  readonly #parents = new Map<number, Set<number>>();
  /** Gathers by the future that a task waits on for them. */
  readonly #awaited = new Map<number, number>();
  /** Tasks that were asked to cancel and are not done. */
  readonly #cancelled = new Set<number>();
  /** The task that each task waits for. */
  readonly #waitsFor = new Map<number, number>();
  readonly #failures = new Map<number, Failure>();
  /** Line that created each task. */
  readonly #createdAt = new Map<number, number>();
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
      case "taskCreated":
        this.#createdAt.set(event.task, event.line);
        return null;
      case "resourceCreated":
        if (event.base === "gather")
          this.#gathers.set(event.resource, { line: event.line, running: new Set() });
        return null;
      case "childAdded":
        this.#add(event.resource, event.task);
        return null;
      case "taskSuspended":
        if (event.reason === "gather") this.#awaited.set(event.future, event.on);
        if (event.reason === "task") {
          this.#waitsFor.set(event.task, event.on);
          this.#careFor(event.on);
        }
        return null;
      case "taskStepped":
        this.#waitsFor.delete(event.task);
        this.#failures.get(event.task)?.continued.add(event.task);
        return null;
      case "taskCancelRequested":
        this.#cancelled.add(event.task);
        // `asyncio.run` cancels what is left after its loop has stopped: no code of the program cared.
        if (this.#isLooping || !this.#failures.get(event.task)?.continued.has(event.task))
          this.#careFor(event.task);
        return null;
      case "taskDone":
        return this.#end(event.task);
      case "futureDone":
        this.#done(event.future, event.outcome === "exception", event.index);
        return null;
      default:
        return null;
    }
  }

  #add(group: number, task: number): void {
    if (task === 0) return;
    this.#careFor(task);
    this.#gathers.get(group)?.running.add(task);
    const parents = this.#parents.get(task);
    if (parents) parents.add(group);
    else this.#parents.set(task, new Set([group]));
  }

  /** Return true if the program may keep the task, and asks tasks for their outcomes, which a trace does not show. */
  #mayBeRead(task: number, line: number): boolean {
    return this.#createdAt.get(task) !== line && (this.text.hasCode(/\.(result|exception)\(\)/) ?? false);
  }

  #careFor(task: number): void {
    this.#failures.get(task)?.left.delete(task);
    this.#failures.delete(task);
  }

  #end(task: number): Finding | null {
    for (const group of this.#parents.get(task) ?? []) this.#gathers.get(group)?.running.delete(task);
    this.#parents.delete(task);
    this.#waitsFor.delete(task);
    this.#cancelled.delete(task);
    this.#createdAt.delete(task);
    const failure = this.#failures.get(task);
    if (!failure) return null;
    const { index, line, left } = failure;
    for (const other of left) this.#failures.delete(other);
    const keep =
      left.size === 1
        ? "keeps running, and its result or error will be lost"
        : "keep running, and their results or errors will be lost";
    const wait = this.text.say("return_exceptions=True", "returnExceptions: true");
    return {
      ...{ task, index, line },
      message: `One task in gather failed; ${this.names.tasks(left)} ${keep}. Use a TaskGroup to cancel the others, or ${wait} to wait for all.`,
    };
  }

  #done(future: number, hasFailed: boolean, index: number): void {
    const id = this.#awaited.get(future);
    const gather = id === undefined ? undefined : this.#gathers.get(id);
    if (!gather) return;
    this.#awaited.delete(future);
    this.#gathers.delete(id as number);
    for (const task of gather.running) this.#parents.get(task)?.delete(id as number);
    if (!hasFailed) return;
    const cared = new Set([...this.#waitsFor.values(), ...this.#cancelled]);
    const left = new Set(
      [...gather.running].filter(
        (task) => !cared.has(task) && !this.#parents.get(task)?.size && !this.#mayBeRead(task, gather.line),
      ),
    );
    const failure = { index, line: gather.line, left, continued: new Set<number>() };
    for (const task of left) this.#failures.set(task, failure);
  }
}
