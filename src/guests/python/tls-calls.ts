/**
 * Simulated TLS for Python: functions of the module `_loopscope` over connections by number, with bytes in the memory that Python
 * shares. None waits, and none reports an event. `loopscope/tls` calls them.
 */
import { type Certificate, readCertificate, readPem } from "../../runtime/network/tls/certificate.ts";
import { ERROR, TlsConnection } from "../../runtime/network/tls/connection.ts";
import type { TlsSettings } from "../../runtime/network/tls/handshake.ts";
import { hostNameIn, simulatedCa, standInFor } from "../../runtime/network/tls/stand-in.ts";

/** Settings as Python gives them: certificates by their numbers. */
type GivenSettings = Omit<TlsSettings, "chain" | "trusted"> & { chain: number[]; trusted: number[] };

export class TlsCalls {
  readonly #payload: () => Uint8Array;
  readonly #now: () => number;
  readonly #connections = new Map<number, TlsConnection>();
  #count = 0;
  /** Certificates of the program, and their numbers by their bytes. */
  readonly #certificates: Certificate[] = [];
  readonly #numbers = new Map<string, number>();

  /** `payload` returns the memory that Python shares, `now` milliseconds since 1970. */
  constructor(payload: () => Uint8Array, now: () => number) {
    this.#payload = payload;
    this.#now = now;
  }

  /** Forget everything of the last program. Numbers of connections are never used again. */
  reset(): void {
    this.#connections.clear();
    this.#certificates.length = 0;
    this.#numbers.clear();
  }

  #of(number: number): TlsConnection {
    return this.#connections.get(number) as TlsConnection;
  }

  #numberOf(certificate: Certificate): number {
    const key = String.fromCharCode(...certificate.bytes);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#certificates.push(certificate) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  #settings(json: string): TlsSettings {
    const given = JSON.parse(json) as GivenSettings;
    const certificates = (numbers: number[]) => numbers.map((number) => this.#certificates[number]!);
    return { ...given, chain: certificates(given.chain), trusted: certificates(given.trusted) };
  }

  readonly functions = {
    tlsOpen: (settings: string): number => {
      this.#connections.set(++this.#count, new TlsConnection(this.#settings(settings), this.#now));
      return this.#count;
    },
    tlsConfigure: (number: number, settings: string): void => {
      this.#of(number).settings = this.#settings(settings);
    },
    tlsClose: (number: number): void => void this.#connections.delete(number),
    tlsFeed: (number: number, count: number): void => this.#of(number).feed(this.#payload().slice(0, count)),
    tlsFeedEnd: (number: number): void => this.#of(number).feedEnd(),
    /** Move bytes that are to be sent into the shared memory; return their number. */
    tlsTake: (number: number, most: number): number => {
      const bytes = this.#of(number).take(most);
      this.#payload().set(bytes);
      return bytes.length;
    },
    tlsHandshake: (number: number): number => this.#of(number).handshake(),
    tlsRefuse: (number: number, alert: number): number => this.#of(number).refuse(alert),
    tlsRead: (number: number, count: number): number =>
      this.#of(number).read(this.#payload().subarray(0, count)),
    tlsWrite: (number: number, count: number): number =>
      this.#of(number).write(this.#payload().slice(0, count)),
    tlsShutdown: (number: number): number => this.#of(number).shutdown(),
    tlsPending: (number: number): number => this.#of(number).pending,
    /** Return the last error: its kind, reason, text and code, a line each. */
    tlsError: (number: number): string => {
      const { kind, reason, message, code } = this.#of(number).error!;
      return [kind, reason, message, code].join("\n");
    },
    /** Return what the handshake found, as JSON; certificates by number. */
    tlsNegotiated: (number: number): string => {
      const { negotiated, isOpen } = this.#of(number);
      const peer = negotiated.peer.map((certificate) => this.#numberOf(certificate));
      return JSON.stringify({ ...negotiated, peer, isOpen });
    },
    /** Return the numbers of the certificates in a text, separated by spaces; "-" for a damaged one. */
    certificatesIn: (pem: string): string => {
      try {
        return readPem(pem)
          .map((certificate) => this.#numberOf(certificate))
          .join(" ");
      } catch {
        return "-";
      }
    },
    /** Return the number of the certificate in the shared memory; ERROR for other bytes. */
    certificateFrom: (count: number): number => {
      try {
        return this.#numberOf(readCertificate(this.#payload().slice(0, count)));
      } catch {
        return ERROR;
      }
    },
    certificateFor: (path: string): number => this.#numberOf(standInFor(path)),
    /** Return the name for which a certificate stands in. */
    nameInPath: (path: string): string => hostNameIn(path) || "localhost",
    simulatedCa: (): number => this.#numberOf(simulatedCa()),
    /** Move a certificate's bytes into the shared memory; return their number. */
    certificateBytes: (number: number): number => {
      const { bytes } = this.#certificates[number]!;
      this.#payload().set(bytes);
      return bytes.length;
    },
    /** Return a certificate as JSON. */
    certificateJson: (number: number): string => {
      const { bytes: _, ...rest } = this.#certificates[number]!;
      return JSON.stringify(rest);
    },
  };
}
