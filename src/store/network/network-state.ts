/**
 * The simulated network after one event: hosts, endpoints, and what is on its way between them.
 *
 * An endpoint is one end of a connection, a listener, a datagram socket or an end of a pipe; its id is never used again.
 * What is on its way names the times of its departure and arrival, so its place at any virtual time follows from a state
 * alone. Made by `network-states.ts`; a program without a network shares one empty state.
 */
import { FrozenTable, type ReadonlyTable } from "../../base/shared-table.ts";
import type { WordOf } from "../../events/field-types.ts";

/** Host of the simulated network; the program itself is none. */
export interface Host {
  readonly id: number;
  readonly name: string;
  readonly address: string;
  /** Seconds that a packet is on its way to it. */
  readonly latency: number;
  /** Bytes a second; 0 for no limit. */
  readonly bandwidth: number;
}

/** Bytes, or the end of a stream, on their way from an endpoint to its peer. */
export interface Packet {
  /** Number among what departed from its endpoint, from 1. */
  readonly number: number;
  /** 0 for the end of the stream. */
  readonly bytes: number;
  /** Virtual seconds. */
  readonly departure: number;
  readonly arrival: number;
}

/**
 * State of an endpoint: `new` → `listening`; `new` → `connecting` → `open` or `failed`; accepted ones, pairs and pipes
 * begin `open`; any → `reset` when the peer is gone; any → `closed`.
 */
export type EndpointStatus = "new" | "listening" | "connecting" | "open" | "failed" | "reset" | "closed";

export interface Endpoint {
  readonly id: number;
  readonly type: WordOf<"endpointType">;
  /** Host that it belongs to; 0 for the program's own. */
  readonly host: number;
  /** Process that has it, of several the first that was given it; 0 for the program itself. */
  readonly process: number;
  /** Task that opened it, or was the first to use it; 0 for none. */
  readonly task: number;
  readonly status: EndpointStatus;
  /** Virtual time at which its status began, in seconds. */
  readonly since: number;
  /** Its own address; empty if it has none. */
  readonly address: string;
  /** The address that it asked for, or its peer's; empty if it has none. */
  readonly remote: string;
  /** Host of the address that it asked for; 0 for the program's own. */
  readonly remoteHost: number;
  /** The endpoint at the other end; of a datagram socket the last one that it sent to, or got one from; 0 for none. */
  readonly peer: number;
  /** True for the end of a connection that a listener accepts. */
  readonly isServer: boolean;
  /** Reason of a failed connection, also once it is closed, `reset` for one that was reset; empty for none. */
  readonly failure: string;
  /** Bytes that the program wrote and that wait to depart. */
  readonly queued: number;
  /** Packets on their way to the peer, in order. Those to a peer that is closed are never reported to arrive. */
  readonly flight: readonly Packet[];
  /** Packets that departed so far. */
  readonly departed: number;
  /** Bytes that arrived and were not read. */
  readonly unread: number;
  /** Bytes written and read so far. */
  readonly sent: number;
  readonly read: number;
  /** Preview of the last bytes that were written. */
  readonly preview: string;
  /** End of the stream: `sent` by the program, `departed`, `arrived` at the peer; empty before. */
  readonly ownEnd: "" | "sent" | "departed" | "arrived";
  /** True once the end of the peer's stream has arrived. */
  readonly hasPeerEnded: boolean;
  /**
   * The transport's buffer and its mark, in bytes, while the protocol's writing is paused; null otherwise. `hasGrown` is
   * true once the buffer has doubled since the pause.
   */
  readonly paused: { readonly buffered: number; readonly mark: number; readonly hasGrown: boolean } | null;
  /** True while the transport was asked to stop reading. */
  readonly isReadingPaused: boolean;
  /** TLS on it, which is simulated; null without. */
  readonly tls: Tls | null;
  /** Listener's part; null for any other endpoint. */
  readonly listen: Listening | null;
}

export interface Tls {
  readonly status: "handshake" | "open" | "failed";
  readonly side: WordOf<"tlsSide">;
  /** A client's name for the server; empty for none. */
  readonly name: string;
  /** Version, and protocol that both sides chose; empty before the end of the handshake. */
  readonly version: string;
  readonly protocol: string;
  /** Reason of a failure; empty for none. */
  readonly reason: string;
}

export interface Listening {
  /** Connections that may wait to be accepted: one more than the backlog. */
  readonly room: number;
  /** Peers of the connections that wait, next first. */
  readonly queue: readonly number[];
  /** Connections accepted, and requests dropped because the queue was full. */
  readonly accepted: number;
  readonly dropped: number;
}

/** Datagram that is on its way, lost, or not yet read. */
export interface Datagram {
  readonly id: number;
  /** Endpoint that sent it. */
  readonly from: number;
  /** Endpoint that it goes to; 0 while it is not known. */
  readonly to: number;
  readonly address: string;
  readonly bytes: number;
  readonly preview: string;
  readonly status: "sent" | "on its way" | "arrived" | "lost";
  /** Virtual seconds; those of a lost one are the time of its loss. */
  readonly departure: number;
  readonly arrival: number;
  /** Reason of its loss; empty for none. */
  readonly loss: string;
}

export interface Signal {
  readonly name: string;
  readonly origin: WordOf<"signalOrigin">;
  readonly time: number;
}

/** Wait of a process that runs a command. */
export interface ProcessWait {
  /** `read`, `write`, `sleep` or `process`. */
  readonly reason: string;
  /** Endpoint that it reads or writes, process that it waits for, virtual time at which its sleep ends; 0 for others. */
  readonly endpoint: number;
  readonly child: number;
  readonly until: number;
  /** Virtual time at which it began. */
  readonly since: number;
}

/** Simulated process that the program, or another process, has started. */
export interface Process {
  /** Its pid. */
  readonly id: number;
  readonly command: string;
  /** Pid of the process that started it; 0 for the program. */
  readonly parent: number;
  /** Task that started it, and its line; 0 for none. */
  readonly task: number;
  readonly line: number;
  readonly since: number;
  /** Virtual time at which its program began; null before. */
  readonly began: number | null;
  /** Thread that runs its Python program; 0 for a command, and before it has begun. */
  readonly thread: number;
  /** Null while a command runs, and for a Python program, whose thread waits. */
  readonly wait: ProcessWait | null;
  /** Endpoints that are its standard streams; 0 for others. */
  readonly streams: readonly [stdin: number, stdout: number, stderr: number];
  /** Exit status, or minus a signal's number; null while it runs. */
  readonly status: number | null;
  /** Last signal that it was sent, and then the one that ended it; empty for none. */
  readonly signal: string;
  /** Virtual time at which it ended; null while it runs. */
  readonly ended: number | null;
}

export interface NetworkState {
  /** In order of first contact. */
  readonly hosts: readonly Host[];
  readonly endpoints: ReadonlyTable<Endpoint>;
  /** Datagrams that are not read, and the last lost ones, in order of sending. */
  readonly datagrams: readonly Datagram[];
  /** Datagrams lost so far. */
  readonly lost: number;
  /** In the order in which they began. */
  readonly processes: readonly Process[];
  /** Process whose command runs; 0 for none. */
  readonly atWork: number;
  /** The last signal; null before the first. */
  readonly signal: Signal | null;
}

/** Network state in a keyframe. */
export interface KeptNetwork extends NetworkState {
  readonly endpoints: FrozenTable<Endpoint>;
}

/** The network of a program that uses none. */
export const noNetwork: KeptNetwork = Object.freeze({
  hosts: Object.freeze([]),
  endpoints: new FrozenTable<Endpoint>(),
  datagrams: Object.freeze([]),
  lost: 0,
  processes: Object.freeze([]),
  atWork: 0,
  signal: null,
});
