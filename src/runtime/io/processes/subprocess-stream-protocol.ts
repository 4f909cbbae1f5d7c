/** Protocol between a process and its streams. Mirrors `SubprocessStreamProtocol` of `asyncio/subprocess.py`. */
import type { LoopInternals } from "../../loop/loop-internals.ts";
import type { Coroutine } from "../../tasks/coroutine.ts";
import type { Future } from "../../tasks/future.ts";
import { SubprocessProtocol } from "../protocols.ts";
import { StreamFlow } from "../stream-flow.ts";
import { StreamReader } from "../stream-reader.ts";
import { StreamWriter, type WriterProtocol } from "../stream-writer.ts";
import type { SubprocessTransport } from "./subprocess-transport.ts";

export class SubprocessStreamProtocol extends SubprocessProtocol implements WriterProtocol {
  stdin: StreamWriter | null = null;
  stdout: StreamReader | null = null;
  stderr: StreamReader | null = null;
  readonly isServerSide = false;
  readonly #limit: number | undefined;
  readonly #flow: StreamFlow;
  readonly #stdinClosed: Future<void>;
  #transport: SubprocessTransport | null = null;
  #hasExited = false;
  /** Numbers of the pipes to read from that are open. */
  readonly #openPipes = new Set<number>();

  constructor(limit: number | undefined, loop: LoopInternals) {
    super();
    this.#limit = limit;
    this.#flow = new StreamFlow(loop);
    this.#stdinClosed = loop.createFuture();
  }

  override connectionMade(transport: SubprocessTransport): void {
    this.#transport = transport;
    this.stdout = this.#readerOf(transport, 1);
    this.stderr = this.#readerOf(transport, 2);
    const stdin = transport.getPipeTransport(0);
    if (stdin) this.stdin = new StreamWriter(stdin, this, null);
  }

  #readerOf(transport: SubprocessTransport, fd: 1 | 2): StreamReader | null {
    const pipe = transport.getPipeTransport(fd);
    if (!pipe) return null;
    const reader = new StreamReader(this.#limit === undefined ? {} : { limit: this.#limit });
    reader.setTransport(pipe);
    this.#openPipes.add(fd);
    return reader;
  }

  #reader(fd: number): StreamReader | null {
    return fd === 1 ? this.stdout : fd === 2 ? this.stderr : null;
  }

  override pipeDataReceived(fd: number, data: Uint8Array): void {
    this.#reader(fd)?.feedData(data);
  }

  override pipeConnectionLost(fd: number, error: Error | null): void {
    if (fd === 0) return this.#endInput(error);
    const reader = this.#reader(fd);
    if (error === null) reader?.feedEof();
    else reader?.setException(error);
    this.#openPipes.delete(fd);
    this.#maybeCloseTransport();
  }

  #endInput(error: Error | null): void {
    this.stdin?.close();
    this.connectionLost(error);
    if (error === null) return this.#stdinClosed.setResult();
    this.#stdinClosed.setException(error);
    // The program may never ask whether the input is closed.
    this.#stdinClosed.exception();
  }

  override processExited(): void {
    this.#hasExited = true;
    this.#maybeCloseTransport();
  }

  #maybeCloseTransport(): void {
    if (this.#openPipes.size > 0 || !this.#hasExited) return;
    this.#transport?.close();
    this.#transport = null;
  }

  override connectionLost(error: Error | null): void {
    this.#flow.connectionLost(error);
  }

  override pauseWriting(): void {
    this.#flow.pauseWriting();
  }

  override resumeWriting(): void {
    this.#flow.resumeWriting();
  }

  drained(endpoint: number): Coroutine<void> {
    return this.#flow.drained(endpoint);
  }

  /** Return a future that is done when the input is closed. */
  closed(): Future<void> {
    return this.#stdinClosed;
  }

  /** No process has TLS on its input. */
  replaceTransport(): void {}
}
