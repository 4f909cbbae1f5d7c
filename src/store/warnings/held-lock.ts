/**
 * Finding of a lock that a task holds while it sleeps and other tasks wait for the lock. Semaphores are left out: holding
 * a permit while asleep is a common way to limit a rate.
 */
import type { TraceEvent } from "../../events/event.ts";
import type { Names } from "./names.ts";
import type { Check, Finding } from "./warning.ts";

interface Lock {
  holder: number;
  waiters: Set<number>;
}

export class HeldLock implements Check {
  readonly diagnosis = "heldLock";
  readonly #locks = new Map<number, Lock>();
  /** The locks that each task holds. */
  readonly #held = new Map<number, Set<number>>();
  /** The lock that each task waits for. */
  readonly #wanted = new Map<number, Lock>();
  /** The lines of the tasks that sleep. */
  readonly #sleeping = new Map<number, number>();

  constructor(readonly names: Names) {}

  see(event: TraceEvent): Finding | null {
    switch (event.kind) {
      case "resourceCreated":
        if (event.base === "Lock") this.#locks.set(event.resource, { holder: 0, waiters: new Set() });
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
        if (event.reason === "sleep") return this.#sleeps(event.task, event.line);
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

  #waited(resource: number, task: number): Finding | null {
    const lock = this.#locks.get(resource);
    if (!lock) return null;
    lock.waiters.add(task);
    this.#wanted.set(task, lock);
    const line = this.#sleeping.get(lock.holder);
    return line === undefined ? null : this.#finding(resource, lock, line);
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

  #sleeps(task: number, line: number): Finding | null {
    const held = this.#held.get(task);
    if (!held || held.size === 0) return null;
    this.#sleeping.set(task, line);
    for (const resource of held) {
      const lock = this.#locks.get(resource) as Lock;
      if (lock.waiters.size > 0) return this.#finding(resource, lock, line);
    }
    return null;
  }

  #finding(resource: number, { holder, waiters }: Lock, line: number): Finding {
    const name = this.names.resource(resource);
    return {
      task: holder,
      line,
      message: `${this.names.task(holder)} sleeps${line ? ` on line ${line}` : ""} while holding ${name}, so ${this.names.tasks(waiters)} must wait. Release ${name} before sleeping if the protected data allows it.`,
    };
  }
}
