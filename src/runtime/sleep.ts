/** Letting time pass. Mirrors `sleep` of `asyncio/tasks.py`. */
import type { Coroutine } from "./coroutine.ts";
import { getRunningLoop } from "./events.ts";
import { ValueError } from "./exceptions.ts";
import type { WaitReason } from "./future.ts";

const SLEEP: WaitReason = { reason: "sleep", on: 0 };
const NAMED_SLEEP = { name: "sleep" };

/**
 * Completes after `delay` seconds, with `result`. A delay of zero or less lets the others run once and makes no timer.
 * Throws ValueError if `delay` is not a number.
 */
export function sleep(delay: number): Coroutine<void>;
export function sleep<T>(delay: number, result: T): Coroutine<T>;
export function* sleep<T>(delay: number, result?: T): Coroutine<T | undefined> {
  if (delay <= 0) {
    yield undefined;
    return result;
  }
  if (Number.isNaN(delay)) throw new ValueError("Invalid delay: NaN (not a number)");

  const loop = getRunningLoop();
  const future = loop.createFuture<T | undefined>();
  future.waitReason = SLEEP;
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
