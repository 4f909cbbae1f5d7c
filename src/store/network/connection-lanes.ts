/**
 * Lanes of connections: for each connection that the program asked for, spans in which it is being opened, carries bytes,
 * holds bytes that wait to be read, or rests. In the looks of a task's lane: outlined, solid, hatched, a line. Derived from
 * the trace as it grows; called by `Spans` with each event of the network.
 */
import type { TraceEvent } from "../../events/event.ts";
import { type Lane, LaneBuilder, type Span } from "../lane.ts";
import { shortAddress } from "./network-words.ts";

/** Reason of a span in which bytes wait to be read. */
const UNREAD = "unread";

/** A connection as far as its lane needs it. */
interface Connection {
  readonly lane: LaneBuilder;
  /** Packets on the way, and unread bytes of each end. */
  flying: number;
  readonly unread: Map<number, number>;
  /** Ends that are open. */
  readonly open: Set<number>;
}

export class ConnectionLanes {
  readonly #lanes: LaneBuilder[] = [];
  /** By each end. */
  readonly #connections = new Map<number, Connection>();
  readonly #hosts = new Map<number, string>();

  readonly #nameOf: (task: number) => string;

  /** `nameOf` gives the name of a task for people. */
  constructor(nameOf: (task: number) => string) {
    this.#nameOf = nameOf;
  }

  /** In order of the requests. */
  get lanes(): readonly Lane[] {
    return this.#lanes;
  }

  /** Return the lane of the connection that an endpoint is an end of. */
  laneOf(endpoint: number): Lane | undefined {
    return this.#connections.get(endpoint)?.lane;
  }

  /** Take in the next event. */
  take(event: TraceEvent): void {
    const { index, time } = event;
    switch (event.kind) {
      case "hostAdded":
        this.#hosts.set(event.host, event.name);
        break;
      case "connectionRequested": {
        const to = this.#hosts.get(event.host) ?? shortAddress(event.address);
        const from = event.task > 0 ? this.#nameOf(event.task) : "the program";
        const lane = new LaneBuilder(0, `${from} → ${to}`, "", 0, 0, event.endpoint);
        this.#lanes.push(lane);
        const open = new Set([event.endpoint]);
        this.#connections.set(event.endpoint, { lane, flying: 0, unread: new Map(), open });
        lane.begin("waiting", index, time, "connect");
        break;
      }
      case "connectionOpened": {
        const connection = this.#connections.get(event.endpoint);
        if (!connection) break;
        this.#connections.set(event.peer, connection);
        connection.open.add(event.peer);
        connection.lane.begin("ready", index, time);
        break;
      }
      case "connectionFailed":
      case "connectionReset":
        this.#change(event, (connection) => connection.open.clear());
        break;
      case "bytesDeparted":
        this.#change(event, (connection) => connection.flying++);
        break;
      case "bytesArrived":
        this.#change(event, (connection) => {
          connection.flying--;
          count(connection, event.endpoint, event.bytes);
        });
        break;
      case "bytesRead":
        this.#change(event, (connection) => count(connection, event.endpoint, -event.bytes));
        break;
      case "endpointClosed":
        this.#change(event, ({ open, unread }) => {
          open.delete(event.endpoint);
          unread.delete(event.endpoint);
        });
        break;
      default:
      // Other kinds change no lane.
    }
  }

  #change(
    { endpoint, index, time }: { endpoint: number; index: number; time: number },
    change: (connection: Connection) => void,
  ): void {
    const connection = this.#connections.get(endpoint);
    if (!connection || connection.lane.status === "done") return;
    change(connection);
    const { lane } = connection;
    const last = lane.spans.at(-1) as Span;
    if (connection.open.size === 0) return lane.finish(index, time);
    const [status, reason] = statusOf(connection);
    if (status !== last.status) lane.begin(status, index, time, reason);
  }
}

function count({ unread }: Connection, endpoint: number, bytes: number): void {
  unread.set(endpoint, Math.max(0, (unread.get(endpoint) ?? 0) + bytes));
}

function statusOf({ flying, unread }: Connection): [Span["status"], string] {
  if (flying > 0) return ["running", ""];
  return [...unread.values()].some((bytes) => bytes > 0) ? ["waiting", UNREAD] : ["ready", ""];
}
