/** A little DER, the encoding of certificates: values with a tag, each of known length. Used by the modules beside this one. */

/** A value: its tag and its bytes, which are other values where the tag says so. */
export interface DerValue {
  tag: number;
  bytes: Uint8Array;
}

export const tag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Return the values in a row. Throws RangeError if the bytes are no DER. */
export function readDer(bytes: Uint8Array): DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length;) {
    const kind = bytes[at] as number;
    let length = bytes[at + 1] ?? NaN;
    at += 2;
    if (length >= 0x80) {
      const digits = bytes.subarray(at, at + (length & 0x7f));
      length = digits.reduce((sum, digit) => sum * 256 + digit, 0);
      at += digits.length;
    }
    if (!(at + length <= bytes.length)) throw new RangeError("the bytes are no DER");
    values.push({ tag: kind, bytes: bytes.subarray(at, at + length) });
    at += length;
  }
  return values;
}

/** Return the values inside of one. Throws RangeError if there is none, or it is not made of values. */
export function within(value: DerValue | undefined): DerValue[] {
  if (!value) throw new RangeError("a value is missing");
  return readDer(value.bytes);
}

/** Return a value as bytes; its parts follow each other. */
export function der(kind: number, ...parts: (Uint8Array | readonly number[])[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Uint8Array.from([kind, ...length, ...parts.flatMap((part) => [...part])]);
}

/** Return the dotted form of an object identifier. */
export function oidText(bytes: Uint8Array): string {
  const numbers: number[] = [];
  let number = 0;
  for (const byte of bytes) {
    number = number * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(number);
      number = 0;
    }
  }
  const [first = 0, ...rest] = numbers;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - 40 * root, ...rest].join(".");
}

/** Return an object identifier of three or more numbers, each below 128 but the first two. */
export function oid(dotted: string): Uint8Array {
  const [root = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(tag.oid, [40 * root + second, ...rest]);
}
