/**
 * Finding of a lock that a task holds while it sleeps and other tasks wait for the lock, unless the lock is there for that:
 *
 * - semaphores: holding a permit while asleep is a common way to limit a rate;
 * - a lock that sets a pace: nothing but a sleep is in its block, the sleep is computed, or names say so ("limiter");
 * - a lock of many, one for each key or object: only tasks with the same key wait;
 * - a sleep between two other statements under the lock, which are to belong together.
 */
import type { TraceEvent } from "../../events/event.ts";
import type { Names } from "./names.ts";
import { blockAround } from "./lock-block.ts";
import type { ProgramText } from "./program-text.ts";
import type { Check, Finding } from "./warning.ts";

interface Lock {
  /** Line that created it, and the variable that holds it; empty for one of a collection. */
  line: number;
  name: string;
  holder: number;
  waiters: Set<number>;
}

const PACE = /limit|throttl|pac(e|ing)|interval|\bgap|delay|cool|bucket|backoff|spacing|\brate|_rate/i;
const CONSTANT = /^[\d._]+$/;

export class HeldLock implements Check {
  readonly diagnosis = "heldLock";
  readonly #locks = new Map<number, Lock>();
  /** Number of locks that each line created. */
  readonly #created = new Map<number, number>();
  /** The locks that each task holds. */
  readonly #held = new Map<number, Set<number>>();
  /** The lock that each task waits for. */
  readonly #wanted = new Map<number, Lock>();
  /** The lines of the tasks that sleep, and the coroutines that they sleep in. */
  readonly #sleeping = new Map<number, { line: number; stack: string }>();

  constructor(
    readonly names: Names,
    readonly text: ProgramText,
  ) {}

  see(event: TraceEvent): Finding | null {
    switch (event.kind) {
      case "resourceCreated":
        if (event.base === "Lock") this.#create(event.resource, event.name, event.line);
        return null;
      case "resourceWaited":
        return this.#waited(event.resource, event.task);
      case "resourceAcquired":
        this.#acquired(event.resource, event.task);
        return null;
      case "resourceReleased":
        this.#released(event.resource);
        return null;
      case "taskSuspended":
        if (event.reason === "sleep") return this.#sleeps(event.task, event.line, event.stack);
        return null;
      case "taskStepped":
        this.#sleeping.delete(event.task);
        return null;
      case "taskDone":
        this.#leaves(event.task);
        return null;
      default:
        return null;
    }
  }

  #create(resource: number, name: string, line: number): void {
    this.#locks.set(resource, { line, name, holder: 0, waiters: new Set() });
    this.#created.set(line, (this.#created.get(line) ?? 0) + 1);
  }

  #waited(resource: number, task: number): Finding | null {
    const lock = this.#locks.get(resource);
    if (!lock) return null;
    lock.waiters.add(task);
    this.#wanted.set(task, lock);
    const sleep = this.#sleeping.get(lock.holder);
    return sleep ? this.#finding(resource, lock, sleep) : null;
  }

  #acquired(resource: number, task: number): void {
    const lock = this.#locks.get(resource);
    if (!lock) return;
    this.#leaves(task);
    lock.holder = task;
    const held = this.#held.get(task) ?? new Set();
    this.#held.set(task, held.add(resource));
  }

  #leaves(task: number): void {
    this.#wanted.get(task)?.waiters.delete(task);
    this.#wanted.delete(task);
  }

  #released(resource: number): void {
    const lock = this.#locks.get(resource);
    if (!lock) return;
    this.#held.get(lock.holder)?.delete(resource);
    lock.holder = 0;
  }

  #sleeps(task: number, line: number, stack: string): Finding | null {
    const held = this.#held.get(task);
    if (!held || held.size === 0) return null;
    const sleep = { line, stack };
    this.#sleeping.set(task, sleep);
    for (const resource of held) {
      const lock = this.#locks.get(resource) as Lock;
      const finding = lock.waiters.size > 0 ? this.#finding(resource, lock, sleep) : null;
      if (finding) return finding;
    }
    return null;
  }

  #finding(resource: number, lock: Lock, { line, stack }: { line: number; stack: string }): Finding | null {
    if (this.#isMeant(lock, line, stack)) return null;
    const name = this.names.resource(resource);
    const { holder, waiters } = lock;
    return {
      ...{ task: holder, line },
      message: `${this.names.task(holder)} sleeps${line ? ` on line ${line}` : ""} while holding ${name}, so ${this.names.tasks(waiters)} must wait. Release ${name} before sleeping if the protected data allows it.`,
    };
  }

  /** Return true if the lock is there to be held across the sleep. */
  #isMeant({ line, name, holder }: Lock, sleepLine: number, stack: string): boolean {
    if (name === "" || (line > 0 && (this.#created.get(line) ?? 0) > 1)) return true;
    const block = blockAround(this.text, sleepLine);
    if (block.head !== "" && block.hasBefore === block.hasAfter) return true;
    if (block.seconds !== null && !CONSTANT.test(block.seconds)) return true;
    return [name, this.names.coroutine(holder), stack, block.head].some((words) => PACE.test(words));
  }
}
