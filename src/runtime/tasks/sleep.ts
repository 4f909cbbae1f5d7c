/** Sleep: a wait for a timer. Mirrors `sleep` of `asyncio/tasks.py`. */
import type { Coroutine, Yielded } from "./coroutine.ts";
import { ValueError } from "../errors/exceptions.ts";
import { type Future, futureInternals, type WaitReason } from "./future.ts";
import { requireLoopInternals } from "../loop/loop-internals.ts";

const SLEEP: WaitReason = { reason: "sleep", on: 0 };
const NAMED_SLEEP = { name: "sleep" };

/**
 * Suspend the task for `delay` seconds, then return `result`. A delay of 0 or less lets the ready callbacks run once and
 * makes no timer. Throws ValueError if `delay` is NaN.
 */
export function sleep(delay: number): Coroutine<void>;
export function sleep<T>(delay: number, result: T): Coroutine<T>;
export function sleep<T>(delay: number, result?: T): Coroutine<T | undefined> {
  return delay <= 0 ? new BareYield(result) : sleepFor(delay, result);
}

function* sleepFor<T>(delay: number, result: T): Coroutine<T> {
  if (Number.isNaN(delay)) throw new ValueError("Invalid delay: NaN (not a number)");

  const loop = requireLoopInternals();
  const future = loop.createFuture<T>();
  futureInternals.setWaitReason(future as Future<unknown>, SLEEP);
  const wake = () => {
    if (!future.cancelled()) future.setResult(result);
  };
  const timer = loop.callLater(delay, wake, NAMED_SLEEP);
  try {
    return yield* future;
  } finally {
    timer.cancel();
  }
}

const yieldStep = { done: false, value: undefined } as const;

/**
 * Coroutine of one bare `yield`. Mirrors `__sleep0`. A class, since a generator costs three times as much, and loops
 * that let others run await nothing else.
 */
class BareYield<T> implements Coroutine<T> {
  #state: "created" | "suspended" | "closed" = "created";
  readonly #result: T;

  constructor(result: T) {
    this.#result = result;
  }

  get [Symbol.toStringTag](): string {
    return "Generator";
  }

  next(): IteratorResult<Yielded, T> {
    if (this.#state === "created") {
      this.#state = "suspended";
      return yieldStep;
    }
    return this.return(this.#result);
  }

  throw(error: unknown): never {
    this.#state = "closed";
    throw error;
  }

  return(value: T): IteratorResult<Yielded, T> {
    this.#state = "closed";
    return { done: true, value };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
