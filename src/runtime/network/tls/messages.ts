/**
 * Messages of the handshake, of the sizes that OpenSSL's have with an RSA key: a type, a length and a body. What the hellos say is
 * JSON at the beginning of their bodies, filled up with zeros. `handshake.ts` sends and receives them.
 */
import { type Certificate, readCertificate } from "./certificate.ts";

/** Types of messages, as RFC 8446 numbers them. */
export const message = {
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
} as const;
export type MessageType = (typeof message)[keyof typeof message];

export type Version = "TLSv1.2" | "TLSv1.3";

export interface ClientHello {
  versions: Version[];
  /** Name of the server (SNI); null for none. */
  name: string | null;
  alpn: string[];
}

export interface ServerHello {
  version: Version;
  alpn: string | null;
}

export interface Message {
  type: number;
  body: Uint8Array;
}

/** Bytes of a message's type and length. */
export const MESSAGE_HEADER = 4;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Return a message of `size` bytes, or of more if its body needs them. */
export function encode(type: MessageType, size: number, body: Uint8Array = new Uint8Array()): Uint8Array {
  const length = Math.max(size - MESSAGE_HEADER, body.length);
  const bytes = new Uint8Array(MESSAGE_HEADER + length);
  bytes.set([type, length >> 16, (length >> 8) & 0xff, length & 0xff]);
  bytes.set(body, MESSAGE_HEADER);
  return bytes;
}

function json(value: object): Uint8Array {
  return encoder.encode(JSON.stringify(value));
}

/** Return what a hello says; null if it says nothing that can be read. */
export function readHello<T extends ClientHello | ServerHello>(body: Uint8Array): T | null {
  const end = body.indexOf(0);
  try {
    return JSON.parse(decoder.decode(end < 0 ? body : body.subarray(0, end))) as T;
  } catch {
    return null;
  }
}

/** Bytes of the extension with names of protocols. */
function alpnSize(names: readonly string[]): number {
  return names.length === 0 ? 0 : names.reduce((sum, name) => sum + 1 + name.length, 6);
}

/** Return a client's hello. One of 256 bytes or more is filled up to 512, for old servers (RFC 7685). */
export function clientHello(hello: ClientHello): Uint8Array {
  const name = hello.name === null ? 0 : 9 + hello.name.length;
  const isNew = hello.versions.includes("TLSv1.3");
  const isOld = hello.versions.includes("TLSv1.2");
  const size = (isNew ? (isOld ? 280 : 220) : 157) + name + alpnSize(hello.alpn);
  return encode(message.clientHello, size > 255 ? Math.max(size, 512) : size, json(hello));
}

export function serverHello(hello: ServerHello): Uint8Array {
  const size = hello.version === "TLSv1.3" ? 122 : 65 + alpnSize(hello.alpn === null ? [] : [hello.alpn]);
  return encode(message.serverHello, size, json(hello));
}

/** `acknowledgesName`: the server has looked at the name that the client asked for. */
export function encryptedExtensions(alpn: string | null, acknowledgesName: boolean): Uint8Array {
  const size = 6 + (acknowledgesName ? 4 : 0) + alpnSize(alpn === null ? [] : [alpn]);
  return encode(message.encryptedExtensions, size);
}

/** Bytes that stand before the list of certificates, and after each of them. */
const certificateParts = { "TLSv1.2": { before: 0, after: 0 }, "TLSv1.3": { before: 1, after: 2 } };

export function certificates(version: Version, chain: readonly Certificate[]): Uint8Array {
  const { before, after } = certificateParts[version];
  const bytes: number[] = [];
  for (const certificate of chain)
    bytes.push(...length(certificate.bytes.length), ...certificate.bytes, ...Array<number>(after).fill(0));
  const body = [...Array<number>(before).fill(0), ...length(bytes.length), ...bytes];
  return encode(message.certificate, 0, Uint8Array.from(body));
}

function length(count: number): number[] {
  return [count >> 16, (count >> 8) & 0xff, count & 0xff];
}

/** Return the certificates of a message. Throws RangeError for one that is damaged. */
export function readCertificates(version: Version, body: Uint8Array): Certificate[] {
  const { before, after } = certificateParts[version];
  const chain: Certificate[] = [];
  for (let at = before + 3; at < body.length;) {
    const [high = 0, middle = 0, low = 0] = body.subarray(at, at + 3);
    const size = (high << 16) | (middle << 8) | low;
    chain.push(readCertificate(body.subarray(at + 3, at + 3 + size)));
    at += 3 + size + after;
  }
  return chain;
}
