/**
 * Marks of a transport's write buffer: over the high one the protocol is asked to pause writing, at the low one to resume.
 * Mirrors `_FlowControlMixin` of `asyncio/transports.py`.
 */
import { ValueError } from "../errors/exceptions.ts";
import { osError } from "../errors/os-errors.ts";
import type { LoopInternals } from "../loop/loop-internals.ts";
import { errno } from "../network/errno.ts";
import type { AnyProtocol } from "./transports.ts";

const HIGH_WATER = 64 * 1024;
/** Bytes that a transport may keep. A real machine takes them until its memory ends, and a page with it. */
const MOST_BUFFERED = 256 * 2 ** 20;
const FLOODED = "256 MiB wait in a transport's buffer: await drain() after each write";

/** The marks of a buffer, in bytes. */
export class WaterMarks {
  high: number;
  low: number;

  /** The low mark is a quarter of the high one. */
  constructor(readonly usual: number) {
    this.high = usual;
    this.low = usual / 4;
  }

  /** Set the marks. Without `low` it is a quarter of `high`. Throws ValueError unless high ≥ low ≥ 0. */
  set({ high, low }: { high?: number; low?: number }): void {
    const top = high ?? (low === undefined ? this.usual : 4 * low);
    const bottom = low ?? Math.floor(top / 4);
    if (!(top >= bottom && bottom >= 0))
      throw new ValueError(`high (${top}) must be >= low (${bottom}) must be >= 0`);
    this.high = top;
    this.low = bottom;
  }
}

export abstract class FlowControl {
  #isProtocolPaused = false;
  /** Size of the buffer in the last report of a pause, in bytes. */
  #reported = 0;
  readonly #marks = new WaterMarks(HIGH_WATER);

  constructor(readonly loop: LoopInternals) {}

  abstract readonly endpointId: number;
  /** Null once the connection is lost. */
  abstract readonly protocol: AnyProtocol | null;
  abstract getWriteBufferSize(): number;

  /** Throws OSError (ENOBUFS) for a buffer that has become larger than a page can hold. */
  protected maybePauseProtocol(): void {
    const size = this.getWriteBufferSize();
    if (size > MOST_BUFFERED) throw osError(errno.ENOBUFS, FLOODED);
    if (this.#isProtocolPaused && size >= 2 * this.#reported) this.#reportPause(size);
    if (size <= this.#marks.high || this.#isProtocolPaused) return;
    this.#isProtocolPaused = true;
    this.#reportPause(size);
    try {
      this.protocol?.pauseWriting();
    } catch (exception) {
      this.#report("protocol.pause_writing() failed", exception);
    }
  }

  #reportPause(size: number): void {
    const { hooks, clock } = this.loop;
    this.#reported = size;
    if (this.endpointId > 0) hooks.writingPaused(clock.time(), this.endpointId, size, this.#marks.high);
  }

  protected maybeResumeProtocol(): void {
    const size = this.getWriteBufferSize();
    if (!this.#isProtocolPaused || size > this.#marks.low) return;
    this.#isProtocolPaused = false;
    const { hooks, clock } = this.loop;
    if (this.endpointId > 0) hooks.writingResumed(clock.time(), this.endpointId, size, this.#marks.low);
    try {
      this.protocol?.resumeWriting();
    } catch (exception) {
      this.#report("protocol.resume_writing() failed", exception);
    }
  }

  #report(message: string, exception: unknown): void {
    this.loop.callExceptionHandler({ message, exception });
  }

  getWriteBufferLimits(): [low: number, high: number] {
    return [this.#marks.low, this.#marks.high];
  }

  setWriteBufferLimits(limits: { high?: number; low?: number }): void {
    this.#marks.set(limits);
    this.maybePauseProtocol();
  }
}
