/**
 * Messages of PostgreSQL's wire protocol (version 3), as far as a server in front of one session reads and writes them. Names and
 * texts have one character a byte. Called by clients' sessions.
 */
import { ByteBuffer } from "../byte-buffer.ts";

/** A message without a type is the first of a connection. */
export type Message = Uint8Array;

/** Request codes in place of a version, for what has a first message of its own. */
export const CANCEL = 80877102;
export const SSL = 80877103;
export const GSS = 80877104;

/** Most bytes of a message; PostgreSQL's own limit is a gibibyte. */
const MAX_BYTES = 64 * 1024 * 1024;

export const typeOf = (message: Message): string => String.fromCharCode(message[0] ?? 0);
const numberAt = (bytes: Uint8Array, at: number) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(at);

/** Return the version, or the request code, of a connection's first message. */
export const codeOf = (first: Message): number => numberAt(first, 4);

/** Bytes that are no message. */
export class ProtocolError extends Error {}

export class MessageReader {
  readonly #buffer = new ByteBuffer();

  push(bytes: Uint8Array): void {
    this.#buffer.push(bytes);
  }

  /** Return the next message; null if it has not arrived whole. The first one has no type. Throws ProtocolError. */
  next(isFirst: boolean): Message | null {
    const start = isFirst ? 0 : 1;
    if (this.#buffer.size < start + 4) return null;
    let length = 0;
    for (let i = 0; i < 4; i++) length = length * 256 + (this.#buffer.at(start + i) ?? 0);
    if (length < (isFirst ? 8 : 4) || length > MAX_BYTES) throw new ProtocolError("invalid message length");
    return this.#buffer.size < start + length ? null : this.#buffer.take(start + length);
  }
}

/** Return a server's messages one by one. */
export function* messagesIn(answer: Uint8Array): Iterable<Message> {
  for (let at = 0; at + 5 <= answer.length;) {
    const size = 1 + numberAt(answer, at + 1);
    yield answer.subarray(at, at + size);
    at += size;
  }
}

/** Return a message of a type with a body: texts, each ended by a zero byte, or bytes. */
export function message(type: string, ...parts: readonly (string | Uint8Array)[]): Message {
  const bodies = parts.map((part) => (typeof part === "string" ? bytesOf(`${part}\0`) : part));
  const size = bodies.reduce((sum, body) => sum + body.length, 0);
  const made = new Uint8Array(5 + size);
  made[0] = type.charCodeAt(0);
  new DataView(made.buffer).setInt32(1, 4 + size);
  let at = 5;
  for (const body of bodies) {
    made.set(body, at);
    at += body.length;
  }
  return made;
}

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Return the text that begins at a place and ends with a zero byte. */
export function textAt(bytes: Message, at: number): string {
  const end = bytes.indexOf(0, at);
  let text = "";
  for (const byte of bytes.subarray(at, end < 0 ? bytes.length : end)) text += String.fromCharCode(byte);
  return text;
}
