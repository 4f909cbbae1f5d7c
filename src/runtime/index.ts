/**
 * asyncio in TypeScript: the whole public surface. Names are asyncio's in camelCase, modules are CPython's, times are
 * seconds. A coroutine is a generator function's, and awaits with `yield*`:
 *
 *     run(function* () { yield* sleep(1); }())
 */
export { type Clock, VirtualClock } from "./clock.ts";
export { asCompleted, gather, shield, sleep, wait, waitFor } from "./combinators.ts";
export { type AsyncContextManager, withAsync } from "./context-manager.ts";
export { Context, ContextVar, copyContext, type Token } from "./contextvars.ts";
export { type Awaitable, type Coroutine, isCoroutine } from "./coroutine.ts";
export { EventLoop, type ExceptionContext, type TaskFactory } from "./event-loop.ts";
export { getRunningLoop } from "./events.ts";
export { ExceptionGroup } from "./exception-group.ts";
export {
  BrokenBarrierError,
  CancelledError,
  Deadlock,
  InvalidStateError,
  Livelock,
  QueueEmpty,
  QueueFull,
  QueueShutDown,
  RuntimeError,
  TimeoutError,
  ValueError,
} from "./exceptions.ts";
export { Future, isFuture } from "./future.ts";
export type { Handle, TimerHandle } from "./handle.ts";
export type { Instrument, TaskOutcome } from "./instrument.ts";
export { Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore } from "./locks.ts";
export { LifoQueue, PriorityQueue, Queue } from "./queues.ts";
export { run, Runner, type RunnerOptions } from "./runner.ts";
export { allTasks, createTask, currentTask, ensureFuture, Task, type TaskOptions } from "./task.ts";
export { TaskGroup } from "./task-group.ts";
export { Timeout, timeout, timeoutAt } from "./timeouts.ts";
