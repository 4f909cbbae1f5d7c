/**
 * Certificates that a program names by paths. A page has no files, so that each has a stand-in, which its path describes
 * (`network/tls/stand-in.ts`); the program's stderr says so, once for each path. Node's entry sets `setCertificateFiles`, and
 * reads files. Mirrors `loopscope/tls/certificates.py`. Called by contexts.
 */
import { loopHost } from "../../loop/loop-host.ts";
import { reportingLoopInternals } from "../../loop/loop-internals.ts";
import { type Certificate, readPem } from "../../network/tls/certificate.ts";
import { hostNameIn, simulatedCa, standInFor } from "../../network/tls/stand-in.ts";
import { SSLError } from "./ssl-errors.ts";

/** Return the text of a file; null for a stand-in. Throws FileNotFoundError for a missing file. */
export type ReadFile = (path: string) => string | null;

let readHostFile: ReadFile = () => null;

/** Read files from now on, in place of stand-ins, but for programs in virtual time. */
export function setCertificateFiles(read: ReadFile): void {
  readHostFile = read;
}

function readFile(path: string): string | null {
  const isVirtual = reportingLoopInternals()?.clock.jumps ?? loopHost() !== null;
  return isVirtual ? null : readHostFile(path);
}

/** Certificates, and the text that they are from; null for stand-ins. */
export interface Loaded {
  certificates: readonly Certificate[];
  text: string | null;
}

/** Certificates of a side, and the text of its private key; null for a stand-in. */
export interface OwnCertificates extends Loaded {
  key: string | null;
}

/** Return the certificates of `load_cert_chain`. */
export function ownCertificates(certfile: string, keyfile: string | null): OwnCertificates {
  const text = readFile(certfile);
  if (text === null) {
    say(certfile);
    return { certificates: [standInFor(certfile)], text, key: null };
  }
  const key = keyfile === null ? text : readFile(keyfile);
  const certificates = certificatesIn(text);
  if (certificates.length === 0 || !key?.includes("PRIVATE KEY-----"))
    throw new SSLError(524_297, "[SSL] PEM lib (_ssl.c:3916)");
  return { certificates, text, key };
}

/** Return the certificates of `load_verify_locations`: a stand-in comes with the simulated CA's. */
export function trustedCertificates(cafile: string): Loaded {
  const text = readFile(cafile);
  if (text === null) return { certificates: [simulatedCa(), standInFor(cafile)], text };
  const certificates = certificatesIn(text);
  if (certificates.length > 0) return { certificates, text };
  const reason = "NO_CERTIFICATE_OR_CRL_FOUND";
  const message = `[X509: ${reason}] no certificate or crl found (_ssl.c:4168)`;
  throw new SSLError(136, message, reason, "X509");
}

/** Return the certificates of a text in PEM form that a program gives. */
export function certificatesOfText(text: string): Loaded {
  const certificates = certificatesIn(text);
  if (certificates.length > 0) return { certificates, text };
  throw new SSLError(0, "no start line: cadata does not contain a certificate (_ssl.c:4035)");
}

/** Certificates in a text; none for one that is damaged. */
function certificatesIn(text: string): Certificate[] {
  try {
    return readPem(text);
  } catch {
    return [];
  }
}

/** Paths that were said, for each program. */
const saidBy = new WeakMap<object, Set<string>>();
const NO_PROGRAM = {};

function say(path: string): void {
  const host = loopHost();
  let said = saidBy.get(host ?? NO_PROGRAM);
  if (!said) saidBy.set(host ?? NO_PROGRAM, (said = new Set()));
  if (said.has(path)) return;
  said.add(path);
  const name = hostNameIn(path) || "localhost";
  const text = `${path} is missing: a certificate for ${name} stands in. Simulated TLS: nothing is encrypted.`;
  if (host) host.writeWarning(text);
  else console.warn(text);
}
