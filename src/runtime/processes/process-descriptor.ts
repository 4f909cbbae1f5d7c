/**
 * Descriptor of a process (`pidfd_open(2)`): it can be read once the process has ended. The trace has no endpoint for it: it
 * names the process.
 */
import type { Hooks } from "../instrument/instrument.ts";
import { Endpoint } from "../network/endpoint.ts";
import { errno } from "../network/errno.ts";
import type { Kernel } from "../network/kernel.ts";
import { POLL_IN, POLL_NVAL } from "../network/poll-mask.ts";

/** Process, as its descriptor sees it. */
export interface Ending {
  readonly pid: number;
  readonly hasEnded: boolean;
  /** Call `then` once the process has ended; now if it has. */
  whenEnded(then: () => void): void;
}

export class ProcessDescriptor extends Endpoint {
  /** `process` is null for the program itself, which does not end before its descriptor. */
  constructor(
    kernel: Kernel,
    readonly process: Ending | null,
  ) {
    super(kernel, "pipe", true);
    process?.whenEnded(() => this.changed());
  }

  poll(): number {
    if (this.isClosed) return POLL_NVAL;
    return this.process?.hasEnded ? POLL_IN : 0;
  }

  override reportReady(hooks: Hooks, time: number): void {
    if (this.process) hooks.processReported(time, this.process.pid);
  }

  close(): number {
    if (this.isClosed) return -errno.EBADF;
    this.endWatches();
    return 0;
  }
}
