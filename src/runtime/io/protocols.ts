/**
 * Protocols: what a program makes of bytes and datagrams. A transport calls these methods; a program's class extends one
 * and overrides those that it needs. Mirrors `asyncio/protocols.py`.
 */
import type { SubprocessTransport } from "./processes/subprocess-transport.ts";
import type { DatagramTransport, Transport } from "./transports.ts";
import type { SocketAddress } from "./addresses.ts";
import { named } from "../loop/loop-handle.ts";

/** Part that all protocols share. */
export class BaseProtocol<T = Transport | DatagramTransport | SubprocessTransport> {
  /** Called once, when the transport is connected; keep it to write to it. */
  connectionMade(_transport: T): void {}

  /** Called once, after the end: with null if the connection was closed in order, else with the error. */
  connectionLost(_error: Error | null): void {}

  /** Called when the transport's buffer is over its high-water mark: stop writing. */
  pauseWriting(): void {}

  /** Called when the buffer is down to its low-water mark: write again. */
  resumeWriting(): void {}
}

/** Protocol of a stream of bytes. */
export class Protocol extends BaseProtocol<Transport> {
  /** Called with each part of the stream that arrives. */
  dataReceived(_data: Uint8Array): void {}

  /** Called at the end of the peer's stream. Return true to keep the other direction open. */
  eofReceived(): boolean | void {}
}

/** Protocol of a stream that brings the buffer to read into. */
export class BufferedProtocol extends BaseProtocol<Transport> {
  /** Return the buffer for the next bytes; `sizeHint` is -1 if any size will do. */
  getBuffer(_sizeHint: number): Uint8Array {
    return new Uint8Array(0);
  }

  /** Called when the first `count` bytes of the buffer were read. */
  bufferUpdated(_count: number): void {}

  eofReceived(): boolean | void {}
}

/** Protocol of datagrams. */
export class DatagramProtocol extends BaseProtocol<DatagramTransport> {
  /** Called with each datagram that arrives, and where it came from. */
  datagramReceived(_data: Uint8Array, _address: SocketAddress): void {}

  /** Called with the error of a send or a receive, such as ConnectionRefusedError. */
  errorReceived(_error: Error): void {}
}

/** Protocol of a process and the pipes to it. `fd` is 0 for its input, 1 for its output and 2 for its errors. */
export class SubprocessProtocol extends BaseProtocol<SubprocessTransport> {
  /** Called with each part of what the process writes. */
  pipeDataReceived(_fd: number, _data: Uint8Array): void {}

  /** Called when a pipe is closed: with null, or the error. */
  pipeConnectionLost(_fd: number, _error: Error | null): void {}

  /** Called when the process has ended. */
  processExited(): void {}
}

/** Classes of asyncio: their callbacks have CPython's names in a trace, as those of transports have. */
const OWN: ReadonlySet<string> = new Set([
  ...["BaseProtocol", "StreamReaderProtocol", "SSLProtocol"],
  ...["SubprocessProtocol", "SubprocessStreamProtocol", "WriteSubprocessPipeProto"],
]);

/** Return a callback that calls `connectionMade`. */
export function connectionMade<T>(protocol: BaseProtocol<T>, transport: T): () => void {
  return namedCall(protocol, "connectionMade", () => protocol.connectionMade(transport));
}

/** Return a callback that calls `connectionLost`. */
export function connectionLost(protocol: BaseProtocol<never>, error: Error | null): () => void {
  return namedCall(protocol, "connectionLost", () => protocol.connectionLost(error));
}

/** Give a call of a protocol the name that it has in a trace: that of the class that defines it. */
export function namedCall(protocol: object, method: string, call: () => void): () => void {
  let owner: object | null = protocol;
  while (owner !== null && !Object.hasOwn(owner, method))
    owner = Object.getPrototypeOf(owner) as object | null;
  const { name } = (owner ?? BaseProtocol.prototype).constructor;
  const cpython = method.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return named(`${name}.${OWN.has(name) ? cpython : method}`, call);
}
