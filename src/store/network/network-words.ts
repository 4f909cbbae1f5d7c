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
  if (endpoint.process > 0) return processPart(state.network, userOf(state.network, endpoint));
  if (listen || endpoint.isServer) return { text: serverName(endpoint) };
  if (type === "pipe") {
    const isOfProcess = task > 0 && streamOf(state.network, id) !== null;
    return isOfProcess ? named(state, task) : { text: `pipe end ${id}` };
  }
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
  const stream = streamOf(state.network, id);
  if (stream) return say`the ${stream.name} of ${processPart(state.network, stream.process)}`;
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
  return command === undefined ? `process ${id}` : nameOfProcess(command, id);
}

/** Return the name of a process that runs a command line. */
export function nameOfProcess(command: string, id: number): string {
  return `${/^'?([^' ]*\/)?([^' ]*)/.exec(command)?.[2] ?? ""} ${id}`;
}

export function processPart(network: NetworkState, id: number): Part {
  return { text: processName(network, id), process: id };
}

/** Return the process that uses an end now: the one at work, if it shares the end, or else the first that was given it. */
function userOf({ processes, atWork }: NetworkState, { id, process }: Endpoint): number {
  const worker = atWork > 0 ? processes.find((one) => one.id === atWork) : undefined;
  return worker?.streams.includes(id) ? atWork : process;
}

const STREAMS = ["stdin", "stdout", "stderr"] as const;

/** Standard stream of a process. */
export interface StandardStream {
  readonly process: number;
  /** `stdin`, `stdout`, `stderr`, or two of them: `stdout and stderr`. */
  readonly name: string;
  /** True for the end that the process has. */
  readonly isOwn: boolean;
}

/** Return the standard stream that an endpoint is an end of: the first process that was given either end; null for none. */
export function streamOf({ endpoints, processes }: NetworkState, id: number): StandardStream | null {
  if (processes.length === 0) return null;
  const peer = endpoints.get(id)?.peer ?? 0;
  for (const end of [id, peer]) {
    const found = end > 0 ? processes.find(({ streams }) => streams.includes(end)) : undefined;
    if (!found) continue;
    const names = STREAMS.filter((_, at) => found.streams[at] === end);
    return { process: found.id, name: names.join(" and "), isOwn: end === id };
  }
  return null;
}

export function bytesText(bytes: number): string {
  return bytes === 1 ? "1 byte" : `${countText(bytes)} bytes`;
}
