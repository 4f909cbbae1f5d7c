/**
 * Stand-in for `io.ts` in a worker whose programs use no network: the same names, none of which is used there
 * (`guestFor` of `share/program.ts`).
 */
import { assert } from "../../base/assert.ts";
import type * as io from "./io.ts";

const absent = function (): never {
  assert(false, "this worker has no network");
} as never;

const names = {
  bindUnixSocket: absent,
  createConnection: absent,
  createDatagramEndpoint: absent,
  createServer: absent,
  createUnixConnection: absent,
  DatagramTransport: absent,
  getaddrinfo: absent,
  makeNetwork: absent,
  openConnection: absent,
  openUnixConnection: absent,
  selectorEventsOf: absent,
  serve: absent,
  Server: absent,
  startServer: absent,
  startUnixServer: absent,
  StreamReader: absent,
  StreamWriter: absent,
  Transport: absent,
  TransportSocket: absent,
  Visitors: absent,
  visitorsCome: absent,
} satisfies Record<keyof typeof io, never>;

export const {
  bindUnixSocket,
  createConnection,
  createDatagramEndpoint,
  createServer,
  createUnixConnection,
  DatagramTransport,
  getaddrinfo,
  makeNetwork,
  openConnection,
  openUnixConnection,
  selectorEventsOf,
  serve,
  Server,
  startServer,
  startUnixServer,
  StreamReader,
  StreamWriter,
  Transport,
  TransportSocket,
  Visitors,
  visitorsCome,
} = names;
