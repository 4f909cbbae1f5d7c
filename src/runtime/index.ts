/**
 * asyncio in TypeScript: the whole public surface. Names are asyncio's in camelCase, modules are CPython's, times are
 * seconds. A coroutine is a generator function's, and awaits with `yield*`:
 *
 *     run(function* () { yield* sleep(1); }())
 */
export {
  AsyncGen,
  type AsyncGenBody,
  asyncGenerator,
  emit,
  type Emission,
  GeneratorExit,
  StopAsyncIteration,
} from "./async-generator.ts";
export { aiter, anext, asyncFor, collect, type CoroutineIterable } from "./async-iteration.ts";
export { sleepBlocking } from "./blocking.ts";
export { captureCallGraph, formatCallGraph, type FutureCallGraph, printCallGraph } from "./call-graph.ts";
export { type Clock, HostClock, VirtualClock } from "./clock.ts";
export {
  asCompleted,
  gather,
  type ReturnWhen,
  shield,
  sleep,
  wait,
  waitFor,
  type WaitOptions,
} from "./combinators.ts";
export { type AsyncContextManager, withAsync } from "./context-manager.ts";
export { aclosing, asyncContextManager } from "./contextlib.ts";
export { Context, ContextVar, copyContext, Token } from "./contextvars.ts";
export { type Awaitable, type Coroutine, isCoroutine, type Placed, type Yielded } from "./coroutine.ts";
export { createEagerTaskFactory, eagerTaskFactory } from "./eager-tasks.ts";
export { type CallbackOptions, EventLoop, type TaskFactory } from "./event-loop.ts";
export { getRunningLoop } from "./events.ts";
export type { ExceptionContext } from "./exception-handler.ts";
export { ExceptionGroup } from "./exception-group.ts";
export {
  BrokenBarrierError,
  CancelledError,
  Deadlock,
  InvalidStateError,
  Livelock,
  LookupError,
  QueueEmpty,
  QueueFull,
  QueueShutDown,
  RuntimeError,
  TimeoutError,
  ValueError,
} from "./exceptions.ts";
export { Future, futureAddToAwaitedBy, futureDiscardFromAwaitedBy, isFuture } from "./future.ts";
export { Handle, TimerHandle } from "./handle.ts";
export { runCoroutineThreadsafe, wrapFuture } from "./host-futures.ts";
export { runForeverOnHost, runUntilCompleteOnHost } from "./host-loop.ts";
export type { Instrument, TaskOutcome } from "./instrument.ts";
export { Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore } from "./locks.ts";
export { LifoQueue, PriorityQueue, Queue } from "./queues.ts";
export { run, Runner, type RunnerOptions, runOnHost } from "./runner.ts";
export { allTasks, createTask, currentTask, ensureFuture, Task, type TaskOptions } from "./task.ts";
export { TaskGroup } from "./task-group.ts";
export { Timeout, timeout, timeoutAt } from "./timeouts.ts";
