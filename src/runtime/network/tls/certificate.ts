/**
 * Certificates as X.509 has them, read only: names, issuer, dates, addresses of the issuer. Signatures are not checked, as nothing
 * here has keys: an issuer is known by its name.
 *
 * Mirrors what `_ssl._test_decode_cert` of CPython gives of a certificate.
 */
import { type DerValue, oidText, readDer, tag, within } from "./der.ts";

/** A name: sets of a kind and a value, such as `commonName` and `localhost`. */
export type DistinguishedName = readonly (readonly (readonly [kind: string, value: string])[])[];
/** An alternative name: its kind, such as `DNS` or `IP Address`, and its value. */
export type AlternativeName = readonly [kind: string, value: string | DistinguishedName];

/** URIs that an issuer gives, by the names of `ssl.SSLSocket.getpeercert`; a kind that the certificate lacks is absent. */
export interface IssuerAddresses {
  readonly OCSP?: readonly string[];
  readonly caIssuers?: readonly string[];
  readonly crlDistributionPoints?: readonly string[];
}

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
  readonly addresses: IssuerAddresses;
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
const REVOCATION_LISTS = "2.5.29.31";
const INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";
const OCSP = "1.3.6.1.5.5.7.48.1";
const CA_ISSUERS = "1.3.6.1.5.5.7.48.2";
const URI = 0x86;
const EXTENSIONS = 0xa3;
const VERSION = 0xa0;
/** Tag of a distribution point's name, and of the full name in it. */
const CHOICE_0 = 0xa0;
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
  const extensions = readExtensions(others.find((part) => part.tag === EXTENSIONS));
  return {
    bytes,
    subject: readName(subject),
    issuer: readName(issuer),
    version,
    serialNumber: hex(serial),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    alternativeNames: (extensions.get(ALTERNATIVE_NAMES) ?? []).map(alternativeName),
    addresses: issuerAddresses(extensions),
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

/** Return the values of the extensions that are read here, by their numbers. */
function readExtensions(extensions: DerValue | undefined): Map<string, DerValue[]> {
  const found = new Map<string, DerValue[]>();
  for (const extension of extensions ? within(within(extensions)[0]) : []) {
    const [kind, ...rest] = within(extension);
    const dotted = oidText(kind?.bytes ?? new Uint8Array());
    if ([ALTERNATIVE_NAMES, REVOCATION_LISTS, INFORMATION_ACCESS].includes(dotted))
      found.set(dotted, within(within(rest.at(-1))[0]));
  }
  return found;
}

function issuerAddresses(extensions: ReadonlyMap<string, DerValue[]>): IssuerAddresses {
  const accesses = (extensions.get(INFORMATION_ACCESS) ?? []).map(within);
  const accessible = (method: string) =>
    uris(accesses.flatMap(([of, at]) => (of && at && oidText(of.bytes) === method ? [at] : [])));
  const found: Required<IssuerAddresses> = {
    OCSP: accessible(OCSP),
    caIssuers: accessible(CA_ISSUERS),
    crlDistributionPoints: (extensions.get(REVOCATION_LISTS) ?? []).flatMap(revocationLists),
  };
  return Object.fromEntries(Object.entries(found).filter(([, addresses]) => addresses.length > 0));
}

/** Return the URIs of a distribution point: the full name in its first part. */
function revocationLists(point: DerValue): string[] {
  const name = within(point).find(({ tag: kind }) => kind === CHOICE_0);
  const full = name && within(name).find(({ tag: kind }) => kind === CHOICE_0);
  return full ? uris(within(full)) : [];
}

function uris(names: readonly DerValue[]): string[] {
  return names.flatMap(({ tag: kind, bytes }) => (kind === URI ? [utf8.decode(bytes)] : []));
}

function alternativeName({ tag: kind, bytes }: DerValue): AlternativeName {
  if (kind === 0x81) return ["email", utf8.decode(bytes)];
  if (kind === 0x82) return ["DNS", utf8.decode(bytes)];
  if (kind === URI) return ["URI", utf8.decode(bytes)];
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
