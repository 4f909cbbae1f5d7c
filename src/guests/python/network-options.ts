/** Options of sockets: those that the kernel knows act, and others are kept for `getsockopt`. Numbers are those of Linux. */
import { DatagramSocket } from "../../runtime/network/datagram-socket.ts";
import type { Endpoint } from "../../runtime/network/endpoint.ts";
import { TcpSocket } from "../../runtime/network/tcp-socket.ts";
import { UnixSocket } from "../../runtime/network/unix-socket.ts";

const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const SO_TYPE = 3;
const SO_ERROR = 4;
const SO_BROADCAST = 6;
const SO_SNDBUF = 7;
const SO_RCVBUF = 8;
const SO_LINGER = 13;
const SO_REUSEPORT = 15;
const SO_ACCEPTCONN = 30;
const SO_DOMAIN = 39;
const IPPROTO_IPV6 = 41;
const IPV6_V6ONLY = 26;

const families = { unix: 1, inet: 2, inet6: 10 } as const;
/** Least buffers of Linux, halved as below (`SOCK_MIN_SNDBUF`, `SOCK_MIN_RCVBUF`). */
const MIN_SEND_BUFFER = 2304;
const MIN_RECEIVE_BUFFER = 1152;
const MAX_BUFFER = 4_194_304;

export type Socket = TcpSocket | UnixSocket | DatagramSocket;

export function isSocket(object: unknown): object is Socket {
  return object instanceof TcpSocket || object instanceof UnixSocket || object instanceof DatagramSocket;
}

/** Return a socket's family and type in one number: `family * 16 + type`. */
export function kindOf(socket: Socket): number {
  return families[socket.family] * 16 + typeOf(socket);
}

function typeOf(socket: Socket): number {
  return socket instanceof DatagramSocket ? 2 : 1;
}

/** Options that nothing here acts on. */
const kept = new WeakMap<Endpoint, Map<string, number>>();

/** Set an option; `more` is the second number of SO_LINGER. */
export function setOption(socket: Socket, level: number, option: number, value: number, more: number): void {
  if (level === SOL_SOCKET) {
    // Linux doubles these two, for what it keeps beside the bytes.
    if (option === SO_SNDBUF) socket.sendBuffer = Math.min(Math.max(value, MIN_SEND_BUFFER), MAX_BUFFER);
    if (option === SO_RCVBUF)
      socket.receiveBuffer = Math.min(Math.max(value, MIN_RECEIVE_BUFFER), MAX_BUFFER);
  }
  if (!(socket instanceof UnixSocket)) {
    const { options } = socket;
    if (level === SOL_SOCKET && option === SO_REUSEADDR) options.reuseAddress = value !== 0;
    if (level === SOL_SOCKET && option === SO_REUSEPORT) options.reusePort = value !== 0;
    if (level === IPPROTO_IPV6 && option === IPV6_V6ONLY) options.v6Only = value !== 0;
  }
  if (socket instanceof DatagramSocket && level === SOL_SOCKET && option === SO_BROADCAST) {
    socket.options.broadcast = value !== 0;
  }
  if (socket instanceof TcpSocket && level === SOL_SOCKET && option === SO_LINGER) {
    socket.resetsOnClose = value !== 0 && more === 0;
  }
  const known = kept.get(socket) ?? new Map<string, number>();
  kept.set(socket, known.set(`${level}:${option}`, value));
}

/** Return an option's value; 0 for one that was never set. */
export function getOption(socket: Socket, level: number, option: number): number {
  if (level === SOL_SOCKET) {
    if (option === SO_ERROR) return socket.takeError();
    if (option === SO_TYPE) return typeOf(socket);
    if (option === SO_DOMAIN) return families[socket.family];
    if (option === SO_ACCEPTCONN) return "isListening" in socket && socket.isListening ? 1 : 0;
    if (option === SO_SNDBUF) return socket.sendBuffer * 2;
    if (option === SO_RCVBUF) return socket.receiveBuffer * 2;
  }
  return kept.get(socket)?.get(`${level}:${option}`) ?? 0;
}
