/**
 * The network in the state builder: the effect of each event of the network. Endpoints are in a table whose copies share
 * what did not change, so an event among 10,000 connections costs no copy of them; a program without a network shares
 * `noNetwork`.
 *
 * Invariant: bytes never become negative, even in a trace whose beginning is missing.
 */
import { SharedTable } from "../../base/shared-table.ts";
import type { EventOf } from "../../events/event.ts";
import { networkEvents } from "../../events/network-events.ts";
import { processEvents } from "../../events/process-events.ts";
import {
  type Datagram,
  type Endpoint,
  type Host,
  type KeptNetwork,
  type Listening,
  noNetwork,
  type Packet,
  type Process,
  type Signal,
  type Tls,
} from "./network-state.ts";

/** Kinds of the network and of the processes at its ends. */
export type NetworkKind = keyof typeof networkEvents | keyof typeof processEvents;

export const networkKinds = Object.keys({ ...networkEvents, ...processEvents }) as NetworkKind[];

type Reducer<K extends NetworkKind> = (this: NetworkStates, event: EventOf<K>) => void;

/** Lost datagrams that a state keeps. */
const KEPT_LOST = 8;

export class NetworkStates {
  #last: KeptNetwork;
  #isChanged = false;
  readonly #endpoints: SharedTable<Endpoint>;
  readonly #datagrams: Map<number, Datagram>;
  #hosts: readonly Host[];
  #lost: number;
  #processes: readonly Process[];
  #atWork: number;
  #signal: Signal | null;

  constructor(from: KeptNetwork = noNetwork) {
    this.#last = from;
    this.#endpoints = new SharedTable(from.endpoints);
    this.#datagrams = new Map(from.datagrams.map((datagram) => [datagram.id, datagram]));
    this.#hosts = from.hosts;
    this.#lost = from.lost;
    this.#processes = from.processes;
    this.#atWork = from.atWork;
    this.#signal = from.signal;
  }

  /** Approximate number of entities that a snapshot copies. */
  get size(): number {
    return this.#endpoints.size / 64 + this.#datagrams.size;
  }

  snapshot(): KeptNetwork {
    if (!this.#isChanged) return this.#last;
    this.#isChanged = false;
    this.#last = Object.freeze({
      hosts: this.#hosts,
      endpoints: this.#endpoints.freeze(),
      datagrams: Object.freeze([...this.#datagrams.values()]),
      lost: this.#lost,
      processes: this.#processes,
      atWork: this.#atWork,
      signal: this.#signal,
    });
    return this.#last;
  }

  take(event: EventOf<NetworkKind>): void {
    this.#isChanged = true;
    (NetworkStates.#reducers[event.kind] as Reducer<NetworkKind> | null)?.call(this, event);
  }

  /** Note that a task waits for an endpoint: an endpoint that no task opened belongs to the first one that uses it. */
  used(endpoint: number, task: number): void {
    if (task === 0 || this.#endpoints.get(endpoint)?.task !== 0) return;
    this.#isChanged = true;
    this.#change(endpoint, () => ({ task }));
  }

  static readonly #reducers: { readonly [K in NetworkKind]: Reducer<K> | null } = {
    hostAdded({ host: id, name, address, latency, bandwidth }) {
      this.#hosts = Object.freeze([...this.#hosts, { id, name, address, latency, bandwidth }]);
    },
    nameResolved: null,
    endpointOpened({ endpoint: id, type, host, task, time }) {
      this.#endpoints.set(id, { ...unused, id, type, host, task, since: time });
    },
    endpointBound({ endpoint, address }) {
      this.#change(endpoint, () => ({ address }));
    },
    listeningStarted({ endpoint, address, backlog, time }) {
      this.#change(endpoint, ({ listen }) => ({
        ...begin("listening", time),
        address,
        listen: { ...(listen ?? { queue: [], accepted: 0, dropped: 0 }), room: backlog + 1 },
      }));
    },
    connectionRequested({ endpoint, address, host, task, time }) {
      this.used(endpoint, task);
      const began = begin("connecting", time);
      this.#change(endpoint, () => ({ ...began, remote: address, remoteHost: host, failure: "" }));
    },
    connectionOpened({ endpoint, peer, time }) {
      const [one, other] = [this.#endpoints.get(endpoint), this.#endpoints.get(peer)];
      this.#open(endpoint, other, time);
      this.#open(peer, one, time);
      // Pairs and pipes are open without a request.
      if (one?.status === "connecting") this.#change(peer, () => ({ isServer: true }));
    },
    connectionFailed({ endpoint, reason, time }) {
      this.#change(endpoint, () => ({ ...begin("failed", time), failure: reason }));
    },
    connectionQueued({ endpoint, peer }) {
      this.#listens(endpoint, ({ queue }) => ({ queue: [...queue, peer] }));
    },
    connectionDropped({ endpoint }) {
      this.#listens(endpoint, ({ dropped }) => ({ dropped: dropped + 1 }));
    },
    connectionAccepted({ endpoint, peer }) {
      this.#listens(endpoint, ({ queue, accepted }) => ({
        queue: queue.filter((id) => id !== peer),
        accepted: accepted + 1,
      }));
    },
    bytesSent({ endpoint, bytes, preview, task }) {
      this.used(endpoint, task);
      this.#change(endpoint, ({ queued, sent }) => ({ queued: queued + bytes, sent: sent + bytes, preview }));
    },
    bytesDeparted({ endpoint, bytes, arrival, time }) {
      this.#change(endpoint, ({ queued }) => ({ queued: Math.max(0, queued - bytes) }));
      this.#depart(endpoint, { bytes, departure: time, arrival });
    },
    bytesArrived({ endpoint, bytes }) {
      this.#change(this.#peerOf(endpoint), ({ flight }) => ({ flight: without(flight, bytes) }));
      this.#change(endpoint, ({ unread }) => ({ unread: unread + bytes }));
    },
    bytesRead({ endpoint, bytes, task }) {
      this.used(endpoint, task);
      this.#change(endpoint, ({ unread, read }) => ({
        unread: Math.max(0, unread - bytes),
        read: read + bytes,
      }));
    },
    datagramSent({ endpoint, datagram: id, bytes, address, preview, task, time }) {
      this.used(endpoint, task);
      this.#change(endpoint, ({ sent }) => ({ sent: sent + bytes, preview, remote: address }));
      const [departure, arrival] = [time, time];
      const sent = { id, from: endpoint, to: 0, address, bytes, preview, departure, arrival, loss: "" };
      this.#datagrams.set(id, { ...sent, status: "sent" });
    },
    datagramDeparted({ datagram, peer, arrival, time }) {
      const from = this.#datagrams.get(datagram)?.from ?? 0;
      this.#change(from, () => ({ peer }));
      this.#change(peer, () => ({ peer: from }));
      this.#datagram(datagram, { to: peer, departure: time, arrival, status: "on its way" });
    },
    datagramArrived({ datagram, endpoint }) {
      this.#datagram(datagram, { to: endpoint, status: "arrived" });
      const bytes = this.#datagrams.get(datagram)?.bytes ?? 0;
      this.#change(endpoint, ({ unread }) => ({ unread: unread + bytes }));
    },
    datagramLost({ datagram, reason, time }) {
      this.#lost++;
      this.#datagram(datagram, { arrival: time, status: "lost", loss: reason });
      const lost = [...this.#datagrams.values()].filter(({ status }) => status === "lost");
      for (const { id } of lost.slice(0, -KEPT_LOST)) this.#datagrams.delete(id);
    },
    datagramRead({ datagram, endpoint, bytes, task }) {
      this.used(endpoint, task);
      this.#datagrams.delete(datagram);
      this.#change(endpoint, ({ unread, read }) => ({
        unread: Math.max(0, unread - bytes),
        read: read + bytes,
      }));
    },
    endSent({ endpoint, task }) {
      this.used(endpoint, task);
      this.#change(endpoint, () => ({ ownEnd: "sent" }));
    },
    endDeparted({ endpoint, arrival, time }) {
      this.#change(endpoint, () => ({ ownEnd: "departed" }));
      this.#depart(endpoint, { bytes: 0, departure: time, arrival });
    },
    endArrived({ endpoint }) {
      this.#change(endpoint, () => ({ hasPeerEnded: true }));
      this.#change(this.#peerOf(endpoint), ({ flight }) => ({
        ownEnd: "arrived",
        flight: flight.filter(({ bytes }) => bytes > 0),
      }));
    },
    connectionReset({ endpoint, time }) {
      // What was on its way in either direction is lost.
      this.#change(endpoint, () => ({
        ...begin("reset", time),
        ...{ failure: "reset", queued: 0, flight: [], paused: null },
      }));
      this.#change(this.#peerOf(endpoint), () => ({ flight: [] }));
    },
    endpointClosed({ endpoint, how, task, time }) {
      this.used(endpoint, task);
      this.#change(endpoint, ({ queued, listen }) => ({
        ...begin("closed", time),
        unread: 0,
        paused: null,
        isReadingPaused: false,
        queued: how === "aborted" ? 0 : queued,
        listen: listen && { ...listen, queue: [] },
      }));
    },
    endpointReady: null,
    writingPaused({ endpoint, bytes, mark }) {
      this.#change(endpoint, ({ paused }) => ({
        paused: { buffered: bytes, mark, hasGrown: paused !== null },
      }));
    },
    writingResumed({ endpoint }) {
      this.#change(endpoint, () => ({ paused: null }));
    },
    readingPaused({ endpoint }) {
      this.#change(endpoint, () => ({ isReadingPaused: true }));
    },
    readingResumed({ endpoint }) {
      this.#change(endpoint, () => ({ isReadingPaused: false }));
    },
    handshakeStarted({ endpoint, side, name, task }) {
      this.used(endpoint, task);
      this.#change(endpoint, () => ({ tls: { ...noHandshake, status: "handshake", side, name } }));
    },
    handshakeFinished({ endpoint, version, protocol }) {
      this.#change(endpoint, ({ tls }) => ({
        tls: { ...(tls ?? noHandshake), status: "open", version, protocol },
      }));
    },
    handshakeFailed({ endpoint, reason }) {
      this.#change(endpoint, ({ tls }) => ({ tls: { ...(tls ?? noHandshake), status: "failed", reason } }));
    },
    signalRaised({ name, origin, time }) {
      this.#signal = { name, origin, time };
    },
    processStarted({ process: id, command, parent, stdin, stdout, stderr, task, line, time }) {
      const streams = [stdin, stdout, stderr] as const;
      const process = { ...newProcess, id, command, parent, task, line, since: time, streams };
      this.#processes = Object.freeze([...this.#processes, process]);
      for (const endpoint of streams)
        this.#change(endpoint, (end) => (end.process > 0 ? {} : { process: id }));
    },
    processSignalled({ process, name }) {
      this.#process(process, () => ({ signal: name }));
    },
    processSuspended({ process, reason, endpoint, child, until, time }) {
      this.#atWork = 0;
      this.#process(process, () => ({ wait: { reason, endpoint, child, until, since: time } }));
    },
    processResumed({ process, thread, time }) {
      this.#atWork = thread > 0 ? 0 : process;
      this.#process(process, ({ began }) => ({ began: began ?? time, thread, wait: null }));
    },
    processExited({ process: id, status, signal, time }) {
      if (this.#atWork === id) this.#atWork = 0;
      this.#process(id, () => ({ status, signal, ended: time, wait: null }));
      const { streams = [] } = this.#processes.find((process) => process.id === id) ?? {};
      // What is open belongs to the next process that was given it, or to the program.
      for (const endpoint of streams)
        this.#change(endpoint, (end) => {
          if (end.status === "closed" || end.process !== id) return {};
          const next = this.#processes.find(
            ({ status, streams }) => status === null && streams.includes(endpoint),
          );
          return { process: next?.id ?? 0 };
        });
    },
    processReported: null,
  };

  /** Open one end of a connection, whose other end is `peer`. */
  #open(id: number, peer: Endpoint | undefined, time: number): void {
    // An end that has failed, or was closed meanwhile, stays so.
    this.#change(id, ({ status, address, remote }) => ({
      ...(status === "new" || status === "connecting" ? begin("open", time) : {}),
      peer: peer?.id ?? 0,
      address: address || (peer?.remote ?? ""),
      remote: remote || (peer?.address ?? ""),
    }));
  }

  #depart(endpoint: number, packet: Omit<Packet, "number">): void {
    this.#change(endpoint, ({ flight, departed }) => ({
      flight: [...flight, { ...packet, number: departed + 1 }],
      departed: departed + 1,
    }));
  }

  #peerOf(endpoint: number): number {
    return this.#endpoints.get(endpoint)?.peer ?? 0;
  }

  #change(id: number, change: (endpoint: Endpoint) => Partial<Endpoint>): void {
    const endpoint = this.#endpoints.get(id);
    if (endpoint) this.#endpoints.set(id, { ...endpoint, ...change(endpoint) });
  }

  #listens(id: number, change: (listen: Listening) => Partial<Listening>): void {
    this.#change(id, ({ listen }) => ({ listen: listen && { ...listen, ...change(listen) } }));
  }

  #process(id: number, change: (process: Process) => Partial<Process>): void {
    this.#processes = Object.freeze(
      this.#processes.map((process) => (process.id === id ? { ...process, ...change(process) } : process)),
    );
  }

  #datagram(id: number, change: Partial<Datagram>): void {
    const datagram = this.#datagrams.get(id);
    if (datagram) this.#datagrams.set(id, { ...datagram, ...change });
  }
}

const unused: Omit<Endpoint, "id" | "type"> = {
  host: 0,
  process: 0,
  task: 0,
  status: "new",
  since: 0,
  address: "",
  remote: "",
  remoteHost: 0,
  peer: 0,
  isServer: false,
  failure: "",
  queued: 0,
  flight: [],
  departed: 0,
  unread: 0,
  sent: 0,
  read: 0,
  preview: "",
  ownEnd: "",
  hasPeerEnded: false,
  paused: null,
  isReadingPaused: false,
  tls: null,
  listen: null,
};

const newProcess: Omit<Process, "id" | "command" | "parent" | "task" | "line" | "since" | "streams"> = {
  began: null,
  thread: 0,
  wait: null,
  status: null,
  signal: "",
  ended: null,
};

const noHandshake: Tls = {
  status: "handshake",
  side: "client",
  name: "",
  version: "",
  protocol: "",
  reason: "",
};

function begin(status: Endpoint["status"], since: number): Pick<Endpoint, "status" | "since"> {
  return { status, since };
}

/** Return the packets that are left when the first `bytes` of them have arrived. */
function without(flight: readonly Packet[], bytes: number): Packet[] {
  const rest = [...flight];
  for (let left = bytes; left > 0 && rest[0];) {
    const [first] = rest;
    if (first.bytes > left) rest[0] = { ...first, bytes: first.bytes - left };
    else rest.shift();
    left -= first.bytes;
  }
  return rest;
}
