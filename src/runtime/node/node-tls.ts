/** TLS of Node for contexts of `ssl`: what a context says in Node's options, and errors of Node as those of `ssl`. */
import { readFileSync } from "node:fs";
import { isIP, type Socket } from "node:net";
import {
  checkServerIdentity,
  connect,
  type ConnectionOptions,
  createSecureContext,
  createServer,
  rootCertificates,
  type SecureContextOptions,
  type TlsOptions,
  type TLSSocket,
} from "node:tls";
import { ConnectionResetError, osError } from "../errors/os-errors.ts";
import type { HostTlsStart } from "../io/tls/host-tls.ts";
import { setCertificateFiles } from "../io/tls/certificate-files.ts";
import { contentsOf, type SSLContext, type TlsVersion } from "../io/tls/ssl-context.ts";
import { SSLCertVerificationError, SSLError } from "../io/tls/ssl-errors.ts";
import { SSLObject, type TlsView } from "../io/tls/ssl-object.ts";
import { errno } from "../network/errno.ts";
import { readCertificate } from "../network/tls/certificate.ts";

/** OpenSSL's numbers of faults that Node names. */
const FAULTS: Readonly<Record<string, number>> = {
  UNABLE_TO_GET_ISSUER_CERT: 2,
  CERT_NOT_YET_VALID: 9,
  CERT_HAS_EXPIRED: 10,
  DEPTH_ZERO_SELF_SIGNED_CERT: 18,
  SELF_SIGNED_CERT_IN_CHAIN: 19,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 20,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 21,
  ERR_TLS_CERT_ALTNAME_INVALID: 62,
};
const HOSTNAME_MISMATCH = 62;

/** Read certificates from files, in place of stand-ins. */
export function readCertificateFiles(): void {
  setCertificateFiles((path) => {
    try {
      return readFileSync(path, "latin1");
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === "ENOENT" ? osError(errno.ENOENT) : error;
    }
  });
}

function optionsOf(context: SSLContext): SecureContextOptions & { ALPNProtocols?: string[] } {
  const { own, trusted, trustsDefaults, alpn } = contentsOf(context);
  return {
    minVersion: context.minimumVersion,
    maxVersion: context.maximumVersion,
    ca: [...(trustsDefaults ? rootCertificates : []), ...trusted.flatMap(({ text }) => text ?? [])],
    ...(own && { cert: own.text ?? "", key: own.key ?? "" }),
    ...(alpn.length > 0 && { ALPNProtocols: [...alpn] }),
  };
}

/** A connection with TLS, and what its handshake found. */
export interface Secured {
  readonly socket: TLSSocket;
  readonly view: TlsView<SSLContext>;
}

/** Do the handshake on a socket that is connected. Rejects with an error of `ssl`, or of the system. */
export function secureSocket(plain: Socket, start: HostTlsStart): Promise<Secured> {
  return new Promise((resolve, reject) => {
    const found = (socket: TLSSocket) => resolve({ socket, view: viewOf(socket, start) });
    const failed = (error: Error) => reject(errorOf(error, start.hostname));
    plain.once("close", () => reject(new ConnectionResetError()));
    if (start.isServer) {
      // A server that does not listen gives the connection Node's own checks.
      createServer(serverOptions(start))
        .on("secureConnection", found)
        .on("tlsClientError", failed)
        .emit("connection", plain);
      return;
    }
    const socket = connect({ ...clientOptions(start), socket: plain }, () => found(socket));
    socket.on("error", failed);
  });
}

function clientOptions({ context, hostname }: HostTlsStart): ConnectionOptions {
  return {
    ...optionsOf(context),
    rejectUnauthorized: context.verifyMode !== "none",
    ...(hostname !== null && isIP(hostname) === 0 && { servername: hostname }),
    checkServerIdentity: (_, certificate) =>
      context.checkHostname && hostname !== null ? checkServerIdentity(hostname, certificate) : undefined,
  };
}

function serverOptions({ context }: HostTlsStart): TlsOptions {
  return {
    ...optionsOf(context),
    allowHalfOpen: true,
    requestCert: context.verifyMode !== "none",
    rejectUnauthorized: context.verifyMode === "required",
    ...(context.sniCallback && { SNICallback: chooserOf(context) }),
  };
}

/** A context's `sniCallback` as Node calls it. */
function chooserOf(context: SSLContext) {
  return (
    name: string,
    callback: (error: Error | null, chosen?: ReturnType<typeof createSecureContext>) => void,
  ) => {
    const view: TlsView<SSLContext> = {
      context,
      isServer: true,
      hostname: null,
      isOpen: false,
      negotiated: { version: null, alpn: null, peer: [] },
    };
    try {
      const answer = context.sniCallback?.(new SSLObject<SSLContext>(view), name || null, context);
      if (typeof answer === "number") callback(new Error(`refused by alert ${answer}`));
      else callback(null, createSecureContext(optionsOf(view.context)));
    } catch (error) {
      callback(error as Error);
    }
  };
}

function viewOf(secure: TLSSocket, { context, isServer, hostname }: HostTlsStart): TlsView<SSLContext> {
  const { raw } = secure.getPeerCertificate();
  return {
    context,
    isServer,
    hostname,
    isOpen: true,
    negotiated: {
      version: secure.getProtocol() as TlsVersion | null,
      alpn: secure.alpnProtocol || null,
      peer: raw ? [readCertificate(new Uint8Array(raw))] : [],
    },
  };
}

/** Return the error of `ssl`, or of the system, for one of Node. */
function errorOf(error: Error, hostname: string | null): Error {
  const { code = "", reason } = error as NodeJS.ErrnoException & { reason?: string };
  const fault = FAULTS[code];
  if (fault !== undefined) {
    const isMismatch = fault === HOSTNAME_MISMATCH;
    const text = isMismatch
      ? `Hostname mismatch, certificate is not valid for '${hostname}'.`
      : error.message;
    const name = "CERTIFICATE_VERIFY_FAILED";
    return new SSLCertVerificationError(
      `[SSL: ${name}] certificate verify failed: ${text}`,
      name,
      fault,
      text,
    );
  }
  if (code.startsWith("ERR_SSL_")) {
    const name = code.slice("ERR_SSL_".length);
    return new SSLError(1, `[SSL: ${name}] ${reason ?? name.toLowerCase().replaceAll("_", " ")}`, name);
  }
  if (code === "ECONNRESET") return new ConnectionResetError();
  return code in errno ? osError(errno[code as keyof typeof errno]) : new SSLError(1, error.message);
}
