/**
 * Replies of Redis and their bytes, in protocol version 2 or 3 (RESP). Strings have one character a byte, as everywhere in this
 * host. Called by commands, which make replies, and by clients' sessions, which send them.
 */

/** Status such as "OK". */
export class Status {
  constructor(readonly text: string) {}
}
/** Error whose text begins with its kind: "ERR …". Commands throw it. */
export class RedisError extends Error {}
/** A map: in version 2 a flat array. */
export class Pairs {
  constructor(readonly entries: readonly (readonly [Reply, Reply])[]) {}
}
/** Members without an order: in version 2 an array. */
export class Members {
  constructor(readonly items: readonly Reply[]) {}
}
/** A number that may be no integer: in version 2 a string. */
export class Double {
  constructor(readonly value: number) {}
}
/** What comes without a request, such as a message of a channel: in version 2 an array. */
export class Push {
  constructor(readonly items: readonly Reply[]) {}
}
/** A longer text for people: in version 2 a string. */
export class Verbatim {
  constructor(readonly text: string) {}
}
/** The absence of an array; `null` is that of a string. */
export const NO_ARRAY = Symbol("no array");

export type Reply =
  | string
  | number
  | bigint
  | null
  | typeof NO_ARRAY
  | Status
  | RedisError
  | Pairs
  | Members
  | Double
  | Push
  | Verbatim
  | readonly Reply[];

export const OK = new Status("OK");

/** Return the text of a number as Redis writes it. */
export function doubleText(value: number): string {
  if (value === Infinity) return "inf";
  return value === -Infinity ? "-inf" : String(value);
}

/** Return the bytes of a reply, one character each. */
export function encodeReply(reply: Reply, version: 2 | 3): string {
  const isNew = version === 3;
  const all = (mark: string, items: readonly Reply[]) =>
    `${mark}${items.length}\r\n${items.map((item) => encodeReply(item, version)).join("")}`;
  if (typeof reply === "string") return `$${reply.length}\r\n${reply}\r\n`;
  if (typeof reply === "number" || typeof reply === "bigint") return `:${reply}\r\n`;
  if (reply === null) return isNew ? "_\r\n" : "$-1\r\n";
  if (reply === NO_ARRAY) return isNew ? "_\r\n" : "*-1\r\n";
  if (reply instanceof Status) return `+${reply.text}\r\n`;
  if (reply instanceof RedisError) return `-${reply.message.replace(/[\r\n]/g, " ")}\r\n`;
  if (reply instanceof Members) return all(isNew ? "~" : "*", reply.items);
  if (reply instanceof Push) return all(isNew ? ">" : "*", reply.items);
  if (reply instanceof Double) {
    return isNew ? `,${doubleText(reply.value)}\r\n` : encodeReply(doubleText(reply.value), version);
  }
  if (reply instanceof Verbatim) {
    return isNew ? `=${reply.text.length + 4}\r\ntxt:${reply.text}\r\n` : encodeReply(reply.text, version);
  }
  if (reply instanceof Pairs) {
    const { entries } = reply;
    const flat = entries.flat().map((item) => encodeReply(item, version));
    return `${isNew ? `%${entries.length}` : `*${2 * entries.length}`}\r\n${flat.join("")}`;
  }
  return all("*", reply);
}
