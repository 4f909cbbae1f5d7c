/**
 * Transports of pipes. Mirrors `_UnixReadPipeTransport` and `_UnixWritePipeTransport` of `asyncio/unix_events.py`, and
 * `connect_read_pipe` and `connect_write_pipe` of `asyncio/base_events.py`.
 */
import { BrokenPipeError, OSError } from "../errors/os-errors.ts";
import { currentLine } from "../instrument/source-location.ts";
import type { LoopInternals } from "../loop/loop-internals.ts";
import { named } from "../loop/loop-handle.ts";
import type { PipeReader, PipeWriter } from "../network/pipe.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { type Future, futureInternals } from "../tasks/future.ts";
import { ByteBuffer } from "./byte-buffer.ts";
import { FlowControl } from "./flow-control.ts";
import { endpointOfPipe, readPipe, type ReadPipe, writePipe, type WritePipe } from "./pipes.ts";
import { type BaseProtocol, connectionMade, type Protocol } from "./protocols.ts";
import type { SelectorEvents } from "./selector-events.ts";
import { type AnyProtocol, ReadTransport, WriteTransport } from "./transports.ts";

/** Protocol that a transport of a pipe to read from takes. */
export type ReadProtocol = AnyProtocol & Pick<Protocol, "dataReceived" | "eofReceived">;

const LOST_WRITES_TO_WARN = 5;

/** Schedule the beginning: the protocol hears of the connection, then reading begins, then the waiter wakes. */
function begin(
  loop: LoopInternals,
  made: () => void,
  { name, addReader }: { name: string; addReader: () => void },
  waiter: Future<void>,
): void {
  loop.callSoon(made);
  loop.callSoon(named(name, addReader));
  loop.callSoon(
    named("_set_result_unless_cancelled", () => {
      if (!waiter.cancelled()) waiter.setResult();
    }),
  );
}

class ReadPipeTransport {
  readonly extra: { pipe: ReadPipe };
  readonly publicTransport = new ReadTransport(this);
  readonly #loop: LoopInternals;
  readonly #endpoint: PipeReader;
  #protocol: ReadProtocol | null;
  #isClosing = false;
  #isPaused = false;

  constructor(
    readonly events: SelectorEvents,
    pipe: ReadPipe,
    protocol: ReadProtocol,
    waiter: Future<void>,
  ) {
    this.extra = { pipe };
    this.#loop = events.loop;
    this.#endpoint = endpointOfPipe(pipe);
    this.#protocol = protocol;
    const made = connectionMade(protocol as BaseProtocol<unknown>, this.publicTransport);
    const addReader = () => this.#addReader();
    begin(this.#loop, made, { name: "_UnixReadPipeTransport._add_reader", addReader }, waiter);
  }

  get endpointId(): number {
    return this.#endpoint.isClosed ? 0 : this.#endpoint.id;
  }

  get protocol(): AnyProtocol | null {
    return this.#protocol;
  }

  setProtocol(protocol: AnyProtocol): void {
    this.#protocol = protocol as ReadProtocol;
  }

  get #watched(): { endpoint: PipeReader } {
    return { endpoint: this.#endpoint };
  }

  #addReader(): void {
    if (this.isReading()) this.events.addReader(this.#watched, this.#onReadable);
  }

  readonly #onReadable = named("_UnixReadPipeTransport._read_ready", () => {
    const data = readPipe(this.#endpoint);
    if (data === null) return;
    if (data.length > 0) return this.#protocol?.dataReceived(data);
    this.#isClosing = true;
    this.events.removeReader(this.#watched);
    const protocol = this.#protocol as ReadProtocol;
    this.#loop.callSoon(named(`${nameOf(protocol)}.eof_received`, () => void protocol.eofReceived()));
    this.#scheduleLost();
  });

  isClosing(): boolean {
    return this.#isClosing;
  }

  isReading(): boolean {
    return !this.#isPaused && !this.#isClosing;
  }

  pauseReading(): void {
    if (!this.isReading()) return;
    this.#isPaused = true;
    const { hooks, clock, currentTaskId } = this.#loop;
    hooks.readingPaused(clock.time(), this.endpointId, currentTaskId, currentLine);
    this.events.removeReader(this.#watched);
  }

  resumeReading(): void {
    if (this.#isClosing || !this.#isPaused) return;
    this.#isPaused = false;
    const { hooks, clock, currentTaskId } = this.#loop;
    hooks.readingResumed(clock.time(), this.endpointId, currentTaskId, currentLine);
    this.events.addReader(this.#watched, this.#onReadable);
  }

  close(): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.events.removeReader(this.#watched);
    this.#scheduleLost();
  }

  #scheduleLost(): void {
    const lost = named("_UnixReadPipeTransport._call_connection_lost", () => {
      try {
        this.#protocol?.connectionLost(null);
      } finally {
        this.extra.pipe.close();
        this.#protocol = null;
      }
    });
    this.#loop.callSoon(lost);
  }

  toString(): string {
    return pipeRepr("_UnixReadPipeTransport", this.#endpoint, this.#isClosing);
  }
}

class WritePipeTransport extends FlowControl {
  readonly extra: { pipe: WritePipe };
  readonly publicTransport = new WriteTransport(this);
  readonly canWriteEof = true;
  readonly #endpoint: PipeWriter;
  #protocol: AnyProtocol | null;
  #isClosing = false;
  /** Calls of `write` after the connection was lost, and 1 from a failed write on. */
  #lost = 0;
  readonly #buffer = new ByteBuffer();

  constructor(
    readonly events: SelectorEvents,
    pipe: WritePipe,
    protocol: AnyProtocol,
    waiter: Future<void>,
  ) {
    super(events.loop);
    this.extra = { pipe };
    this.#endpoint = endpointOfPipe(pipe);
    this.#protocol = protocol;
    const made = connectionMade(protocol as BaseProtocol<unknown>, this.publicTransport);
    // A pipe without a writer can be "read" once its other end is closed.
    const addReader = () => void this.events.addReader(this.#watched, this.#onPeerClosed);
    begin(this.loop, made, { name: "BaseSelectorEventLoop._add_reader", addReader }, waiter);
  }

  get endpointId(): number {
    return this.#endpoint.isClosed ? 0 : this.#endpoint.id;
  }

  get protocol(): AnyProtocol | null {
    return this.#protocol;
  }

  setProtocol(protocol: AnyProtocol): void {
    this.#protocol = protocol;
  }

  get #watched(): { endpoint: PipeWriter } {
    return { endpoint: this.#endpoint };
  }

  getWriteBufferSize(): number {
    return this.#buffer.length;
  }

  isClosing(): boolean {
    return this.#isClosing;
  }

  readonly #onPeerClosed = named("_UnixWritePipeTransport._read_ready", () => {
    this.#forceClose(this.#buffer.length > 0 ? new BrokenPipeError() : null);
  });

  write(data: Uint8Array): void {
    if (data.length === 0) return;
    if (this.#lost > 0 || this.#isClosing) {
      if (this.#lost >= LOST_WRITES_TO_WARN)
        this.loop.warn("pipe closed by peer or os.write(pipe, data) raised exception.");
      this.#lost++;
      return;
    }
    let rest = data;
    if (this.#buffer.length === 0) {
      try {
        rest = data.subarray(writePipe(this.#endpoint, data) ?? 0);
      } catch (error) {
        this.#lost++;
        return this.#fatalError(error);
      }
      if (rest.length === 0) return;
      this.events.addWriter(this.#watched, this.#onWritable);
    }
    this.#buffer.append(rest);
    this.maybePauseProtocol();
  }

  writelines(data: readonly Uint8Array[]): void {
    const all = new ByteBuffer();
    for (const part of data) all.append(part);
    this.write(all.take());
  }

  readonly #onWritable = named("_UnixWritePipeTransport._write_ready", () => {
    const data = this.#buffer.take();
    let sent: number;
    try {
      sent = writePipe(this.#endpoint, data) ?? 0;
    } catch (error) {
      this.#lost++;
      this.events.removeWriter(this.#watched);
      return this.#fatalError(error);
    }
    if (sent < data.length) return this.#buffer.append(data.subarray(sent));
    this.events.removeWriter(this.#watched);
    // It may write more.
    this.maybeResumeProtocol();
    if (!this.#isClosing) return;
    this.events.removeReader(this.#watched);
    this.#callConnectionLost(null);
  });

  writeEof(): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    if (this.#buffer.length > 0) return;
    this.events.removeReader(this.#watched);
    this.#scheduleLost(null);
  }

  close(): void {
    // The end of what is written is all that closing such a pipe means.
    this.writeEof();
  }

  abort(): void {
    this.#forceClose(null);
  }

  #fatalError(exception: unknown): void {
    if (!(exception instanceof OSError)) {
      this.loop.callExceptionHandler({ message: "Fatal write error on pipe transport", exception });
    }
    this.#forceClose(exception as Error);
  }

  #forceClose(error: Error | null): void {
    this.#isClosing = true;
    if (this.#buffer.length > 0) this.events.removeWriter(this.#watched);
    this.#buffer.take();
    this.events.removeReader(this.#watched);
    this.#scheduleLost(error);
  }

  #scheduleLost(error: Error | null): void {
    const lost = named("_UnixWritePipeTransport._call_connection_lost", () =>
      this.#callConnectionLost(error),
    );
    this.loop.callSoon(lost);
  }

  #callConnectionLost(error: Error | null): void {
    try {
      this.#protocol?.connectionLost(error);
    } finally {
      this.extra.pipe.close();
      this.#protocol = null;
    }
  }

  override toString(): string {
    return pipeRepr("_UnixWritePipeTransport", this.#endpoint, this.#isClosing);
  }
}

function pipeRepr(className: string, { id, isClosed }: PipeReader | PipeWriter, isClosing: boolean): string {
  const state = isClosed ? ["closed"] : isClosing ? ["closing"] : [];
  return `<${[className, ...state, `fd=${id}`].join(" ")}>`;
}

/** Return the name of the class that defines a protocol's `eofReceived`. */
function nameOf(protocol: object): string {
  let owner: object | null = protocol;
  while (owner !== null && !Object.hasOwn(owner, "eofReceived"))
    owner = Object.getPrototypeOf(owner) as object | null;
  return (owner ?? protocol).constructor.name;
}

/** Make the transport of a pipe to read from. */
export function* connectReadPipe<P extends ReadProtocol>(
  events: SelectorEvents,
  protocolFactory: () => P,
  pipe: ReadPipe,
): Coroutine<[ReadTransport, P]> {
  const protocol = protocolFactory();
  const waiter = waiterOf(events, pipe);
  const transport = new ReadPipeTransport(events, pipe, protocol, waiter);
  yield* closingOnError(transport, waiter);
  return [transport.publicTransport, protocol];
}

/** Make the transport of a pipe to write to. */
export function* connectWritePipe<P extends AnyProtocol>(
  events: SelectorEvents,
  protocolFactory: () => P,
  pipe: WritePipe,
): Coroutine<[WriteTransport, P]> {
  const protocol = protocolFactory();
  const waiter = waiterOf(events, pipe);
  const transport = new WritePipeTransport(events, pipe, protocol, waiter);
  yield* closingOnError(transport, waiter);
  return [transport.publicTransport, protocol];
}

/** Return a future for the beginning of a pipe's transport. */
function waiterOf({ loop }: SelectorEvents, pipe: ReadPipe | WritePipe): Future<void> {
  const waiter = loop.createFuture<void>();
  futureInternals.setWaitReason(waiter as Future<unknown>, {
    reason: "connect",
    on: pipe.fileno(),
  });
  return waiter;
}

function* closingOnError(transport: { close(): void }, waiter: Future<void>): Coroutine<void> {
  try {
    yield* waiter;
  } catch (error) {
    transport.close();
    throw error;
  }
}
