/**
 * Transport of a process as programs have it. Mirrors the interface `SubprocessTransport` of `asyncio/transports.py`;
 * `base-subprocess.ts` does the work.
 */
import {
  type AnyProtocol,
  BaseTransport,
  type ReadTransport,
  type TransportInternals,
  type WriteTransport,
} from "../transports.ts";
import type { ProcessSignal } from "./process-signals.ts";

export interface SubprocessInternals extends TransportInternals {
  readonly pid: number | null;
  readonly returncode: number | null;
  readonly protocol: AnyProtocol | null;
  pipeTransport(fd: number): ReadTransport | WriteTransport | null;
  sendSignal(signal: ProcessSignal): void;
}

export class SubprocessTransport extends BaseTransport<SubprocessInternals, object> {
  readonly #internals: SubprocessInternals;

  /** @internal */
  constructor(internals: SubprocessInternals) {
    super(internals);
    this.#internals = internals;
  }

  /** Return the number of the process. */
  getPid(): number | null {
    return this.#internals.pid;
  }

  /** Return the exit status, or minus the number of the signal that ended the process; null while it runs. */
  getReturncode(): number | null {
    return this.#internals.returncode;
  }

  /** Return the transport of a pipe: of 0, 1 or 2; null without that pipe. */
  getPipeTransport(fd: 0): WriteTransport | null;
  getPipeTransport(fd: 1 | 2): ReadTransport | null;
  getPipeTransport(fd: number): ReadTransport | WriteTransport | null;
  getPipeTransport(fd: number): ReadTransport | WriteTransport | null {
    return this.#internals.pipeTransport(fd);
  }

  /** Send the process a signal. Throws ProcessLookupError once it has ended and its pipes are closed. */
  sendSignal(signal: ProcessSignal): void {
    this.#internals.sendSignal(signal);
  }

  /** Send SIGTERM. */
  terminate(): void {
    this.#internals.sendSignal("SIGTERM");
  }

  /** Send SIGKILL. */
  kill(): void {
    this.#internals.sendSignal("SIGKILL");
  }
}
