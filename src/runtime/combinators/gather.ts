/**
 * Many awaitables at once, with one list of results. Mirrors `gather` of `asyncio/tasks.py`.
 *
 * The outer future is done when the last child is, or as soon as one fails; the other children keep running, and their
 * outcomes are lost.
 */
import { copyContext } from "../contexts/contextvars.ts";
import type { Awaitable } from "../tasks/coroutine.ts";
import { CancelledError } from "../errors/exceptions.ts";
import { Future, futureInternals } from "../tasks/future.ts";
import { named } from "../loop/loop-handle.ts";
import { reportGroup } from "../instrument/traced-group.ts";
import { ensureFuture, taskInternals, Task } from "../tasks/task.ts";
import {
  type LoopInternals,
  requireLoopInternals,
  runningLoopInternals,
  loopInternalsOfFuture,
} from "../loop/loop-internals.ts";

/** Result of an awaitable. */
export type ResultOf<A> = A extends Awaitable<infer T> ? T : never;

/** Results of a list of awaitables, in the same order. */
export type ResultsOf<A extends readonly unknown[]> = { -readonly [I in keyof A]: ResultOf<A[I]> };

/** Results or errors of a list of awaitables, in the same order. */
export type OutcomesOf<A extends readonly unknown[]> = { -readonly [I in keyof A]: ResultOf<A[I]> | Error };

let wasAskedToCancel: (future: GatheringFuture<unknown[]>) => boolean;

/** Outer future: `cancel` cancels the children, and it is done only when they are. Mirrors `_GatheringFuture`. */
class GatheringFuture<T> extends Future<T> {
  #cancelRequested = false;
  readonly #children: readonly Future<unknown>[];

  constructor(children: readonly Future<unknown>[], loop: LoopInternals) {
    super(loop.publicLoop);
    this.#children = children;
    futureInternals.setWaitReason(this as Future<unknown>, reportGroup(loop, "gather", new Set(children)));
  }

  static {
    wasAskedToCancel = (future) => future.#cancelRequested;
  }

  override cancel(message?: string): boolean {
    if (this.done()) return false;
    let asked = false;
    for (const child of this.#children) if (child.cancel(message)) asked = true;
    // The outcome is now a cancellation, also with `returnExceptions`.
    if (asked) this.#cancelRequested = true;
    return asked;
  }
}

/**
 * Return a future of the results of all awaitables, in the given order; coroutines become tasks.
 *
 * Without `returnExceptions` the first error becomes the future's; with it, errors are among the results. A cancelled
 * child counts as one that throws CancelledError. Cancelling the future cancels every child. Throws RuntimeError for
 * coroutines and for an empty list if no loop runs, TypeError for what is no array of awaitables. Mirrors `gather`.
 */
export function gather<const A extends readonly Awaitable<unknown>[]>(
  awaitables: A,
  options?: { returnExceptions?: false },
): Future<ResultsOf<A>>;
export function gather<const A extends readonly Awaitable<unknown>[]>(
  awaitables: A,
  options: { returnExceptions: boolean },
): Future<OutcomesOf<A>>;
export function gather(
  awaitables: readonly Awaitable<unknown>[],
  { returnExceptions = false }: { returnExceptions?: boolean } = {},
): Future<unknown[]> {
  if (!Array.isArray(awaitables))
    throw new TypeError("gather() takes one array: gather([first(), second()])");
  if (awaitables.length === 0) {
    const empty = requireLoopInternals().createFuture<unknown[]>();
    empty.setResult([]);
    return empty;
  }

  const running = runningLoopInternals();
  const waiting = running?.currentTask ?? null;
  // One context for all callbacks: no code of the program runs in it.
  const context = copyContext();
  let finished = 0;
  let outer: GatheringFuture<unknown[]> | null = null;
  const onDone = named("gather.<locals>._done_callback", (child: Future<unknown>) => {
    finished++;
    if (waiting) futureInternals.discardAwaitedBy(child, waiting);
    if (outer === null || outer.done()) {
      // A read marks the exception as retrieved.
      if (!child.cancelled()) child.exception();
      return;
    }
    // Not read with `returnExceptions`: the first read of a cancelled child takes its own error.
    const error = returnExceptions ? null : failureOf(child);
    if (error !== null) return outer.setException(error);
    if (finished < futures.size) return;
    const outcomes = children.map(outcomeOf);
    // CPython takes the error of the last child, cancelled or not, and loses the messages of the others.
    if (wasAskedToCancel(outer))
      outer.setException(futureInternals.makeCancelledError(children.at(-1) as Future<unknown>));
    else outer.setResult(outcomes);
  });

  const futures = new Map<Awaitable<unknown>, Future<unknown>>();
  const done: Future<unknown>[] = [];
  for (const awaitable of awaitables) {
    if (futures.has(awaitable)) continue;
    const child = ensureFuture(awaitable);
    // The program has no reference to a task that is made here, so it is not reported as pending when the loop closes.
    if (child !== awaitable && child instanceof Task) taskInternals.keepQuiet(child);
    futures.set(awaitable, child);
    if (child.done()) {
      done.push(child);
      continue;
    }
    if (waiting) futureInternals.addAwaitedBy(child, waiting);
    child.addDoneCallback(onDone, { context });
  }
  const children = awaitables.map((awaitable) => futures.get(awaitable) as Future<unknown>);
  const loop = running ?? loopInternalsOfFuture(children[0] as Future<unknown>);
  outer = new GatheringFuture<unknown[]>(children, loop);
  running?.reportFuture(outer as Future<unknown>);
  // Children that are done already count at once: if all are, the outer future is done.
  for (const child of done) onDone(child);
  return outer;
}

function failureOf(child: Future<unknown>): unknown {
  return child.cancelled() ? futureInternals.makeCancelledError(child) : child.exception();
}

function outcomeOf(child: Future<unknown>): unknown {
  // A new error: the child's own belongs to the task that awaits the child.
  if (child.cancelled()) return new CancelledError(futureInternals.cancelMessage(child));
  return child.exception() ?? child.result();
}
