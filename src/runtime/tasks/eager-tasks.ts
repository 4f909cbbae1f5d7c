/** Tasks that begin at once. Mirrors `create_eager_task_factory` of `asyncio/tasks.py`. */
import type { Coroutine } from "./coroutine.ts";
import type { EventLoop, TaskFactory } from "../loop/event-loop.ts";
import { Task, type TaskOptions } from "./task.ts";

/** Makes a task: `Task`'s constructor or one like it. */
type TaskConstructor = (
  coroutine: Coroutine<unknown>,
  loop: EventLoop,
  options: TaskOptions,
) => Task<unknown>;

/**
 * A task factory whose tasks run their first step where they are made, unless they are made with `eagerStart: false`;
 * one that comes to its end in that step never reaches the ready queue.
 */
export function createEagerTaskFactory(construct: TaskConstructor): TaskFactory {
  return (loop, coroutine, options) => construct(coroutine, loop, { eagerStart: true, ...options });
}

/** `loop.setTaskFactory(eagerTaskFactory)`. */
export const eagerTaskFactory = createEagerTaskFactory(
  (coroutine, loop, options) => new Task(coroutine, loop, options),
);
