/**
 * Marks of a transport's write buffer: over the high one the protocol is asked to pause writing, at the low one to resume.
 * Mirrors `_FlowControlMixin` of `asyncio/transports.py`.
 */
import { ValueError } from "../errors/exceptions.ts";
import type { LoopInternals } from "../loop/loop-internals.ts";
import type { AnyProtocol } from "./transports.ts";

const HIGH_WATER = 64 * 1024;

export abstract class FlowControl {
  #isProtocolPaused = false;
  #highWater = HIGH_WATER;
  #lowWater = HIGH_WATER / 4;

  constructor(readonly loop: LoopInternals) {}

  abstract readonly endpointId: number;
  /** Null once the connection is lost. */
  abstract readonly protocol: AnyProtocol | null;
  abstract getWriteBufferSize(): number;

  protected maybePauseProtocol(): void {
    const size = this.getWriteBufferSize();
    if (size <= this.#highWater || this.#isProtocolPaused) return;
    this.#isProtocolPaused = true;
    const { hooks, clock } = this.loop;
    if (this.endpointId > 0) hooks.writingPaused(clock.time(), this.endpointId, size, this.#highWater);
    try {
      this.protocol?.pauseWriting();
    } catch (exception) {
      this.#report("protocol.pause_writing() failed", exception);
    }
  }

  protected maybeResumeProtocol(): void {
    const size = this.getWriteBufferSize();
    if (!this.#isProtocolPaused || size > this.#lowWater) return;
    this.#isProtocolPaused = false;
    const { hooks, clock } = this.loop;
    if (this.endpointId > 0) hooks.writingResumed(clock.time(), this.endpointId, size, this.#lowWater);
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
    return [this.#lowWater, this.#highWater];
  }

  setWriteBufferLimits({ high, low }: { high?: number; low?: number }): void {
    const top = high ?? (low === undefined ? HIGH_WATER : 4 * low);
    const bottom = low ?? Math.floor(top / 4);
    if (!(top >= bottom && bottom >= 0)) {
      throw new ValueError(`high (${top}) must be >= low (${bottom}) must be >= 0`);
    }
    this.#highWater = top;
    this.#lowWater = bottom;
    this.maybePauseProtocol();
  }
}
