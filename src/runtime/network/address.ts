/**
 * Addresses of endpoints: a host's address in its shortest text and a port, or the path of a unix socket with port 0.
 * An abstract unix name begins with a NUL. An IPv4 address that an IPv6 socket uses (`::ffff:127.0.0.1`) is kept as the
 * IPv4 address that it is.
 */
export interface Address {
  readonly host: string;
  readonly port: number;
}

export type Family = "inet" | "inet6" | "unix";

export const ANY_V4 = "0.0.0.0";
export const ANY_V6 = "::";
export const LOCALHOST_V4 = "127.0.0.1";
export const LOCALHOST_V6 = "::1";
export const BROADCAST = "255.255.255.255";
/** Address of the program's own host in the simulated network. */
export const OWN_ADDRESS = "10.0.0.1";

export const isV6 = (host: string): boolean => host.includes(":");
export const isAny = (host: string): boolean => host === ANY_V4 || host === ANY_V6;

/** True for an address of the program's own host. */
export function isOwn(host: string): boolean {
  return host.startsWith("127.") || host === LOCALHOST_V6 || host === OWN_ADDRESS;
}

/** Return an address in the form that the kernel keeps, or null if the text is none. */
export function parseHost(text: string): string | null {
  if (!isV6(text)) return isQuad(text) ? text : null;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1];
  if (mapped !== undefined) return isQuad(mapped) ? mapped : null;
  const words = wordsOf(text);
  return words && shortest(words);
}

/** Return an address as a socket of `family` shows it. */
export function shownHost(host: string, family: Family): string {
  return family === "inet6" && !isV6(host) ? `::ffff:${host}` : host;
}

/** Return the text of an address in a trace: `host:port`, or a path; `@` stands for the NUL of an abstract name. */
export function addressLabel({ host, port }: Address, family: Family): string {
  if (family === "unix") return host.replace(/^\0/, "@");
  return isV6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

function isQuad(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}

/** Return the eight numbers of an IPv6 address, or null. */
function wordsOf(text: string): number[] | null {
  const halves = (text.split("%", 1)[0] as string).split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const count = (head?.length ?? 0) + (tail?.length ?? 0);
  if (halves.length === 1 ? count !== 8 : count > 7) return null;
  const words = [...(head ?? []), ...Array<string>(8 - count).fill("0"), ...(tail ?? [])];
  return words.every((word) => /^[0-9a-f]{1,4}$/i.test(word))
    ? words.map((word) => parseInt(word, 16))
    : null;
}

/** Return an IPv6 address with its longest run of zeros left out (RFC 5952). */
function shortest(words: readonly number[]): string {
  let [from, length] = [0, 0];
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (words[end] === 0) end++;
    if (end - i > length) [from, length] = [i, end - i];
  }
  const text = (part: readonly number[]) => part.map((word) => word.toString(16)).join(":");
  if (length < 2) return text(words);
  return `${text(words.slice(0, from))}::${text(words.slice(from + length))}`;
}
