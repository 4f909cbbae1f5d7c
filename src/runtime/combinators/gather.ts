/**
 * Many awaitables at once, one list of results. Mirrors `gather` of `asyncio/tasks.py`.
 *
 * The future that stands for all is done when the last child is, or as soon as one fails; the others then go on, and
 * what they come to is nobody's.
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

/** What an awaitable gives. */
export type ResultOf<A> = A extends Awaitable<infer T> ? T : never;

/** The results of a list of awaitables, each in its awaitable's place. */
export type ResultsOf<A extends readonly unknown[]> = { -readonly [I in keyof A]: ResultOf<A[I]> };

/** Those results, each perhaps an error in its place. */
export type OutcomesOf<A extends readonly unknown[]> = { -readonly [I in keyof A]: ResultOf<A[I]> | Error };

let wasAskedToCancel: (future: GatheringFuture<unknown[]>) => boolean;

/** A future whose cancellation is its children's: it is done only when they are, as a task is. */
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
    // From now on it ends in cancellation, whatever `returnExceptions` says.
    if (asked) this.#cancelRequested = true;
    return asked;
  }
}

/**
 * A future of the results of all awaitables, in the order in which they are given; coroutines are made tasks.
 *
 * Without `returnExceptions` the first failure becomes the future's; with it, errors stand among the results.
 * A child that is cancelled counts as one that throws CancelledError. Cancelling the future cancels every child.
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
  if (awaitables.length === 0) {
    const empty = requireLoopInternals().createFuture<unknown[]>();
    empty.setResult([]);
    return empty;
  }

  const running = runningLoopInternals();
  const waiting = running?.currentTask ?? null;
  // One for all: nothing of the program's runs in it.
  const context = copyContext();
  let finished = 0;
  let outer: GatheringFuture<unknown[]> | null = null;
  const onDone = named("gather.<locals>._done_callback", (child: Future<unknown>) => {
    finished++;
    if (waiting) futureInternals.discardAwaitedBy(child, waiting);
    if (outer === null || outer.done()) {
      // Marks its exception as retrieved.
      if (!child.cancelled()) child.exception();
      return;
    }
    // Not asked with `returnExceptions`: the first who asks a cancelled child gets its own error.
    const error = returnExceptions ? null : failureOf(child);
    if (error !== null) return outer.setException(error);
    if (finished < futures.size) return;
    const outcomes = children.map(outcomeOf);
    // CPython asks the last child for the error, cancelled or not: the others' messages are lost.
    if (wasAskedToCancel(outer))
      outer.setException(futureInternals.makeCancelledError(children.at(-1) as Future<unknown>));
    else outer.setResult(outcomes);
  });

  const futures = new Map<Awaitable<unknown>, Future<unknown>>();
  const done: Future<unknown>[] = [];
  for (const awaitable of awaitables) {
    if (futures.has(awaitable)) continue;
    const child = ensureFuture(awaitable);
    // The program has no hold on a task that is made here: that it did not end would be no news to it.
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
  // Children that are done already are counted at once: if all are, so is the future.
  for (const child of done) onDone(child);
  return outer;
}

function failureOf(child: Future<unknown>): unknown {
  return child.cancelled() ? futureInternals.makeCancelledError(child) : child.exception();
}

function outcomeOf(child: Future<unknown>): unknown {
  // One of its own: the child's belongs to who awaits the child.
  if (child.cancelled()) return new CancelledError(futureInternals.cancelMessage(child));
  return child.exception() ?? child.result();
}
