/**
 * Records of simulated TLS: the frames that carry everything, of the sizes that real ones have. Nothing is encrypted: where a
 * real record has an authentication tag, these say "simulated-TLS-13" or "simulated-TLS-12".
 *
 * Invariant: `open(seal(…))` gives the content back. `connection.ts` writes and reads records; `describe.ts` names them.
 */

/** Types of content, as RFC 8446 numbers them. */
export const content = { changeCipherSpec: 20, alert: 21, handshake: 22, data: 23 } as const;
export type ContentType = (typeof content)[keyof typeof content];

/** Protection of a record: none before the keys, then that of a version. */
export type Protection = "none" | "1.2" | "1.3";

/** Bytes of a record's header: its type, a version, and the number of bytes that follow. */
export const HEADER = 5;
/** Bytes of content in one record, at most. */
export const MAX_CONTENT = 16_384;
/** Bytes before the content in TLS 1.2: the explicit nonce of AES-GCM. */
const NONCE = 8;

const text = new TextEncoder();
const tags = { "1.2": text.encode("simulated-TLS-12"), "1.3": text.encode("simulated-TLS-13") };

/** One record with its content. */
export interface TlsRecord {
  type: number;
  content: Uint8Array;
}

/** Return a record as bytes: 5 more than its content without protection, 29 more in TLS 1.2, 22 more in TLS 1.3. */
export function seal(protection: Protection, type: ContentType, bytes: Uint8Array): Uint8Array {
  const before = protection === "1.2" ? NONCE : 0;
  // TLS 1.3 hides the type behind the content.
  const hidden = protection === "1.3" ? [type] : [];
  const tag = protection === "none" ? [] : tags[protection];
  const size = before + bytes.length + hidden.length + tag.length;
  const record = new Uint8Array(HEADER + size);
  record.set([protection === "1.3" ? content.data : type, 3, 3, size >> 8, size & 0xff]);
  record.set(bytes, HEADER + before);
  record.set([...hidden, ...tag], HEADER + before + bytes.length);
  return record;
}

/** Return the bytes of the record that begins with a header, including the header. */
export function recordSize(header: Uint8Array): number {
  return HEADER + (((header[3] as number) << 8) | (header[4] as number));
}

/** Return the record in `bytes`, which are one whole record. Its protection is seen by its tag. */
export function open(bytes: Uint8Array): TlsRecord {
  const type = bytes[0] as number;
  const tag = bytes.subarray(-tags["1.3"].length);
  const end = bytes.length - tag.length;
  if (type === content.data && equals(tag, tags["1.3"]))
    return { type: bytes[end - 1] as number, content: bytes.subarray(HEADER, end - 1) };
  if (equals(tag, tags["1.2"])) return { type, content: bytes.subarray(HEADER + NONCE, end) };
  return { type, content: bytes.subarray(HEADER) };
}

/** True if two sequences of bytes are the same. */
export function equals(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
