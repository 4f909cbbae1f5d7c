/**
 * Connections as people see them: two endpoints as one thing, led by the one that asked for it, and the program's
 * listeners. Called by the views of the network.
 */
import { byChunk } from "../../base/shared-table.ts";
import type { Endpoint, NetworkState } from "./network-state.ts";

export interface Connections {
  /** Listeners of the program, in order of their ids. */
  readonly listeners: readonly Endpoint[];
  /** An endpoint for each connection, pair, pipe and datagram socket with its peer, in order of their ids. */
  readonly leaders: readonly Endpoint[];
}

const sorted = byChunk((endpoints: readonly Endpoint[]) => ({
  listeners: endpoints.filter(({ listen, host }) => listen !== null && host === 0),
  leaders: endpoints.filter(mayLead),
}));

/** Return true for an endpoint of the program that leads a connection, as far as it alone can tell. */
function mayLead({ id, type, host, listen, isServer, peer, remote, address }: Endpoint): boolean {
  if (listen || isServer) return false;
  // A visitor leads as soon as it asks; what else a host has open belongs to the connections of the program.
  if (host > 0) return remote !== "";
  if (type === "udp") return address !== "" || remote !== "";
  // A pipe's end for writing is its second; of a pair the first end leads.
  if (type === "pipe") return peer > 0 && peer < id;
  return remote === "" ? peer > id : true;
}

export function connectionsOf({ endpoints }: NetworkState): Connections {
  const chunks = sorted(endpoints);
  const isLed = ({ type, id, peer }: Endpoint) => {
    // Of two datagram sockets the later one leads: a client is made after its server.
    if (type !== "udp" || peer < id) return false;
    return endpoints.get(peer)?.peer === id;
  };
  return {
    listeners: chunks.flatMap(({ listeners }) => listeners),
    leaders: chunks.flatMap(({ leaders }) => leaders.filter((one) => !isLed(one))),
  };
}

/** Return true for a connection that is over: no end of it is open, and nothing is on its way. */
export function isOver({ endpoints }: NetworkState, leader: Endpoint): boolean {
  const peer = endpoints.get(leader.peer);
  const isDone = ({ status }: Endpoint) => status === "closed" || status === "failed" || status === "reset";
  return isDone(leader) && (!peer || peer.host > 0 || isDone(peer));
}
