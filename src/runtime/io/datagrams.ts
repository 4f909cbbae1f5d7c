/** Datagram endpoints. Mirrors `create_datagram_endpoint` of `asyncio/base_events.py`. */
import { OSError } from "../errors/os-errors.ts";
import { ValueError } from "../errors/exceptions.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { type Future, futureInternals } from "../tasks/future.ts";
import type { HostAndPort, SocketAddress } from "./addresses.ts";
import { sockConnect } from "./connections.ts";
import { DatagramSocketTransport } from "./datagram-transport.ts";
import { ensureResolved, type InternetFamily } from "./look-ups.ts";
import type { DatagramProtocol } from "./protocols.ts";
import type { SelectorEvents } from "./selector-events.ts";
import { Socket } from "./socket.ts";
import type { DatagramTransport } from "./transports.ts";

export interface DatagramOptions {
  /** Own address: a host and a port, or a path for the family "unix". */
  localAddr?: HostAndPort | string;
  /** Address that all datagrams go to, and that alone is heard. */
  remoteAddr?: HostAndPort | string;
  family?: "inet" | "inet6" | "unix";
  /** Share a port with other endpoints that ask for that, too. */
  reusePort?: boolean;
  /** Allow datagrams to the address of all, 255.255.255.255. */
  allowBroadcast?: boolean;
}

/** Own address and that of the peer, of one family. */
interface Candidate {
  readonly family: "inet" | "inet6" | "unix";
  local: SocketAddress | null;
  remote: SocketAddress | null;
}

/** Open an endpoint, and return the transport and the protocol that `protocolFactory` makes. */
export function* createDatagramEndpoint<P extends DatagramProtocol>(
  events: SelectorEvents,
  protocolFactory: () => P,
  options: DatagramOptions,
): Coroutine<[DatagramTransport, P]> {
  const candidates = yield* candidatesOf(events, options);
  const errors: OSError[] = [];
  for (const candidate of candidates) {
    const socket = yield* openOne(events, candidate, options, errors);
    if (!socket) continue;
    const protocol = protocolFactory();
    const waiter = events.loop.createFuture<void>();
    const reason = { reason: "connect", on: socket.fileno };
    futureInternals.setWaitReason(waiter as Future<unknown>, reason);
    const transport = new DatagramSocketTransport(events, socket, protocol, candidate.remote, waiter);
    try {
      yield* waiter;
    } catch (error) {
      transport.close();
      throw error;
    }
    return [transport.publicTransport, protocol];
  }
  throw errors[0] as OSError;
}

function* candidatesOf(
  events: SelectorEvents,
  { localAddr, remoteAddr, family }: DatagramOptions,
): Coroutine<Candidate[]> {
  if (localAddr === undefined && remoteAddr === undefined) {
    if (family === undefined) throw new ValueError("unexpected address family");
    return [{ family, local: null, remote: null }];
  }
  if (family === "unix") {
    for (const address of [localAddr, remoteAddr]) {
      if (address !== undefined && typeof address !== "string") throw new TypeError("string is expected");
    }
    if (typeof localAddr === "string" && !localAddr.startsWith("\0")) events.program.paths.remove(localAddr);
    return [{ family, local: (localAddr as string) ?? null, remote: (remoteAddr as string) ?? null }];
  }
  const byFamily = new Map<InternetFamily, Candidate>();
  for (const [side, address] of [
    ["local", localAddr],
    ["remote", remoteAddr],
  ] as const) {
    if (address === undefined) continue;
    if (!Array.isArray(address) || address.length !== 2) throw new TypeError("2-tuple is expected");
    const [host, port] = address as unknown as HostAndPort;
    const infos = yield* ensureResolved(events, host, port, { type: "datagram", ...(family && { family }) });
    for (const info of infos) {
      const known = byFamily.get(info.family) ?? { family: info.family, local: null, remote: null };
      known[side] = info.address;
      byFamily.set(info.family, known);
    }
  }
  const complete = [...byFamily.values()].filter(
    ({ local, remote }) => (!localAddr || local !== null) && (!remoteAddr || remote !== null),
  );
  if (complete.length === 0) throw new ValueError("can not get address information");
  return complete;
}

/** Open and bind the socket of a candidate; return null for an error of the system, which joins `errors`. */
function* openOne(
  events: SelectorEvents,
  { family, local, remote }: Candidate,
  { reusePort = false, allowBroadcast = false }: DatagramOptions,
  errors: OSError[],
): Coroutine<Socket | null> {
  let socket: Socket | null = null;
  try {
    socket = Socket.open(events.program, family, "datagram");
    socket.setOptions({ reusePort, broadcast: allowBroadcast });
    if (local !== null) socket.bind(local);
    if (remote !== null && !allowBroadcast) yield* sockConnect(events, socket, remote);
    yield* socket.reserved(events);
    return socket;
  } catch (error) {
    socket?.close();
    if (!(error instanceof OSError)) throw error;
    errors.push(error);
    return null;
  }
}
