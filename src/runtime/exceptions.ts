/** asyncio's exceptions, with CPython's wording. Mirrors `asyncio/exceptions.py`. */

/** The operation is not allowed in this state. */
export class InvalidStateError extends Error {
  override name = "InvalidStateError";
}

/** The future or task was cancelled. */
export class CancelledError extends Error {
  override name = "CancelledError";
}

/** A loop was asked for what it cannot do now, worded as CPython's RuntimeError. */
export class RuntimeError extends Error {
  override name = "RuntimeError";
}

/** Nothing is ready, no timer is pending, and the loop was not asked to stop: it would wait for ever. */
export class Deadlock extends Error {
  override name = "Deadlock";
}

/** The loop spins: callbacks run for ever at one instant while a timer waits for time to pass. */
export class Livelock extends Error {
  override name = "Livelock";
}
