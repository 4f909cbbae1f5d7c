/**
 * Names of endpoints for people: the task that uses a connection, the server that it reaches, a host. Called by the
 * sentences of the network and by the views that show it.
 */
import { countText } from "../../base/number-text.ts";
import type { LoopState } from "../loop-state.ts";
import { named, type Part, say } from "../sentence.ts";
import type { Endpoint, NetworkState } from "./network-state.ts";

/** `127.0.0.1:8888` → `:8888`, `/tmp/chat.sock` → `chat.sock`. */
export function shortAddress(address: string): string {
  const port = /:\d+$/.exec(address);
  return port ? port[0] : address.replace(/^.*\//, "");
}

/** Return a listener's name: "server :8888". */
export function serverName({ address }: Pick<Endpoint, "address">): string {
  return address === "" ? "the server" : `server ${shortAddress(address)}`;
}

/** Return the name of the side that an endpoint stands for: "client-3", "server :8888" or "example.com". */
export function side(state: LoopState, id: number): Part {
  const endpoint = state.network.endpoints.get(id);
  if (!endpoint) return { text: "the network" };
  return { ...sideOf(state, endpoint), endpoint: id };
}

function sideOf(state: LoopState, endpoint: Endpoint): Part {
  const { id, type, host, listen, task, address } = endpoint;
  if (host > 0) return { text: hostName(state.network, host) };
  if (endpoint.process > 0) return { text: processName(state.network, endpoint.process) };
  if (listen || endpoint.isServer) return { text: serverName(endpoint) };
  if (type === "pipe") return { text: `pipe end ${id}` };
  if (type === "udp" && address !== "") return { text: `socket ${shortAddress(address)}` };
  if (type === "unix" && endpoint.remote === "") return { text: `socket ${id}` };
  return named(state, task);
}

/** Return the name of the side that an endpoint talks to, or asks for. */
export function otherSide(state: LoopState, id: number): Part {
  const endpoint = state.network.endpoints.get(id);
  if (!endpoint) return { text: "the network" };
  if (endpoint.peer > 0) return side(state, endpoint.peer);
  if (endpoint.remoteHost > 0) return { text: hostName(state.network, endpoint.remoteHost) };
  return { text: endpoint.remote === "" ? "its peer" : endpoint.remote };
}

/** Return the name of an endpoint: "client-3's connection to 127.0.0.1:8888", "server :8888", "socket :9999". */
export function endpointName(state: LoopState, id: number): Part[] {
  const endpoint = state.network.endpoints.get(id);
  const one = side(state, id);
  if (!endpoint || endpoint.host > 0 || endpoint.listen || endpoint.peer + endpoint.remote.length === 0)
    return [one];
  if (endpoint.isServer) return say`${one}'s connection to ${otherSide(state, id)}`;
  if (one.task === undefined) return [one];
  const to = endpoint.remoteHost > 0 ? hostName(state.network, endpoint.remoteHost) : endpoint.remote;
  return say`${one}'s connection to ${{ text: to, endpoint: id }}`;
}

export function hostName({ hosts }: NetworkState, id: number): string {
  return hosts.find((host) => host.id === id)?.name ?? "a host";
}

/** Return the name of a process for people: its program and its pid, such as "cat 101". */
export function processName({ processes }: NetworkState, id: number): string {
  const command = processes.find((process) => process.id === id)?.command;
  if (command === undefined) return `process ${id}`;
  return `${/^'?([^' ]*\/)?([^' ]*)/.exec(command)?.[2] ?? ""} ${id}`;
}

export function bytesText(bytes: number): string {
  return bytes === 1 ? "1 byte" : `${countText(bytes)} bytes`;
}
