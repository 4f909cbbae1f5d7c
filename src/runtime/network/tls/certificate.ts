/**
 * Certificates as X.509 has them, read only: names, issuer, dates. Signatures are not checked, as nothing here has keys: an issuer
 * is known by its name.
 *
 * Mirrors what `_ssl._test_decode_cert` of CPython gives of a certificate. Left out: the addresses of revocation lists and OCSP.
 */
import { type DerValue, oidText, readDer, tag, within } from "./der.ts";

/** A name: sets of a kind and a value, such as `commonName` and `localhost`. */
export type DistinguishedName = readonly (readonly (readonly [kind: string, value: string])[])[];
/** An alternative name: its kind, such as `DNS` or `IP Address`, and its value. */
export type AlternativeName = readonly [kind: string, value: string | DistinguishedName];

export interface Certificate {
  readonly bytes: Uint8Array;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  readonly version: number;
  readonly serialNumber: string;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly alternativeNames: readonly AlternativeName[];
  /** Bytes of a signature by its key. */
  readonly signatureSize: number;
}

const KINDS: Readonly<Record<string, string>> = {
  "2.5.4.3": "commonName",
  "2.5.4.6": "countryName",
  "2.5.4.7": "localityName",
  "2.5.4.8": "stateOrProvinceName",
  "2.5.4.10": "organizationName",
  "2.5.4.11": "organizationalUnitName",
  "1.2.840.113549.1.9.1": "emailAddress",
};
const ALTERNATIVE_NAMES = "2.5.29.17";
const EXTENSIONS = 0xa3;
const VERSION = 0xa0;
/** Bytes of an ECDSA signature with P-256, about. */
const ECDSA = 71;

const utf8 = new TextDecoder();

/** Read a certificate. Throws RangeError for bytes that are none. */
export function readCertificate(bytes: Uint8Array): Certificate {
  const [outer] = readDer(bytes);
  const parts = within(within(outer)[0]);
  const version = parts[0]?.tag === VERSION ? (within(parts.shift())[0]?.bytes[0] ?? 0) + 1 : 1;
  const [serial, , issuer, validity, subject, key, ...others] = parts;
  const [notBefore, notAfter] = within(validity);
  return {
    bytes,
    subject: readName(subject),
    issuer: readName(issuer),
    version,
    serialNumber: hex(serial),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    alternativeNames: alternativeNames(others.find((part) => part.tag === EXTENSIONS)),
    signatureSize: signatureSize(key),
  };
}

function readName(value: DerValue | undefined): DistinguishedName {
  return within(value).map((set) =>
    within(set).map((pair) => {
      const [kind, text] = within(pair);
      const dotted = oidText(kind?.bytes ?? new Uint8Array());
      return [KINDS[dotted] ?? dotted, utf8.decode(text?.bytes)] as const;
    }),
  );
}

function readTime(value: DerValue | undefined): number {
  let text = utf8.decode(value?.bytes);
  if (value?.tag === tag.utcTime) text = `${Number(text.slice(0, 2)) < 50 ? "20" : "19"}${text}`;
  const at = (from: number) => Number(text.slice(from, from + 2));
  return Date.UTC(Number(text.slice(0, 4)), at(4) - 1, at(6), at(8), at(10), at(12));
}

function hex(value: DerValue | undefined): string {
  const text = [...(value?.bytes ?? [])].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return (text.length > 2 ? text.replace(/^00/, "") : text).toUpperCase();
}

function alternativeNames(extensions: DerValue | undefined): AlternativeName[] {
  if (!extensions) return [];
  for (const extension of within(within(extensions)[0])) {
    const [kind, ...rest] = within(extension);
    if (kind && oidText(kind.bytes) === ALTERNATIVE_NAMES)
      return within(within(rest.at(-1))[0]).map(alternativeName);
  }
  return [];
}

function alternativeName({ tag: kind, bytes }: DerValue): AlternativeName {
  if (kind === 0x81) return ["email", utf8.decode(bytes)];
  if (kind === 0x82) return ["DNS", utf8.decode(bytes)];
  if (kind === 0x86) return ["URI", utf8.decode(bytes)];
  if (kind === 0x87) return ["IP Address", addressText(bytes)];
  if (kind === 0x88) return ["Registered ID", oidText(bytes)];
  if (kind === 0xa4) return ["DirName", readName(readDer(bytes)[0])];
  return ["othername", "<unsupported>"];
}

/** An address as OpenSSL writes it: IPv6 in full, without leading zeros. */
function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  return Array.from({ length: bytes.length / 2 }, (_, at) =>
    (((bytes[2 * at] as number) << 8) | (bytes[2 * at + 1] as number)).toString(16).toUpperCase(),
  ).join(":");
}

/** The size of a signature: an RSA key's own size, else that of a common elliptic curve. */
function signatureSize(key: DerValue | undefined): number {
  const bits = within(key)[1]?.bytes.subarray(1);
  if (bits?.[0] !== tag.sequence) return ECDSA;
  const modulus = within(readDer(bits)[0])[0]?.bytes ?? new Uint8Array();
  return modulus[0] === 0 ? modulus.length - 1 : modulus.length;
}

/** True if two names are the same. */
export function sameName(a: DistinguishedName, b: DistinguishedName): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

const PEM = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----([^-]+)-----END/g;

/** Return the certificates of a text in PEM form. Throws RangeError for one that is damaged. */
export function readPem(text: string): Certificate[] {
  return [...text.matchAll(PEM)].map(([, base64 = ""]) => {
    try {
      return readCertificate(Uint8Array.from(atob(base64.replace(/\s/g, "")), (c) => c.charCodeAt(0)));
    } catch {
      throw new RangeError("the certificate is damaged");
    }
  });
}
