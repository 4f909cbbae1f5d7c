/**
 * Calls of a program's sockets that wait: a call is made at once, and again whenever the socket is ready, until it does not
 * have to wait. Mirrors `sock_recv`, `sock_sendall`, `sock_accept`, `sock_connect` and the others of
 * `asyncio/selector_events.py`. `EventLoop` has them as methods.
 */
import { named } from "../loop/loop-handle.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { type Future, futureInternals } from "../tasks/future.ts";
import type { SocketAddress } from "./addresses.ts";
import { sockConnect } from "./connections.ts";
import { ensureResolved } from "./look-ups.ts";
import { Socket, systemSocketOf } from "./program-socket.ts";
import type { SelectorEvents, Watcher } from "./selector-events.ts";
import type { Socket as SystemSocket } from "./socket.ts";
import { type Bytes, toBytes } from "./bytes.ts";

type Reason = "read" | "datagram" | "accept" | "drain";

/** Return a future that a task waits for on a socket. */
function futureOn<T>({ loop }: SelectorEvents, socket: SystemSocket, reason: Reason | null): Future<T> {
  const future = loop.createFuture<T>();
  if (reason) futureInternals.setWaitReason(future as Future<unknown>, { reason, on: socket.fileno });
  return future;
}

/** Remove a watcher when the future is done, unless another one took its place. */
function removeWhenDone(future: Future<unknown>, name: string, watcher: Watcher, remove: () => void): void {
  future.addDoneCallback(
    named(`BaseSelectorEventLoop.${name}`, () => {
      if (!watcher.isCancelled) remove();
    }),
  );
}

/** Call `receive`, and again each time that the socket can be read, until it returns something else than null. */
function* receiving<T>(
  events: SelectorEvents,
  socket: SystemSocket,
  { name, reason }: { name: string; reason: Reason },
  receive: () => T | null,
): Coroutine<T> {
  const now = receive();
  if (now !== null) return now;
  const future = futureOn<T>(events, socket, reason);
  const again = named(`BaseSelectorEventLoop.${name}`, () => settle(future, receive));
  const watcher = events.addReader(socket, again);
  removeWhenDone(future as Future<unknown>, "_sock_read_done", watcher, () => events.removeReader(socket));
  return yield* future;
}

/** Settle a future by a call, unless that would have to wait. */
function settle<T>(future: Future<T>, call: () => T | null): void {
  if (future.done()) return;
  let value: T | null;
  try {
    value = call();
  } catch (error) {
    return future.setException(error);
  }
  if (value !== null) future.setResult(value);
}

/** Receive up to `count` bytes; none at the end of the stream. */
export function sockRecv(events: SelectorEvents, sock: Socket, count: number): Coroutine<Uint8Array> {
  const socket = systemSocketOf(sock);
  return receiving(events, socket, { name: "_sock_recv", reason: "read" }, () => socket.receive(count));
}

/** Receive into a buffer; return the number of bytes. */
export function sockRecvInto(events: SelectorEvents, sock: Socket, buffer: Uint8Array): Coroutine<number> {
  const socket = systemSocketOf(sock);
  return receiving(events, socket, { name: "_sock_recv_into", reason: "read" }, () =>
    socket.receiveInto(buffer),
  );
}

/** Receive a datagram of up to `count` bytes, and where it came from. */
export function sockRecvfrom(
  events: SelectorEvents,
  sock: Socket,
  count: number,
): Coroutine<[Uint8Array, SocketAddress]> {
  const socket = systemSocketOf(sock);
  return receiving(events, socket, { name: "_sock_recvfrom", reason: "datagram" }, () => {
    const data = socket.receive(count);
    return data && [data, socket.sender];
  });
}

/** Receive a datagram into a buffer; return the number of bytes, and where it came from. */
export function sockRecvfromInto(
  events: SelectorEvents,
  sock: Socket,
  buffer: Uint8Array,
): Coroutine<[number, SocketAddress]> {
  const socket = systemSocketOf(sock);
  return receiving(events, socket, { name: "_sock_recvfrom_into", reason: "datagram" }, () => {
    const count = socket.receiveInto(buffer);
    return count === null ? null : [count, socket.sender];
  });
}

/** Send all bytes. */
export function* sockSendall(events: SelectorEvents, sock: Socket, data: Bytes): Coroutine<void> {
  const socket = systemSocketOf(sock);
  let rest = toBytes(data);
  rest = rest.subarray(socket.send(rest) ?? 0);
  if (rest.length === 0) return;
  const future = futureOn<void>(events, socket, "drain");
  const again = named("BaseSelectorEventLoop._sock_sendall", () => {
    if (future.done()) return;
    try {
      rest = rest.subarray(socket.send(rest) ?? 0);
    } catch (error) {
      return future.setException(error);
    }
    if (rest.length === 0) future.setResult();
  });
  const watcher = events.addWriter(socket, again);
  removeWhenDone(future as Future<unknown>, "_sock_write_done", watcher, () => events.removeWriter(socket));
  yield* future;
}

/** Send a datagram; return the number of its bytes. */
export function* sockSendto(
  events: SelectorEvents,
  sock: Socket,
  data: Bytes,
  address: SocketAddress,
): Coroutine<number> {
  const socket = systemSocketOf(sock);
  const bytes = toBytes(data);
  if (socket.sendTo(bytes, address)) return bytes.length;
  const future = futureOn<number>(events, socket, null);
  const again = named("BaseSelectorEventLoop._sock_sendto", () =>
    settle(future, () => (socket.sendTo(bytes, address) ? bytes.length : null)),
  );
  const watcher = events.addWriter(socket, again);
  removeWhenDone(future as Future<unknown>, "_sock_write_done", watcher, () => events.removeWriter(socket));
  return yield* future;
}

/** Connect a socket, after the look-up of a name. */
export function* connectProgramSocket(
  events: SelectorEvents,
  sock: Socket,
  address: SocketAddress,
): Coroutine<void> {
  const socket = systemSocketOf(sock);
  const { family, type } = socket;
  if (family === "unix" || typeof address === "string") return yield* sockConnect(events, socket, address);
  // The outermost wait of asyncio is the reason that a trace has.
  const reason = { reason: "connect", on: socket.fileno };
  const [info] = yield* ensureResolved(events, address[0], address[1], { family, type }, reason);
  yield* sockConnect(events, socket, info?.address ?? address);
}

/** Wait for a connection to a listener; return its socket, and the address of the other end. */
export function* sockAccept(events: SelectorEvents, sock: Socket): Coroutine<[Socket, SocketAddress]> {
  const future = futureOn<[Socket, SocketAddress]>(events, systemSocketOf(sock), "accept");
  accept(events, future, systemSocketOf(sock));
  return yield* future;
}

function accept(
  events: SelectorEvents,
  future: Future<[Socket, SocketAddress]>,
  listener: SystemSocket,
): void {
  let connection: SystemSocket | null;
  try {
    connection = listener.accept();
  } catch (error) {
    return future.setException(error);
  }
  if (connection !== null) return future.setResult([new Socket(connection), connection.getpeername()]);
  const again = named("BaseSelectorEventLoop._sock_accept", () => accept(events, future, listener));
  const watcher = events.addReader(listener, again);
  removeWhenDone(future as Future<unknown>, "_sock_read_done", watcher, () => events.removeReader(listener));
}
