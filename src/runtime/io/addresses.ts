/**
 * Addresses of sockets as programs have them: `[host, port]`, with two more numbers for IPv6, or a path. In messages they
 * are written as Python's tuples are.
 */
import { type Address, type Family, isV6, parseHost } from "../network/address.ts";
import { OverflowError } from "../errors/exceptions.ts";
import { textRepr } from "../instrument/text-repr.ts";

/** Address of a socket: `[host, port]`, of IPv6 `[host, port, flowinfo, scopeId]`, or the path of a unix socket. */
export type SocketAddress =
  readonly [host: string, port: number, flowinfo?: number, scopeId?: number] | string;

/** Host and port, where a name will do. */
export type HostAndPort = readonly [host: string, port: number];

/** Return an address of the kernel as a program gets it. */
export function fromKernel({ host, port }: Address, family: Family): SocketAddress {
  if (family === "unix") return host;
  return family === "inet6" ? [host, port, 0, 0] : [host, port];
}

/** Return an address for the kernel, which takes numeric hosts alone. Throws OverflowError for a port out of range. */
export function toKernel(address: SocketAddress, family: Family, call: string): Address {
  if (typeof address === "string") return { host: address, port: 0 };
  const [host, port] = address;
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535))
    throw new OverflowError(`${call}(): port must be 0-65535.`);
  return { host: host === "" ? (family === "inet6" ? "::" : "0.0.0.0") : host, port };
}

/** Return the family of a numeric address; null for a name. */
export function familyOf(host: string): "inet" | "inet6" | null {
  if (parseHost(host) === null) return null;
  return isV6(host) ? "inet6" : "inet";
}

/** Return an address as Python's repr writes it. */
export function addressRepr(address: SocketAddress | null): string {
  if (address === null) return "None";
  if (typeof address === "string") return textRepr(address);
  const [host, ...numbers] = address;
  return `(${[textRepr(host), ...numbers].join(", ")})`;
}

/** True for two addresses that are the same. */
export function isSameAddress(a: SocketAddress, b: SocketAddress): boolean {
  return addressRepr(a) === addressRepr(b);
}
