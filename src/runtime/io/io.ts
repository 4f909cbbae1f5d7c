/**
 * All of the network that the rest of the runtime uses, as one module. A worker for programs without a network has
 * `no-network.ts` in its place (`build/sandbox-files.ts`): so it is half as large.
 */
export { createConnection } from "./connections.ts";
export { createDatagramEndpoint } from "./datagrams.ts";
export { getaddrinfo } from "./look-ups.ts";
export { connectReadPipe, connectWritePipe } from "./pipe-transports.ts";
export { pipe, ReadPipe, WritePipe } from "./pipes.ts";
export { makeNetwork } from "./program-network.ts";
export { Socket, socketPair, systemSocketOf } from "./program-socket.ts";
export { Visitors, visitorsCome } from "./program-visitors.ts";
export { selectorEventsOf } from "./selector-events.ts";
export { Server } from "./server.ts";
export { createServer, serve } from "./servers.ts";
export { TransportSocket } from "./socket.ts";
export {
  connectProgramSocket,
  sockAccept,
  sockRecv,
  sockRecvfrom,
  sockRecvfromInto,
  sockRecvInto,
  sockSendall,
  sockSendto,
} from "./socket-calls.ts";
export { StreamReaderProtocol } from "./stream-protocol.ts";
export { StreamReader } from "./stream-reader.ts";
export { StreamWriter } from "./stream-writer.ts";
export { openConnection, openUnixConnection, startServer, startUnixServer } from "./streams.ts";
export { DatagramTransport, ReadTransport, Transport, WriteTransport } from "./transports.ts";
export { bindUnixSocket, createUnixConnection } from "./unix-events.ts";
