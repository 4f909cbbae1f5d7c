/**
 * asyncio's exceptions, with CPython's wording. Mirrors `asyncio/exceptions.py`, and those built-in exceptions of
 * Python that asyncio raises and JavaScript does not have.
 */

/** The operation is not allowed in this state. */
export class InvalidStateError extends Error {
  override name = "InvalidStateError";
}

/**
 * An error by its prototype alone, without a stack. `Error` itself takes ten times as long to make one, even of no
 * lines, and each cancelled await makes one, where the place says nothing.
 */
const StacklessError = class {} as unknown as new () => Error;
Object.setPrototypeOf(StacklessError.prototype, Error.prototype);

/** The future or task was cancelled; `message` is what `cancel` was given, or empty. */
export class CancelledError extends StacklessError {
  override name = "CancelledError";
  override message: string;

  constructor(message = "") {
    super();
    this.message = message;
  }
}

/** The operation has exceeded its deadline. */
export class TimeoutError extends Error {
  override name = "TimeoutError";
}

/** The barrier was broken while, or before, somebody waited at it. */
export class BrokenBarrierError extends Error {
  override name = "BrokenBarrierError";
}

/** `getNowait` found nothing in the queue. */
export class QueueEmpty extends Error {
  override name = "QueueEmpty";
}

/** `putNowait` found no room in the queue. */
export class QueueFull extends Error {
  override name = "QueueFull";
}

/** The queue was shut down. */
export class QueueShutDown extends Error {
  override name = "QueueShutDown";
}

/** Something was asked for that is not possible now; CPython's RuntimeError. */
export class RuntimeError extends Error {
  override name = "RuntimeError";
}

/** What was asked for is not there; CPython's LookupError. */
export class LookupError extends Error {
  override name = "LookupError";
}

/** An argument has the right type and a wrong value; CPython's ValueError. */
export class ValueError extends Error {
  override name = "ValueError";
}

/** Nothing is ready, no timer is pending, and the loop was not asked to stop: it would wait for ever. */
export class Deadlock extends Error {
  override name = "Deadlock";
}

/** The loop spins: callbacks run for ever at one instant while a timer waits for time to pass. */
export class Livelock extends Error {
  override name = "Livelock";
}
