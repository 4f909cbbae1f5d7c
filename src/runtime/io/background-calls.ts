/**
 * Calls that CPython makes in threads of the default executor: look-ups of names. Here they are arrivals of the network,
 * but they come when those threads would run: a new thread begins within the call, an idle one before that, or before the next iteration.
 * Mirrors `run_in_executor`, `_chain_future` and `shutdown_default_executor`.
 */
import { timeout } from "../combinators/timeouts.ts";
import { withAsync } from "../contexts/context-manager.ts";
import { named } from "../loop/loop-handle.ts";
import type { LoopInternals } from "../loop/loop-internals.ts";
import type { Network } from "../network/network.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { type Future, futureInternals, type WaitReason } from "../tasks/future.ts";

/** A call: the seconds that it takes, and its result at their end. */
export interface BackgroundCall<T> {
  readonly seconds: number;
  /** On a host: resolves when the call is over, in place of `seconds`. */
  readonly answer?: Promise<void> | undefined;
  /** Return the result, or throw the error. */
  end(): T;
}

/** `max_workers` of `ThreadPoolExecutor` on the one processor of a page. */
const MAX_THREADS = 5;
/** `THREAD_JOIN_TIMEOUT` of `asyncio/constants.py`. */
const JOIN_TIMEOUT = 300;

const setState = "_chain_future.<locals>._set_state";
const checkCancel = "_chain_future.<locals>._call_check_cancel";

export class BackgroundCalls {
  #threads = 0;
  #idle = 0;
  /** Work of idle threads, which begins before the next iteration. */
  #waiting: (() => void)[] = [];

  constructor(
    readonly loop: LoopInternals,
    readonly network: Network,
  ) {}

  /** True if an idle thread has something to begin. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Let idle threads begin what was given to them. */
  runIdle(): void {
    if (this.#waiting.length === 0) return;
    for (const begin of this.#waiting.splice(0)) begin();
  }

  /** Begin a call, and return a future of its result. A task waits for it for `reason`. */
  run<T>(begin: () => BackgroundCall<T>, reason: WaitReason): Future<T> {
    const { loop, network } = this;
    const future = loop.createFuture<T>();
    futureInternals.setWaitReason(future as Future<unknown>, reason);
    future.addDoneCallback(named(checkCancel, () => {}));
    const finish = (call: BackgroundCall<T>): void => {
      const settle = outcomeOf(call, future);
      this.#idle++;
      if (loop.isClosed()) return;
      loop.callSoonThreadsafe(
        named(setState, () => {
          if (!future.cancelled()) settle();
        }),
      );
      const next = this.#queued.shift();
      if (next) this.#begin(next);
    };
    this.#begin(() => {
      if (future.cancelled()) {
        this.#idle++;
        return;
      }
      const call = begin();
      if (call.answer) void call.answer.then(() => finish(call));
      else if (call.seconds === 0) finish(call);
      else network.kernel.arrivals.add(loop.clock.time() + call.seconds, () => finish(call));
    });
    return future;
  }

  /** Calls that wait for a thread. */
  readonly #queued: (() => void)[] = [];

  #begin(work: () => void): void {
    if (this.#idle > 0) {
      this.#idle--;
      this.#waiting.push(work);
    } else if (this.#threads < MAX_THREADS) {
      this.#threads++;
      // The caller waits until the new thread has started: meanwhile idle ones begin, too.
      this.runIdle();
      work();
    } else this.#queued.push(work);
  }

  /** Wait for the threads to end, as `asyncio.run` does. */
  *shutdown(): Coroutine<void> {
    if (this.#threads === 0) return;
    const future = this.loop.createFuture<void>();
    this.#waiting.push(() => {
      const end = named("_set_result_unless_cancelled", () => {
        if (!future.cancelled()) future.setResult();
      });
      this.loop.callSoonThreadsafe(end);
    });
    yield* withAsync(timeout(JOIN_TIMEOUT), function* () {
      yield* future;
    });
  }
}

/** End a call; return what passes its outcome on to a future. */
function outcomeOf<T>(call: BackgroundCall<T>, future: Future<T>): () => void {
  try {
    const result = call.end();
    return () => future.setResult(result);
  } catch (error) {
    return () => future.setException(error);
  }
}
