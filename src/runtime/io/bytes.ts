/** Bytes that a program gives to send. Called by transports, sockets and pipes. */

/** Bytes to send. A string is sent in UTF-8. */
export type Bytes = Uint8Array | string;

const encoder = new TextEncoder();

/** Return bytes as they are, and a string in UTF-8. Throws TypeError for another value. */
export function toBytes(data: Bytes): Uint8Array {
  if (typeof data === "string") return encoder.encode(data);
  if (data instanceof Uint8Array) return data;
  throw new TypeError(
    `data argument must be a Uint8Array or a string, not ${data === null ? "null" : typeof data}`,
  );
}
