/** A service of a built-in host on real sockets of the loopback, for clients that we did not write. Its delays take no time. */
import { createServer, type AddressInfo, type Socket } from "node:net";
import type { Connection, Serve } from "../../runtime/network/service.ts";

export interface OnLoopback {
  readonly port: number;
  close(): Promise<void>;
}

/** Serve on a free port of 127.0.0.1. */
export async function onLoopback(serve: Serve): Promise<OnLoopback> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    const connection: Connection = {
      peer: { host: "127.0.0.1", port: socket.remotePort ?? 0 },
      send: (bytes) => void socket.write(bytes),
      end: () => void socket.end(),
      abort: () => void socket.resetAndDestroy(),
      after: (_seconds, then) => void setImmediate(() => socket.destroyed || then()),
    };
    const service = serve(connection);
    socket.on("data", (bytes) => service.received?.(new Uint8Array(bytes)));
    socket.on("end", () => (service.ended ? service.ended() : connection.end()));
    socket.on("error", () => service.failed?.(0));
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
