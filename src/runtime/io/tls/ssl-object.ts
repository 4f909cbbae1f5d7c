/**
 * What a program sees of a TLS connection: versions, protocols, certificates. It is the "sslObject" of a transport, and the argument
 * of a context's `sniCallback`. Mirrors `ssl.SSLObject`; reading and writing are the transport's.
 */
import { ValueError } from "../../errors/exceptions.ts";
import type {
  AlternativeName,
  Certificate,
  DistinguishedName,
  IssuerAddresses,
} from "../../network/tls/certificate.ts";
import type { Version as TlsVersion } from "../../network/tls/messages.ts";

/** A cipher: its name, the version of TLS that it is from, and the bits of its key. */
export type Cipher = readonly [name: string, version: TlsVersion, bits: number];

/** A certificate, with the names of `ssl.SSLSocket.getpeercert`. */
export interface PeerCertificate extends IssuerAddresses {
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  readonly version: number;
  readonly serialNumber: string;
  /** Dates, such as "Jan  1 00:00:00 2025 GMT". */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly subjectAltName?: readonly AlternativeName[];
}

/** Ciphers that OpenSSL lists first. */
const CIPHERS: Readonly<Record<TlsVersion, Cipher>> = {
  "TLSv1.3": ["TLS_AES_256_GCM_SHA384", "TLSv1.3", 256],
  "TLSv1.2": ["ECDHE-RSA-AES256-GCM-SHA384", "TLSv1.2", 256],
};

/** Part of a context that its connections are asked about. */
interface ObjectContext {
  readonly verifyMode: string;
}

/** Connection below, as far as programs may look. */
export interface TlsView<Context> {
  context: Context;
  readonly isServer: boolean;
  readonly hostname: string | null;
  readonly isOpen: boolean;
  readonly negotiated: {
    readonly version: TlsVersion | null;
    readonly alpn: string | null;
    readonly peer: readonly Certificate[];
  };
}

export class SSLObject<Context extends ObjectContext = ObjectContext> {
  readonly #view: TlsView<Context>;

  /** @internal */
  constructor(view: TlsView<Context>) {
    this.#view = view;
  }

  /** Context of the connection. A `sniCallback` may set another. */
  get context(): Context {
    return this.#view.context;
  }

  set context(context: Context) {
    this.#view.context = context;
  }

  get serverSide(): boolean {
    return this.#view.isServer;
  }

  get serverHostname(): string | null {
    return this.#view.hostname;
  }

  /** Return the version of TLS; null before the end of the handshake. */
  version(): TlsVersion | null {
    return this.#view.isOpen ? this.#view.negotiated.version : null;
  }

  /** Return the cipher of the version, though nothing is encrypted; null before the end of the handshake. */
  cipher(): Cipher | null {
    const version = this.version();
    return version && CIPHERS[version];
  }

  /** Return null: TLS compresses nothing. */
  compression(): null {
    return null;
  }

  /** Return the protocol that both sides chose (ALPN); null for none. */
  selectedAlpnProtocol(): string | null {
    return this.#view.negotiated.alpn;
  }

  /**
   * Return the certificate of the other end: null for none, an empty object for one that was not checked. Throws ValueError before
   * the end of the handshake.
   */
  getpeercert(): PeerCertificate | Record<string, never> | null {
    const { isOpen, negotiated, context } = this.#view;
    if (!isOpen) throw new ValueError("handshake not done yet");
    const [own] = negotiated.peer;
    if (!own) return null;
    return context.verifyMode === "none" ? {} : described(own);
  }

  toString(): string {
    return "<ssl.SSLObject object>";
  }
}

function described(certificate: Certificate): PeerCertificate {
  const { subject, issuer, version, serialNumber, notBefore, notAfter, alternativeNames, addresses } =
    certificate;
  return {
    subject,
    issuer,
    version,
    serialNumber,
    notBefore: dateText(notBefore),
    notAfter: dateText(notAfter),
    ...(alternativeNames.length > 0 && { subjectAltName: alternativeNames }),
    ...addresses,
  };
}

/** A time as OpenSSL prints it. */
function dateText(milliseconds: number): string {
  const [, day = "", month, year, time] = new Date(milliseconds).toUTCString().split(" ");
  return `${month} ${String(Number(day)).padStart(2)} ${time} ${year} GMT`;
}
