/**
 * Random programs with streams: clients and a server that send, read with and without a timeout, end one side, close, abort,
 * and are cancelled, over a network of their own. A program is data here; `write.ts` writes it in each language.
 */
import type { NetworkOptions } from "../../share/network.ts";
import { Twister } from "../threads/twister.ts";

/** What one side of a connection does, one after the other. */
export type Action =
  | { do: "send"; bytes: number; drains: boolean }
  | { do: "read" | "readexactly"; bytes: number; timeout: number | null }
  | { do: "readline"; timeout: number | null }
  | { do: "sleep"; seconds: number }
  | { do: "end" | "close" | "abort" | "wait" };

/** What the main task does to the others, at a time. */
export interface Deed {
  /** Seconds after the deed before. */
  after: number;
  does: { cancel: number } | "close" | "closeClients" | "abortClients";
}

export interface ConnectionProgram {
  clients: { starts: number; actions: Action[] }[];
  /** Actions of the server for its nth connection; the last list is that of all others, too. */
  handlers: Action[][];
  deeds: Deed[];
  /** Limit of the streams, in bytes. */
  limit: number;
  /** True for TLS on all connections. */
  hasTls: boolean;
  network: NetworkOptions;
}

const TIMES = [0, 0.01, 0.05, 0.1, 0.1, 0.25, 1];
const SIZES = [1, 10, 100, 1000, 5000, 70_000, 200_000];

/** Return the program of a seed. */
export function generate(seed: number): ConnectionProgram {
  const random = new Twister(seed);
  const oneOf = <T>(values: readonly T[]): T => values[random.below(values.length)] as T;
  const many = <T>(least: number, most: number, make: () => T): T[] =>
    Array.from({ length: least + random.below(most - least + 1) }, make);
  const timeout = () => (random.below(3) === 0 ? null : oneOf(TIMES));
  const action = (): Action => {
    switch (random.below(12)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return { do: "send", bytes: oneOf(SIZES), drains: random.below(3) > 0 };
      case 4:
      case 5:
        return { do: "read", bytes: random.below(4) === 0 ? -1 : oneOf(SIZES), timeout: timeout() };
      case 6:
        return { do: "readexactly", bytes: oneOf(SIZES), timeout: timeout() };
      case 7:
        return { do: "readline", timeout: timeout() };
      case 8:
        return { do: "end" };
      case 9:
        return { do: oneOf(["close", "close", "abort"]) };
      case 10:
        return { do: "wait" };
      default:
        return { do: "sleep", seconds: oneOf(TIMES) };
    }
  };
  const clients = many(1, 4, () => ({ starts: oneOf(TIMES), actions: many(1, 7, action) }));
  const deed = (): Deed => ({
    after: oneOf(TIMES),
    does:
      random.below(3) > 0
        ? { cancel: random.below(clients.length) }
        : oneOf(["close", "close", "closeClients", "abortClients"] as const),
  });
  return {
    clients,
    handlers: many(1, 3, () => many(1, 7, action)),
    deeds: many(0, 3, deed),
    limit: oneOf([100, 2 ** 16, 2 ** 16]),
    network: networkOf(random, oneOf),
    hasTls: random.below(3) === 0,
  };
}

function networkOf(random: Twister, oneOf: <T>(values: readonly T[]) => T): NetworkOptions {
  if (random.below(3) === 0) return {};
  return {
    "localhost.latency": oneOf([0, 0.01, 0.1]),
    "localhost.jitter": oneOf([0, 0, 0.05]),
    "localhost.bandwidth": oneOf([0, 0, 50_000]),
    "localhost.loss": oneOf([0, 0, 0.2]),
    sendBuffer: oneOf([1000, 65_536]),
    receiveBuffer: oneOf([2000, 131_072]),
  };
}
