/**
 * Exceptions of asyncio. Mirrors `asyncio/exceptions.py`, and the built-in exceptions of Python that asyncio raises and
 * JavaScript lacks. Messages have CPython's wording.
 */
export { TimeoutError } from "./os-errors.ts";

/** The operation is not allowed in this state. */
export class InvalidStateError extends Error {
  override name = "InvalidStateError";
}

/**
 * Base class of an error without a stack: an Error by its prototype alone. `Error` takes ten times as long, even for a
 * stack of no lines, and each cancelled await makes an error whose stack says nothing.
 */
const StacklessError = class {} as unknown as new () => Error;
Object.setPrototypeOf(StacklessError.prototype, Error.prototype);

/** The future or task was cancelled; `message` is the message of `cancel`, or empty. */
export class CancelledError extends StacklessError {
  override name = "CancelledError";
  override message: string;

  constructor(message = "") {
    super();
    this.message = message;
  }
}

/** The barrier was broken before or during a wait. */
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

/** The end of the stream came before what was asked for. */
export class IncompleteReadError extends Error {
  override name = "IncompleteReadError";

  constructor(
    /** Bytes that came before the end. */
    readonly partial: Uint8Array,
    /** Number of bytes that were asked for; null where that is not known. */
    readonly expected: number | null,
  ) {
    super(`${partial.length} bytes read on a total of ${expected ?? "undefined"} expected bytes`);
  }
}

/** The limit of a stream's buffer was reached before a separator was found. */
export class LimitOverrunError extends Error {
  override name = "LimitOverrunError";

  constructor(
    message: string,
    /** Number of bytes that were searched. */
    readonly consumed: number,
  ) {
    super(message);
  }
}

/** The operation is not there. */
export class NotImplementedError extends Error {
  override name = "NotImplementedError";
}

/** The operation is not possible now; CPython's RuntimeError. */
export class RuntimeError extends Error {
  override name = "RuntimeError";
}

/** The key or variable has no value; CPython's LookupError. */
export class LookupError extends Error {
  override name = "LookupError";
}

/** An argument has the right type but a wrong value; CPython's ValueError. */
export class ValueError extends Error {
  override name = "ValueError";
}

/** Ctrl-C was pressed: the program got SIGINT, and had no handler for it. */
export class KeyboardInterrupt extends Error {
  override name = "KeyboardInterrupt";
}

/** A number is too large; CPython's OverflowError. */
export class OverflowError extends Error {
  override name = "OverflowError";
}

/** Nothing is ready, no timer is pending, and the loop was not asked to stop: it would wait forever. */
export class Deadlock extends Error {
  override name = "Deadlock";
}

/** Tasks yield to the loop again and again, and wait for what nothing can change. */
export class Livelock extends Error {
  override name = "Livelock";

  /** @param line of the program at which the first of them spins; 0 if unknown. */
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}
