import type { LoopHandle, LoopTimerHandle } from "../loop/loop-handle.ts";

export type { LoopHandle, LoopTimerHandle };

/** What a task's coroutine came to. */
export type TaskOutcome = "result" | "exception" | "cancelled";

/**
 * Hooks into a running loop, all optional. `time` is the loop's, in seconds; ids are unique in a run, 0 is none;
 * lines are the program's, from 1, 0 is unknown. The loop itself reports loops, iterations, handles and timers;
 * a guest reports its tasks, futures, resources and output.
 * A hook must not touch the loop. One that throws is dropped and reported, and never changes the run.
 */
export interface Instrument {
  /** Vouches that every hook is there and none ever throws: the loop calls them without a guard. */
  readonly neverThrows?: true;

  loopStarted?(time: number): void;
  loopStopped?(time: number): void;
  /** An iteration begins and will run exactly the `ready` handles that are ready now. */
  iterationStarted?(time: number, ready: number): void;
  /** Nothing was ready: the clock went from `from` to `time`, the earliest timer's. */
  clockAdvanced?(time: number, from: number): void;

  handleScheduled?(time: number, handle: LoopHandle): void;
  handleStarted?(time: number, handle: LoopHandle): void;
  handleEnded?(time: number, handle: LoopHandle): void;
  handleCancelled?(time: number, handle: LoopHandle): void;
  timerScheduled?(time: number, timer: LoopTimerHandle): void;
  /** The timer left the timers and joined the ready queue. */
  timerDue?(time: number, timer: LoopTimerHandle): void;

  taskCreated?(
    time: number,
    task: number,
    name: string,
    coroutine: string,
    parent: number,
    line: number,
  ): void;
  /** The task's coroutine goes on, from `line`. */
  taskStepped?(time: number, task: number, line: number): void;
  /**
   * The task's coroutine stopped at an await in `line` for `reason` (sleep, Semaphore, gather, task …).
   * `future` is what will wake it (0: it only lets others run); `on` is the id of the resource or task that it
   * waits on where `reason` names one. `stack` tells of every coroutine of the program that it is suspended in, if
   * they are several: a line `coroutine line` each, the outermost first.
   */
  taskSuspended?(
    time: number,
    task: number,
    future: number,
    reason: string,
    on: number,
    line: number,
    stack: string,
  ): void;
  /** `by` is the task that asked. */
  taskCancelRequested?(time: number, task: number, by: number, line: number): void;
  /** The CancelledError that the task was asked for is thrown into its coroutine, at `line`. */
  taskCancelThrown?(time: number, task: number, line: number): void;
  /** One cancel request was taken back, and `left` are left. */
  taskUncancelled?(time: number, task: number, left: number, line: number): void;
  /** `value` is the repr of the result, or the exception's one-line text. */
  taskDone?(time: number, task: number, outcome: TaskOutcome, value: string): void;

  futureCreated?(time: number, future: number, task: number, line: number): void;
  futureDone?(time: number, future: number, outcome: TaskOutcome): void;

  /**
   * A lock, semaphore, event, … of class `kind`, which is asyncio's class `base` or a subclass of it. `value` is how
   * many it is for: permits, a barrier's parties, a queue's maxsize, the children of a gather; the time when a timeout
   * expires; 0 for the others.
   */
  resourceCreated?(
    time: number,
    resource: number,
    kind: string,
    name: string,
    value: number,
    line: number,
    base: string,
  ): void;
  /** `task` stands in line for the resource. */
  resourceWaited?(time: number, resource: number, task: number, value: number, line: number): void;
  resourceAcquired?(time: number, resource: number, task: number, value: number, line: number): void;
  resourceReleased?(time: number, resource: number, task: number, value: number, line: number): void;
  /**
   * `task` did something else with the resource: `change` says what (set, clear, notify, trip, reset, abort,
   * shutdown, reschedule, expire), `value` how it is since: 1 for an event that is set, how many were notified,
   * how many tasks are in a barrier, items left in a queue, the time when a timeout expires (0 for never).
   */
  resourceChanged?(
    time: number,
    resource: number,
    task: number,
    change: string,
    value: number,
    line: number,
  ): void;

  /** A gather, a TaskGroup, … waits for this task, or for this future if `task` is 0. */
  childAdded?(time: number, resource: number, task: number, future: number, line: number): void;
  /** `value` is the repr of what the variable is from now on in the context of `task`; empty if it has no value. */
  contextVariableSet?(time: number, task: number, name: string, value: string, line: number): void;

  /**
   * `item` is the item's repr, `size` how many items the queue has then; `next` is the repr of the item that a priority
   * queue would give out next, empty for other queues.
   */
  queuePut?(
    time: number,
    queue: number,
    task: number,
    item: string,
    size: number,
    line: number,
    next: string,
  ): void;
  queueGot?(
    time: number,
    queue: number,
    task: number,
    item: string,
    size: number,
    line: number,
    next: string,
  ): void;

  /** A blocking call held the loop for `duration` seconds; `time` is when it returned. */
  loopBlocked?(time: number, duration: number, task: number, what: string, line: number): void;
  /** A worker thread begins to run a function. */
  threadStarted?(time: number, thread: number, name: string): void;
  /** The function has returned or raised. */
  threadEnded?(time: number, thread: number, name: string): void;
  /** `thread` is the worker thread that wrote it; 0 for the loop's. */
  outputWritten?(
    time: number,
    stream: "stdout" | "stderr",
    text: string,
    task: number,
    line: number,
    thread: number,
  ): void;
  /** `diagnosis` names what is wrong with the program, and `task` what with; empty for any other warning. */
  warningRaised?(time: number, message: string, line: number, diagnosis: string, task: number): void;
}

/** An instrument with every hook present. */
export type Hooks = Required<Instrument>;

export type Hook = Exclude<keyof Instrument, "neverThrows">;

/** Every hook; the compiler misses none. */
export const hookNames = Object.keys({
  loopStarted: true,
  loopStopped: true,
  iterationStarted: true,
  clockAdvanced: true,
  handleScheduled: true,
  handleStarted: true,
  handleEnded: true,
  handleCancelled: true,
  timerScheduled: true,
  timerDue: true,
  taskCreated: true,
  taskStepped: true,
  taskSuspended: true,
  taskCancelRequested: true,
  taskCancelThrown: true,
  taskUncancelled: true,
  taskDone: true,
  futureCreated: true,
  futureDone: true,
  resourceCreated: true,
  resourceWaited: true,
  resourceAcquired: true,
  resourceReleased: true,
  resourceChanged: true,
  childAdded: true,
  contextVariableSet: true,
  queuePut: true,
  queueGot: true,
  loopBlocked: true,
  threadStarted: true,
  threadEnded: true,
  outputWritten: true,
  warningRaised: true,
} satisfies Record<Hook, true>) as Hook[];

/** No hook takes more arguments than this; the loop calls hooks too often for argument lists. */
type AnyHook = (
  a?: unknown,
  b?: unknown,
  c?: unknown,
  d?: unknown,
  e?: unknown,
  f?: unknown,
  g?: unknown,
) => void;

const ignore: AnyHook = () => {};

/**
 * Makes any instrument safe to call: absent hooks do nothing, and a hook that throws is reported once to `report`
 * and then dropped.
 */
export function guardInstrument(
  instrument: Instrument,
  report: (hook: string, error: unknown) => void = (hook, error) =>
    console.error(`Instrument hook ${hook} failed and was dropped:`, error),
): Hooks {
  if (instrument.neverThrows) return instrument as Hooks;
  const hooks: Record<string, AnyHook> = {};
  for (const name of hookNames) {
    const hook = instrument[name] as AnyHook | undefined;
    hooks[name] = hook
      ? (a, b, c, d, e, f, g) => {
          try {
            hook.call(instrument, a, b, c, d, e, f, g);
          } catch (error) {
            hooks[name] = ignore;
            report(name, error);
          }
        }
      : ignore;
  }
  return Object.assign(hooks, { neverThrows: true as const }) as unknown as Hooks;
}

/** Turns every hook off for good: what follows (the unwinding of a stopped program) is not part of its run. */
export function silenceInstrument(hooks: Hooks): void {
  for (const name of hookNames) (hooks as unknown as Record<string, AnyHook>)[name] = ignore;
}
