/** What sockets of Node have in common: numbers of their errors, and the network that owns them. */
import type { Endpoint } from "../network/endpoint.ts";
import { errno } from "../network/errno.ts";

/** Return the number of an error of Node. */
export function numberOf(error: Error): number {
  const { code = "" } = error as NodeJS.ErrnoException;
  return code in errno ? errno[code as keyof typeof errno] : errno.ECONNABORTED;
}

/** Part of the network that a socket uses. */
export interface SocketOwner {
  /** Let the loop look at what is ready. */
  wake(): void;
  opened(socket: Endpoint): void;
  closed(socket: Endpoint): void;
}
