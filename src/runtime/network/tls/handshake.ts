/**
 * The handshake of both sides, flight by flight, in TLS 1.3 (one round trip) and TLS 1.2 (two): as generators, which yield where
 * they need more bytes, or an answer of the program. `connection.ts` drives them.
 *
 *     TLS 1.3   client hello →
 *               ← server hello, encrypted extensions, certificate, certificate verify, finished
 *               finished →                          ← two session tickets
 *     TLS 1.2   client hello →
 *               ← server hello, certificate, key exchange, hello done
 *               key exchange, finished →            ← session ticket, finished
 */
import { alert, TlsError } from "./alerts.ts";
import { type Certificate, sameName } from "./certificate.ts";
import type { Protection } from "./records.ts";
import {
  certificates,
  type ClientHello,
  clientHello,
  encode,
  encryptedExtensions,
  message,
  type Message,
  readCertificates,
  readHello,
  type ServerHello,
  serverHello,
  type Version,
} from "./messages.ts";
import { type CertificateFault, faultOf, isIp } from "./verify.ts";

/** What a side is, and what it asks of the other. */
export interface TlsSettings {
  isServer: boolean;
  /** A client's name for the server: sent, unless it is an address, and checked if `checksHostname`. */
  hostname: string | null;
  checksHostname: boolean;
  /** Versions, the oldest first. */
  versions: Version[];
  /** Names of protocols, by preference. */
  alpn: string[];
  /** The peer's certificate is not looked at, is checked if there is one, or must be there. */
  verify: "none" | "optional" | "required";
  partialChain: boolean;
  commonName: boolean;
  /** Own certificate, and those of its issuers. */
  chain: readonly Certificate[];
  trusted: readonly Certificate[];
  /** True if the program chooses its settings by the name that a client asks for. */
  asksForName: boolean;
  tickets: number;
}

/** What the handshake found. */
export interface Negotiated {
  version: Version | null;
  alpn: string | null;
  /** A server's: the name that the client asked for. */
  name: string | null;
  peer: readonly Certificate[];
}

/** What a handshake waits for: more bytes, or the program, which may set the settings by the client's name. */
export type Wait = "bytes" | "name";

/** The connection, as a handshake uses it. */
export interface Wire {
  settings: TlsSettings;
  readonly negotiated: Negotiated;
  readonly now: () => number;
  /** Protection of what is sent from now on. */
  protection: Protection;
  send(bytes: Uint8Array): void;
  sendChangeCipherSpec(): void;
  /** Wait for the next message. */
  receive(): Generator<Wait, Message, void>;
  /** Fail with an alert to the peer. */
  fail(number: number, error: TlsError): never;
}

type Handshake = Generator<Wait, void, void>;

/** Sizes of messages that say nothing here. */
const SIZE = {
  request: 45,
  oldRequest: 52,
  keyShare: 300,
  done: 4,
  clientKey: 37,
  ticket: 233,
  oldTicket: 186,
} as const;
/** Bytes of a Finished message: with SHA-384 in TLS 1.3, 12 bytes of it in TLS 1.2. */
const FINISHED: Readonly<Record<Version, number>> = { "TLSv1.2": 16, "TLSv1.3": 52 };
/** Bytes of a CertificateVerify message but for its signature. */
const VERIFY = 8;

export function* clientHandshake(wire: Wire): Handshake {
  const { settings, negotiated } = wire;
  const name = settings.hostname !== null && !isIp(settings.hostname) ? settings.hostname : null;
  wire.send(clientHello({ versions: settings.versions, name, alpn: settings.alpn }));
  const hello = readHello<ServerHello>((yield* expect(wire, message.serverHello)).body);
  if (!hello) throw new TlsError("protocol", "UNEXPECTED_MESSAGE");
  Object.assign(negotiated, hello);
  const isNew = hello.version === "TLSv1.3";
  let isAsked = false;
  for (const last = isNew ? message.finished : message.serverHelloDone; ;) {
    const got = yield* wire.receive();
    if (got.type === message.certificateRequest) isAsked = true;
    if (got.type === message.certificate) {
      negotiated.peer = readCertificates(hello.version, got.body);
      if (settings.verify !== "none") check(wire, settings.checksHostname ? settings.hostname : null);
    }
    if (got.type === last) break;
  }
  if (isNew) {
    wire.sendChangeCipherSpec();
    wire.protection = "1.3";
  }
  if (isAsked) wire.send(certificates(hello.version, chainOf(settings)));
  if (!isNew) wire.send(encode(message.clientKeyExchange, SIZE.clientKey));
  const [own] = isAsked ? settings.chain : [];
  if (own) wire.send(encode(message.certificateVerify, VERIFY + own.signatureSize));
  if (!isNew) {
    wire.sendChangeCipherSpec();
    wire.protection = "1.2";
  }
  wire.send(encode(message.finished, FINISHED[hello.version]));
  if (!isNew) yield* expect(wire, message.finished);
}

export function* serverHandshake(wire: Wire): Handshake {
  const { negotiated } = wire;
  const hello = readHello<ClientHello>((yield* expect(wire, message.clientHello)).body);
  if (!hello) throw new TlsError("protocol", "UNEXPECTED_MESSAGE");
  negotiated.name = hello.name;
  if (wire.settings.asksForName) yield "name";
  const { settings } = wire;
  const version = settings.versions.findLast((one) => hello.versions.includes(one));
  if (!version) wire.fail(alert.protocolVersion, new TlsError("protocol", "UNSUPPORTED_PROTOCOL"));
  const [own] = settings.chain;
  if (!own) wire.fail(alert.handshakeFailure, new TlsError("protocol", "NO_SHARED_CIPHER"));
  const alpn = settings.alpn.find((protocol) => hello.alpn.includes(protocol)) ?? null;
  Object.assign(negotiated, { version, alpn });
  const asks = settings.verify !== "none";
  wire.send(serverHello({ version, alpn }));
  if (version === "TLSv1.3") {
    wire.sendChangeCipherSpec();
    wire.protection = "1.3";
    wire.send(encryptedExtensions(alpn, wire.settings.asksForName));
    if (asks) wire.send(encode(message.certificateRequest, SIZE.request));
    wire.send(certificates(version, chainOf(settings)));
    wire.send(encode(message.certificateVerify, VERIFY + own.signatureSize));
    wire.send(encode(message.finished, FINISHED[version]));
  } else {
    wire.send(certificates(version, chainOf(settings)));
    wire.send(encode(message.serverKeyExchange, SIZE.keyShare - 256 + own.signatureSize));
    if (asks) wire.send(encode(message.certificateRequest, SIZE.oldRequest));
    wire.send(encode(message.serverHelloDone, SIZE.done));
  }
  for (;;) {
    const got = yield* wire.receive();
    if (got.type === message.certificate) {
      negotiated.peer = readCertificates(version, got.body);
      checkClient(wire);
    }
    if (got.type === message.finished) break;
  }
  if (version === "TLSv1.3") {
    const named = settings.asksForName && hello.name !== null ? hello.name.length + 7 : 0;
    const certified = negotiated.peer[0] ? negotiated.peer[0].bytes.length + 7 : 0;
    const size = SIZE.ticket + named + certified;
    for (let count = 0; count < settings.tickets; count++) wire.send(encode(message.newSessionTicket, size));
  } else {
    wire.send(encode(message.newSessionTicket, SIZE.oldTicket));
    wire.sendChangeCipherSpec();
    wire.protection = "1.2";
    wire.send(encode(message.finished, FINISHED[version]));
  }
}

/** The certificates that a side sends: its own, with the issuers that it knows, if it was given no others. */
function chainOf({ chain, trusted }: TlsSettings): readonly Certificate[] {
  const sent = [...chain];
  while (chain.length === 1) {
    const { subject, issuer } = sent.at(-1) as Certificate;
    const next = trusted.find((known) => sameName(known.subject, issuer));
    if (!next || sameName(subject, issuer)) break;
    sent.push(next);
  }
  return sent;
}

function* expect(wire: Wire, type: number): Generator<Wait, Message, void> {
  for (;;) {
    const got = yield* wire.receive();
    if (got.type === type) return got;
    if (got.type === message.newSessionTicket) continue;
    throw new TlsError("protocol", "UNEXPECTED_MESSAGE");
  }
}

/** Check the certificate of the peer; fail with the alert of its fault. */
function check(wire: Wire, hostname: string | null): void {
  const fault = faultOf(wire.negotiated.peer, { ...wire.settings, hostname, now: wire.now() });
  if (fault) wire.fail(fault.alert, faulty(fault));
}

function faulty({ message, code }: CertificateFault): TlsError {
  return new TlsError("certificate", "CERTIFICATE_VERIFY_FAILED", message, code);
}

/** Check a client's certificate, as far as the server's settings want one. */
function checkClient(wire: Wire): void {
  if (wire.negotiated.peer.length > 0) return check(wire, null);
  if (wire.settings.verify === "required") {
    const number = wire.negotiated.version === "TLSv1.3" ? alert.certificateRequired : alert.handshakeFailure;
    wire.fail(number, new TlsError("protocol", "PEER_DID_NOT_RETURN_A_CERTIFICATE"));
  }
}
