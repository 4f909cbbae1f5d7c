/**
 * Transport of a process: it makes the transports of the pipes, and passes on to one protocol what they bring and the exit.
 * Mirrors `BaseSubprocessTransport` of `asyncio/base_subprocess.py`, with `_UnixSubprocessTransport`.
 *
 * Invariant: the protocol's `connectionLost` is called once, after the exit and after the end of each pipe.
 */
import { ProcessLookupError } from "../../errors/os-errors.ts";
import { KeyboardInterrupt } from "../../errors/exceptions.ts";
import { named } from "../../loop/loop-handle.ts";
import type { LoopInternals } from "../../loop/loop-internals.ts";
import type { Coroutine, SourceLocation } from "../../tasks/coroutine.ts";
import { type Future, futureInternals, type WaitReason } from "../../tasks/future.ts";
import { connectReadPipe, connectWritePipe } from "../pipe-transports.ts";
import { connectionMade, namedCall, Protocol, type SubprocessProtocol } from "../protocols.ts";
import type { SelectorEvents } from "../selector-events.ts";
import type { AnyProtocol, ReadTransport, WriteTransport } from "../transports.ts";
import { Popen, type PopenOptions } from "./popen.ts";
import { numberOfSignal, type ProcessSignal } from "./process-signals.ts";
import type { ProcessRequest } from "./process-system.ts";
import { PIPE } from "./standard-streams.ts";
import { type SubprocessInternals, SubprocessTransport } from "./subprocess-transport.ts";

export class BaseSubprocessTransport implements SubprocessInternals {
  readonly extra = {};
  readonly endpointId = 0;
  readonly publicTransport = new SubprocessTransport(this);
  readonly process: Popen;
  returncode: number | null = null;
  #isClosed = false;
  /** False from the call of `connectionLost` on. */
  #hasProcess = true;
  #protocol: SubprocessProtocol | null;
  readonly #loop: LoopInternals;
  #exitWaiters: Future<number>[] = [];
  /** Calls of the protocol that wait until the pipes are connected; null from then on. */
  #pendingCalls: (() => void)[] | null = [];
  /** Protocols of the pipes, by number; null for one that is not connected yet. */
  readonly #pipes = new Map<number, WriteSubprocessPipeProto | null>();
  #arePipesConnected = false;

  /** Start the process. The waiter is done once its pipes are connected. Throws OSError if it cannot be started. */
  constructor(
    readonly events: SelectorEvents,
    protocol: SubprocessProtocol,
    argv: ProcessRequest["argv"],
    options: PopenOptions,
    waiter: Future<void>,
  ) {
    const { loop } = events;
    this.#loop = loop;
    this.#protocol = protocol;
    [options.stdin, options.stdout, options.stderr].forEach((stream, fd) => {
      if (stream === PIPE) this.#pipes.set(fd, null);
    });
    this.process = new Popen(argv, options);
    const connecting = Object.assign(this.#connectPipes(waiter), {
      qualname: "BaseSubprocessTransport._connect_pipes",
    } satisfies SourceLocation);
    loop.publicLoop.createTask(connecting);
  }

  get pid(): number {
    return this.process.pid;
  }

  get protocol(): AnyProtocol | null {
    return this.#protocol;
  }

  setProtocol(protocol: AnyProtocol): void {
    this.#protocol = protocol as SubprocessProtocol;
  }

  isClosing(): boolean {
    return this.#isClosed;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const proto of this.#pipes.values()) if (!this.#loop.isClosed()) proto?.pipe?.close();
    if (this.#hasProcess && this.returncode === null) this.process.kill();
  }

  pipeTransport(fd: number): ReadTransport | WriteTransport | null {
    return this.#pipes.get(fd)?.pipe ?? null;
  }

  sendSignal(signal: ProcessSignal): void {
    if (!this.#hasProcess) throw new ProcessLookupError();
    this.process.sendSignal(numberOfSignal(signal));
  }

  *#connectPipes(waiter: Future<void>): Coroutine<void> {
    const { events, process } = this;
    try {
      if (process.stdin) {
        const made = yield* connectWritePipe(
          events,
          () => new WriteSubprocessPipeProto(this, 0),
          process.stdin,
        );
        this.#pipes.set(0, made[1]);
      }
      for (const [fd, end] of [
        [1, process.stdout],
        [2, process.stderr],
      ] as const) {
        if (!end) continue;
        const made = yield* connectReadPipe(events, () => new ReadSubprocessPipeProto(this, fd), end);
        this.#pipes.set(fd, made[1]);
      }
      const protocol = this.#protocol as SubprocessProtocol;
      this.#loop.callSoon(connectionMade(protocol, this.publicTransport));
      for (const call of this.#pendingCalls ?? []) this.#loop.callSoon(call);
      this.#pendingCalls = null;
    } catch (error) {
      if (error instanceof KeyboardInterrupt) throw error;
      if (!waiter.cancelled()) waiter.setException(error);
      return;
    }
    if (!waiter.cancelled()) waiter.setResult();
    this.#arePipesConnected = true;
  }

  #call(call: () => void): void {
    if (this.#pendingCalls) this.#pendingCalls.push(call);
    else this.#loop.callSoon(call);
  }

  /** Call a method of the protocol, in the loop. */
  #tell<Name extends "pipeDataReceived" | "pipeConnectionLost" | "processExited">(
    method: Name,
    ...args: Parameters<SubprocessProtocol[Name]>
  ): void {
    const protocol = this.#protocol as SubprocessProtocol;
    this.#call(namedCall(protocol, method, () => (protocol[method] as (...all: unknown[]) => void)(...args)));
  }

  pipeConnectionLost(fd: number, error: Error | null): void {
    this.#tell("pipeConnectionLost", fd, error);
    this.#tryFinish();
  }

  pipeDataReceived(fd: number, data: Uint8Array): void {
    this.#tell("pipeDataReceived", fd, data);
  }

  /** Note that the process has ended; called by the watcher. */
  readonly processExited = (returncode: number): void => {
    this.returncode = returncode;
    this.process.returncode ??= returncode;
    this.#tell("processExited");
    this.#tryFinish();
  };

  /** Wait for the end of the process; return its exit status. A task waits for the `reason`. */
  *wait(reason: WaitReason = { reason: "process", on: this.pid }): Coroutine<number> {
    if (this.returncode !== null) return this.returncode;
    const waiter = this.#loop.createFuture<number>();
    futureInternals.setWaitReason(waiter as Future<unknown>, reason);
    this.#exitWaiters.push(waiter);
    return yield* waiter;
  }

  #tryFinish(): void {
    if (this.returncode === null) return;
    // The pipes were never connected: what waits for the exit would wait for ever.
    if (!this.#arePipesConnected) this.#wakeWaiters();
    if (![...this.#pipes.values()].every((proto) => proto?.isDisconnected)) return;
    this.#call(named("BaseSubprocessTransport._call_connection_lost", () => this.#callConnectionLost()));
  }

  #wakeWaiters(): void {
    for (const waiter of this.#exitWaiters)
      if (!waiter.cancelled()) waiter.setResult(this.returncode as number);
  }

  #callConnectionLost(): void {
    try {
      this.#protocol?.connectionLost(null);
    } finally {
      this.#wakeWaiters();
      this.#exitWaiters = [];
      this.#hasProcess = false;
      this.#protocol = null;
    }
  }

  toString(): string {
    const info = ["_UnixSubprocessTransport", ...(this.#isClosed ? ["closed"] : []), `pid=${this.pid}`];
    info.push(this.returncode === null ? "running" : `returncode=${this.returncode}`);
    ["stdin", "stdout", "stderr"].forEach((name, fd) => {
      const pipe = this.pipeTransport(fd);
      if (pipe) info.push(`${name}=${pipe.toString()}`);
    });
    return `<${info.join(" ")}>`;
  }
}

/** Protocol of the pipe to a process's input, and what that of its output shares with it. */
export class WriteSubprocessPipeProto extends Protocol {
  pipe: ReadTransport | WriteTransport | null = null;
  isDisconnected = false;

  constructor(
    readonly transport: BaseSubprocessTransport,
    readonly fd: number,
  ) {
    super();
  }

  override connectionMade(transport: never): void {
    this.pipe = transport;
  }

  override connectionLost(error: Error | null): void {
    this.isDisconnected = true;
    this.transport.pipeConnectionLost(this.fd, error);
  }

  override pauseWriting(): void {
    this.transport.protocol?.pauseWriting();
  }

  override resumeWriting(): void {
    this.transport.protocol?.resumeWriting();
  }
}

export class ReadSubprocessPipeProto extends WriteSubprocessPipeProto {
  override dataReceived(data: Uint8Array): void {
    this.transport.pipeDataReceived(this.fd, data);
  }
}
