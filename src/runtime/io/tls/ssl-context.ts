/**
 * Settings of TLS connections: own certificates, what of the other end is checked, versions and protocols. A connection takes them
 * as they are when it begins. Mirrors `ssl.SSLContext`. Left out: what has no effect on simulated TLS, as ciphers and curves.
 */
import { ValueError } from "../../errors/exceptions.ts";
import type { Certificate } from "../../network/tls/certificate.ts";
import type { TlsSettings } from "../../network/tls/handshake.ts";
import type { Version } from "../../network/tls/messages.ts";
import { simulatedCa } from "../../network/tls/stand-in.ts";
import {
  certificatesOfText,
  type Loaded,
  ownCertificates,
  type OwnCertificates,
  trustedCertificates,
} from "./certificate-files.ts";
import { SSLError } from "./ssl-errors.ts";
import type { SSLObject } from "./ssl-object.ts";

/** Side of the connections of a context. */
export type TlsSide = "client" | "server";

/** The other end's certificate is not looked at, is checked if there is one, or must be there. */
export type VerifyMode = TlsSettings["verify"];

export type { Version as TlsVersion };

/** Function that a server calls with the name that a client asks for; null for none. It may return the number of an alert. */
export type SniCallback = (
  connection: SSLObject<SSLContext>,
  serverHostname: string | null,
  context: SSLContext,
) => number | void;

export interface VerifyLocations {
  /** Path of a file with certificates. */
  cafile?: string;
  /** Certificates in PEM form. */
  cadata?: string;
}

/** What a host with real TLS needs of a context. */
export interface ContextContents {
  readonly own: OwnCertificates | null;
  readonly trusted: readonly Loaded[];
  readonly trustsDefaults: boolean;
  readonly alpn: readonly string[];
}

const VERSIONS: readonly Version[] = ["TLSv1.2", "TLSv1.3"];

/** Return the settings of a connection of a context. */
export let tlsSettings: (context: SSLContext, isServer: boolean, hostname: string | null) => TlsSettings;
/** Let any certificate that a context trusts end a chain, not only one that is self-signed (VERIFY_X509_PARTIAL_CHAIN). */
let allowPartialChains: (context: SSLContext) => void;
/** Return what a context holds. */
export let contentsOf: (context: SSLContext) => ContextContents;

export class SSLContext {
  readonly protocol: TlsSide;
  #own: OwnCertificates | null = null;
  readonly #trusted: Loaded[] = [];
  #trustsDefaults = false;
  #checkHostname: boolean;
  #verifyMode: VerifyMode;
  #minimum: Version = "TLSv1.2";
  #maximum: Version = "TLSv1.3";
  #alpn: readonly string[] = [];
  #partialChain = false;
  #sniCallback: SniCallback | null = null;

  static {
    allowPartialChains = (context) => void (context.#partialChain = true);
    tlsSettings = (context, isServer, hostname) => context.#settings(isServer, hostname);
    contentsOf = (context) => ({
      own: context.#own,
      trusted: context.#trusted,
      trustsDefaults: context.#trustsDefaults,
      alpn: context.#alpn,
    });
  }

  /** Make a context for clients, which checks the server's certificate and name and trusts no issuer yet, or for servers. */
  constructor(protocol: TlsSide) {
    if (protocol !== "client" && protocol !== "server")
      throw new ValueError(`invalid or unsupported protocol version ${String(protocol)}`);
    this.protocol = protocol;
    this.#checkHostname = protocol === "client";
    this.#verifyMode = this.#checkHostname ? "required" : "none";
  }

  /** True if the server's certificate must have the name that the client asks for. It needs a `verifyMode`. */
  get checkHostname(): boolean {
    return this.#checkHostname;
  }

  set checkHostname(checks: boolean) {
    this.#checkHostname = checks;
    if (checks && this.#verifyMode === "none") this.#verifyMode = "required";
  }

  get verifyMode(): VerifyMode {
    return this.#verifyMode;
  }

  /** Throws ValueError for "none" while `checkHostname` is true. */
  set verifyMode(mode: VerifyMode) {
    if (!["none", "optional", "required"].includes(mode))
      throw new ValueError("invalid value for verify_mode");
    if (mode === "none" && this.#checkHostname)
      throw new ValueError("Cannot set verify_mode to CERT_NONE when check_hostname is enabled.");
    this.#verifyMode = mode;
  }

  get minimumVersion(): Version {
    return this.#minimum;
  }

  set minimumVersion(version: Version) {
    this.#minimum = checkVersion(version);
  }

  get maximumVersion(): Version {
    return this.#maximum;
  }

  set maximumVersion(version: Version) {
    this.#maximum = checkVersion(version);
  }

  get sniCallback(): SniCallback | null {
    return this.#sniCallback;
  }

  /** Throws ValueError for a client's context. */
  set sniCallback(callback: SniCallback | null) {
    if (this.protocol === "client") throw new ValueError("sni_callback cannot be set on TLS_CLIENT context");
    this.#sniCallback = callback;
  }

  /**
   * Load the own certificate and its private key. A page has no files: a certificate that the path describes stands in
   * (docs/network.md), and stderr says so.
   */
  loadCertChain(certfile: string, keyfile: string | null = null): void {
    if (typeof certfile !== "string") throw new TypeError("certfile should be a valid filesystem path");
    this.#own = ownCertificates(certfile, keyfile);
  }

  /** Trust the certificates of a file or a text, and those that they have issued. Throws SSLError for one without any. */
  loadVerifyLocations({ cafile, cadata }: VerifyLocations): void {
    if (cafile === undefined && cadata === undefined)
      throw new TypeError("cafile, capath and cadata cannot be all omitted");
    if (cadata !== undefined) this.#trusted.push(certificatesOfText(cadata));
    if (cafile !== undefined) this.#trusted.push(trustedCertificates(cafile));
  }

  /** Trust the issuers of the system; of simulated TLS it is one, the simulated CA. */
  loadDefaultCerts(): void {
    this.#trustsDefaults = true;
  }

  /** Set the names of protocols that this side speaks, such as "h2", by preference. Throws SSLError for a name without characters. */
  setAlpnProtocols(names: readonly string[]): void {
    if (!names.every((name) => name.length > 0 && name.length < 256))
      throw new SSLError(0, "('ALPN protocols must be 1 to 255 in length',)");
    this.#alpn = [...names];
  }

  #settings(isServer: boolean, hostname: string | null): TlsSettings {
    const [first, last] = [VERSIONS.indexOf(this.#minimum), VERSIONS.indexOf(this.#maximum)];
    return {
      isServer,
      hostname,
      checksHostname: this.#checkHostname,
      versions: VERSIONS.slice(first, last + 1),
      alpn: [...this.#alpn],
      verify: this.#verifyMode,
      partialChain: this.#partialChain,
      commonName: true,
      chain: this.#own?.certificates ?? [],
      trusted: this.#trustedCertificates(),
      asksForName: this.#sniCallback !== null,
      tickets: 2,
    };
  }

  #trustedCertificates(): Certificate[] {
    const found = this.#trusted.flatMap(({ certificates }) => certificates);
    return this.#trustsDefaults ? [simulatedCa(), ...found] : found;
  }

  toString(): string {
    return `<SSLContext protocol=${this.protocol}>`;
  }
}

function checkVersion(version: Version): Version {
  if (VERSIONS.includes(version)) return version;
  throw new ValueError(`Unsupported TLS/SSL version ${String(version)}`);
}

/**
 * Return a context with the usual settings. For "serverAuth" it is a client's: it checks the server's certificate, which the
 * system's issuers, or those of `cafile` or `cadata`, must have issued. For "clientAuth" it is a server's, and needs
 * `loadCertChain`. Mirrors `ssl.create_default_context`.
 */
export function createDefaultContext(
  purpose: "serverAuth" | "clientAuth" = "serverAuth",
  locations: VerifyLocations = {},
): SSLContext {
  const context = new SSLContext(purpose === "serverAuth" ? "client" : "server");
  allowPartialChains(context);
  if (locations.cafile !== undefined || locations.cadata !== undefined)
    context.loadVerifyLocations(locations);
  else if (context.verifyMode !== "none") context.loadDefaultCerts();
  return context;
}
