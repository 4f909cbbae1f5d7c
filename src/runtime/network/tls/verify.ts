/**
 * Checks of a peer's certificate, in OpenSSL's order: first the issuer, then the host name, then the dates. Mirrors
 * `X509_verify_cert`, but for signatures, purposes and revocation, and `X509_check_host`.
 */
import { type Certificate, sameName } from "./certificate.ts";
import { equals } from "./records.ts";

/** Fault of a certificate: OpenSSL's number and text of it, and the alert that says so to the peer. */
export interface CertificateFault {
  code: number;
  message: string;
  alert: number;
}

export interface Checks {
  /** Certificates that are trusted. */
  trusted: readonly Certificate[];
  /** Name or address that the certificate must have; null for any. */
  hostname: string | null;
  /** True if any trusted certificate ends a chain, not only one that is self-signed (VERIFY_X509_PARTIAL_CHAIN). */
  partialChain: boolean;
  /** True if the subject's common name counts where there are no alternative names of hosts. */
  commonName: boolean;
  /** Milliseconds since 1970. */
  now: number;
}

const UNKNOWN_CA = 48;
const BAD_CERTIFICATE = 42;
const EXPIRED = 45;
const MAX_CHAIN = 10;

/** Return the first fault of a chain, whose first certificate is the peer's own; null if there is none. */
export function faultOf(chain: readonly Certificate[], checks: Checks): CertificateFault | null {
  const leaf = chain[0] as Certificate;
  const path = pathTo(chain, checks);
  if (!Array.isArray(path)) return path;
  if (checks.hostname !== null && !isFor(leaf, checks.hostname, checks.commonName)) {
    const isAddress = isIp(checks.hostname);
    const message = `${isAddress ? "IP address" : "Hostname"} mismatch, certificate is not valid for '${checks.hostname}'.`;
    return { code: isAddress ? 64 : 62, message, alert: BAD_CERTIFICATE };
  }
  for (const { notBefore, notAfter } of path.reverse()) {
    if (checks.now < notBefore)
      return { code: 9, message: "certificate is not yet valid", alert: BAD_CERTIFICATE };
    if (checks.now > notAfter) return { code: 10, message: "certificate has expired", alert: EXPIRED };
  }
  return null;
}

/** The certificates from the peer's own to a trusted one. */
function pathTo(chain: readonly Certificate[], checks: Checks): Certificate[] | CertificateFault {
  const path: Certificate[] = [];
  let current = chain[0] as Certificate;
  while (path.length < MAX_CHAIN) {
    path.push(current);
    const isSelfSigned = sameName(current.subject, current.issuer);
    const isTrusted = checks.trusted.some((known) => equals(known.bytes, current.bytes));
    if (isTrusted && (isSelfSigned || checks.partialChain)) return path;
    if (isSelfSigned)
      return path.length === 1
        ? { code: 18, message: "self-signed certificate", alert: UNKNOWN_CA }
        : { code: 19, message: "self-signed certificate in certificate chain", alert: UNKNOWN_CA };
    const { issuer } = current;
    const next = [...checks.trusted, ...chain].find((known) => sameName(known.subject, issuer));
    if (!next) break;
    current = next;
  }
  return { code: 20, message: "unable to get local issuer certificate", alert: UNKNOWN_CA };
}

/** True for a text that is an address, not a name. */
export function isIp(host: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) || host.includes(":");
}

function isFor(certificate: Certificate, host: string, commonName: boolean): boolean {
  const names = (kind: string) =>
    certificate.alternativeNames.flatMap(([of, value]) => (of === kind ? [value as string] : []));
  if (isIp(host)) return names("IP Address").some((address) => fullAddress(address) === fullAddress(host));
  const hosts = names("DNS");
  if (hosts.length === 0 && commonName) {
    const pairs = certificate.subject.flat();
    hosts.push(...pairs.flatMap(([kind, value]) => (kind === "commonName" ? [value] : [])));
  }
  return hosts.some((pattern) => matches(pattern.toLowerCase(), host.toLowerCase()));
}

/** An IPv6 address in one form: OpenSSL writes all of its parts. */
function fullAddress(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const before = head ? head.split(":") : [];
  const after = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array<string>(Math.max(0, zeros)).fill("0"), ...after]
    .map((part) => part.replace(/^0+(?=.)/, ""))
    .join(":");
}

/** True if a certificate's name, maybe with `*` as its first label, is that of a host. */
function matches(pattern: string, host: string): boolean {
  if (!pattern.startsWith("*.")) return pattern === host;
  const rest = pattern.slice(1);
  const label = host.slice(0, -rest.length);
  return rest.includes(".", 1) && host.endsWith(rest) && label !== "" && !label.includes(".");
}
