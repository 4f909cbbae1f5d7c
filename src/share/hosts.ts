/**
 * Hosts that a program may ask for, by its text: built-in hosts are loaded for these programs alone. A text may be taken for one
 * that asks without need; the run is the same then.
 */
import type { Program } from "./program.ts";

/** Words of programs that connect to other hosts. */
const CONNECTS = /connect|socket|addrinfo|gethostby|urlopen|http|redis|datagram|url/i;
/** A name of a host in quotes, or in an address: with a dot before a letter, or that of a built-in host. */
const HOST = /redis|6379|:\/\/|["'`@][\w{}.-]*[\w}]\.[a-z{][\w{}-]*\.?["'`:/]/i;

/** True for a program whose run needs the built-in hosts: a library names its host by itself. */
export function mayAskHosts({ source, packages = [] }: Pick<Program, "source" | "packages">): boolean {
  return packages.length > 0 || (CONNECTS.test(source) && HOST.test(source));
}
