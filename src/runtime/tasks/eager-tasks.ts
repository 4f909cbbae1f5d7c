/** Task factories for eager tasks. Mirrors `create_eager_task_factory` of `asyncio/tasks.py`. */
import type { Coroutine } from "./coroutine.ts";
import type { EventLoop, TaskFactory } from "../loop/event-loop.ts";
import { Task, type TaskOptions } from "./task.ts";

/** Function that makes a task: `Task`'s constructor or one like it. */
type TaskConstructor = (
  coroutine: Coroutine<unknown>,
  loop: EventLoop,
  options: TaskOptions,
) => Task<unknown>;

/**
 * Return a task factory whose tasks run their first step during the call, unless they get `eagerStart: false`. A task
 * that ends in that step never enters the ready queue. Mirrors `create_eager_task_factory`.
 */
export function createEagerTaskFactory(construct: TaskConstructor): TaskFactory {
  return (loop, coroutine, options) => construct(coroutine, loop, { eagerStart: true, ...options });
}

/** Task factory for `loop.setTaskFactory`. Mirrors `eager_task_factory` of `asyncio/tasks.py`. */
export const eagerTaskFactory = createEagerTaskFactory(
  (coroutine, loop, options) => new Task(coroutine, loop, options),
);
