/** Settings of a program's network. They belong to the program, as its seed does. */

export interface LinkSettings {
  /** Seconds that a packet is on its way. */
  readonly latency: number;
  /** Most seconds that chance adds to that, for each packet. */
  readonly jitter: number;
  /** Bytes a second in each direction; 0 for no limit. */
  readonly bandwidth: number;
  /** Share of packets that get lost, from 0 up to 1. A stream sends them again; a datagram is gone. */
  readonly loss: number;
}

export interface NetworkSettings {
  /** Way of a program to itself. */
  readonly localhost: LinkSettings;
  /** Way to every other host that names none of its own. */
  readonly remote: LinkSettings;
  /** Bytes that an endpoint keeps until they depart, and until they are read. */
  readonly sendBuffer: number;
  readonly receiveBuffer: number;
  /** Most endpoints that are open at once. */
  readonly maxEndpoints: number;
}

export const defaultSettings: NetworkSettings = {
  localhost: { latency: 0.0001, jitter: 0, bandwidth: 0, loss: 0 },
  remote: { latency: 0.02, jitter: 0.005, bandwidth: 1_250_000, loss: 0 },
  sendBuffer: 65_536,
  receiveBuffer: 131_072,
  maxEndpoints: 4096,
};

/** Local delivery within the call that sends, as a kernel's loopback does it. */
export const atOnce: LinkSettings = { latency: 0, jitter: 0, bandwidth: 0, loss: 0 };
