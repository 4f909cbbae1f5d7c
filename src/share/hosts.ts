/**
 * Hosts that a program may ask for, by its text: built-in hosts are loaded for these programs alone. A text may be taken for one
 * that asks without need; the run is the same then.
 */
import type { Program } from "./program.ts";

/** Words of programs that connect to other hosts. */
const CONNECTS = /connect|socket|addrinfo|gethostby|urlopen|http|redis|datagram|url/i;
/** A name of a host in quotes, or in an address: with a dot before a letter, or that of a built-in host. */
const HOST = /redis|6379|postgres|5432|:\/\/|["'`@][\w{}.-]*[\w}]\.[a-z{][\w{}-]*\.?["'`:/]/i;

/** True for a program whose run needs the built-in hosts: a library names its host by itself. */
export function mayAskHosts({ source, packages = [] }: Pick<Program, "source" | "packages">): boolean {
  return packages.length > 0 || (CONNECTS.test(source) && HOST.test(source));
}

/** Words of programs that talk to PostgreSQL: the client that runs here, the name of a host, the beginning of an address. */
const POSTGRES = /\bpg8000\b|["'`@/]postgres/;
/** PostgreSQL's port, and words of programs that serve something themselves, perhaps at that port. */
const POSTGRES_PORT = /\b5432\b/;
const SERVES = /start_?server|create_?server|\blisten\(/i;

/**
 * True for a program that may ask PostgreSQL: in Python, since each program in TypeScript would wait until its engine starts. The
 * engine is megabytes: a person is asked before it is loaded.
 */
export function mayAskPostgres({ language, source }: Pick<Program, "language" | "source">): boolean {
  if (language !== "python") return false;
  return POSTGRES.test(source) || (POSTGRES_PORT.test(source) && !SERVES.test(source));
}
