/** What a random program works with: the same few things in every world, its tasks, and the log. */
import type { Awaitable, Coroutine } from "../../runtime/tasks/coroutine.ts";
import type { EventLoop } from "../../runtime/loop/event-loop.ts";
import { ExceptionGroup } from "../../runtime/errors/exception-group.ts";
import { CancelledError, ValueError } from "../../runtime/errors/exceptions.ts";
import { Future } from "../../runtime/tasks/future.ts";
import type { Handle } from "../../runtime/loop/handle.ts";
import { Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore } from "../../runtime/sync/locks.ts";
import { LifoQueue, Queue } from "../../runtime/sync/queues.ts";
import { currentTask, Task, type TaskOptions } from "../../runtime/tasks/task.ts";
import type { TaskGroup } from "../../runtime/combinators/task-group.ts";
import type { Timeout } from "../../runtime/combinators/timeouts.ts";
import type { Body, LockKind, Step, Target } from "./program.ts";

/** Where a body runs: the number of its task, the innermost timeout and task group around it. */
export interface Scope {
  readonly owner: number;
  readonly timeout: Timeout | null;
  readonly group: TaskGroup | null;
}

export const OUTSIDE: Scope = { owner: 0, timeout: null, group: null };

type Interpret = (world: World, step: Step, scope: Scope) => Coroutine<void>;
type Create = (coroutine: Coroutine<number>, options: TaskOptions) => Task<number>;

/** Made while its loop runs. */
export class World {
  /** Those with a number; a place is kept for one that runs its first step before it is known. */
  readonly tasks: (Task<unknown> | null)[] = [];
  readonly handles: Handle[] = [];
  readonly events = [new Event(), new Event()];
  readonly queues = [new Queue<number>(1), new Queue<number>(), new LifoQueue<number>(2)];
  readonly locks: { readonly [Kind in LockKind]: readonly (Lock | Semaphore | Condition)[] };
  readonly conditions: readonly Condition[];
  readonly barriers = [new Barrier(2)];
  readonly futures: readonly Future<string>[];
  #items = 0;

  constructor(
    readonly loop: EventLoop,
    readonly lines: string[],
    readonly interpret: Interpret,
  ) {
    const shared = new Lock();
    this.conditions = [new Condition(), new Condition(shared), new Condition(shared)];
    this.locks = {
      lock: [new Lock(), new Lock()],
      semaphore: [new Semaphore(1), new Semaphore(2), new BoundedSemaphore(1)],
      condition: this.conditions,
    };
    this.futures = [loop.createFuture<string>(), loop.createFuture<string>()];
  }

  readonly log = (...what: unknown[]): void => {
    const name = currentTask(this.loop)?.getName() ?? "loop";
    this.lines.push([this.loop.time(), name, ...what.map(show)].join(" "));
  };

  newItem(): number {
    return ++this.#items;
  }

  spawn(body: Body, scope: Scope, create: Create): void {
    const number = this.tasks.push(null) - 1;
    const coroutine = this.runBody(body, { owner: number, timeout: null, group: scope.group });
    this.tasks[number] = create(coroutine, { name: `t${number}` });
  }

  /** What can be awaited, or null. */
  resolve([kind, value]: Target, scope: Scope): Awaitable<unknown> | null {
    if (kind === "body") return this.runBody(value, { ...scope, timeout: null });
    if (kind === "future") return this.futures[value] ?? null;
    const younger = this.tasks.slice(scope.owner + 1).filter((task) => task !== null);
    return younger[value % younger.length] ?? null;
  }

  resolveAll(targets: readonly Target[], scope: Scope): Awaitable<unknown>[] {
    return targets.map((target) => this.resolve(target, scope)).filter((awaitable) => awaitable !== null);
  }

  *runBody(body: Body, scope: Scope): Coroutine<number> {
    this.log("begins");
    try {
      yield* this.run(body, scope);
    } catch (error) {
      this.log("ends with", error);
      throw error;
    }
    this.log("ends");
    return body.length;
  }

  *run(body: Body, scope: Scope): Coroutine<void> {
    for (const step of body) yield* this.interpret(this, step, scope);
  }
}

export function show(value: unknown): string {
  if (value instanceof ExceptionGroup) return `group[${value.exceptions.map(show).join(", ")}]`;
  if (value instanceof CancelledError || value instanceof ValueError)
    return `${value.name}(${value.message})`;
  if (value instanceof Error) return value.name;
  if (value instanceof Task) return value.getName();
  if (value instanceof Future) return "future";
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (value instanceof Set) return `{${[...value].map(show).sort().join(", ")}}`;
  return value === undefined || value === null ? "-" : String(value as string);
}
