/**
 * Lane of a connection: the way of bytes from one end to the other. A packet's place follows from the times of its
 * departure and arrival and the state's time alone, so it is the same at each visit of a moment. Called by
 * `wire-model.ts`.
 */
import type { LoopState } from "../../store/loop-state.ts";
import type { Endpoint } from "../../store/network/network-state.ts";

/** Something on its way, at a place from 0 at its start to 1 at its end. */
export interface Moving {
  readonly key: string;
  readonly at: number;
  readonly bytes: number;
  readonly look: "bytes" | "end" | "lost";
  readonly title: string;
}

export interface Lane {
  /** Bytes that wait to depart: in the socket's buffer, and over it in the transport's. */
  readonly queued: number;
  /** The mark that the transport's buffer is over; 0 while writing is not paused. */
  readonly mark: number;
  readonly moving: readonly Moving[];
  /** Bytes that arrived and wait to be read. */
  readonly unread: number;
  readonly isReadingPaused: boolean;
  /** The end of the stream: on its way, or arrived; empty before. */
  readonly end: "" | "leaving" | "arrived";
  /** Datagrams of this direction that were lost, among the last. */
  readonly lost: number;
}

/** Packets that a lane shows; of more the first ones to arrive. */
const MAX_MOVING = 24;

export function laneOf(state: LoopState, from: Endpoint | undefined, to: Endpoint | undefined): Lane {
  const datagrams = from?.type === "udp" ? datagramsOf(state, from, to) : [];
  return {
    queued: Math.max(from?.queued ?? 0, from?.paused?.buffered ?? 0),
    mark: from?.paused?.mark ?? 0,
    moving: from ? [...packetsOf(state, from), ...datagrams].slice(0, MAX_MOVING) : [],
    unread: to?.unread ?? 0,
    isReadingPaused: to?.isReadingPaused ?? false,
    end: to?.hasPeerEnded ? "arrived" : (from?.ownEnd ?? "") === "" ? "" : "leaving",
    lost: datagrams.filter(({ look }) => look === "lost").length,
  };
}

/** Return the share of its way that something has gone at a time; all of it where the way takes no time. */
export function shareOfWay(departure: number, arrival: number, time: number): number {
  if (arrival <= departure) return 1;
  return Math.max(0, Math.min(1, (time - departure) / (arrival - departure)));
}

function packetsOf({ time }: LoopState, { id, flight }: Endpoint): Moving[] {
  return flight.flatMap(({ number, bytes, departure, arrival }) =>
    // What is overdue was sent to an end that is closed.
    arrival < time
      ? []
      : {
          key: `${id}:${number}`,
          at: shareOfWay(departure, arrival, time),
          bytes,
          look: bytes > 0 ? ("bytes" as const) : ("end" as const),
          title: bytes > 0 ? `${bytes} bytes` : "end of the stream",
        },
  );
}

/** Place at which a lost datagram leaves the lane. */
const FALLS = 0.5;

function datagramsOf({ network, time }: LoopState, from: Endpoint, to: Endpoint | undefined): Moving[] {
  return network.datagrams.flatMap(({ id, from: sender, to: receiver, status, ...datagram }) => {
    if (sender !== from.id || (receiver > 0 && receiver !== to?.id) || status === "arrived") return [];
    const { departure, arrival, bytes, loss, preview } = datagram;
    const isLost = status === "lost";
    const at = isLost ? (loss === "lost on the way" ? FALLS : 1) : shareOfWay(departure, arrival, time);
    const said = preview || `${bytes} bytes`;
    const title = isLost ? `${said}: ${loss}` : said;
    return {
      key: `datagram:${id}`,
      at: status === "sent" ? 0 : at,
      bytes,
      look: isLost ? ("lost" as const) : ("bytes" as const),
      title,
    };
  });
}
