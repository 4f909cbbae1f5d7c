/**
 * One side of a simulated TLS connection, without input and output: bytes of the wire go in and come out, and the program's bytes
 * with them. Nothing is encrypted.
 *
 * A call returns a number: 0 or more if it is done; `NAME` or `ERROR`; otherwise minus the number of bytes that it needs of the
 * wire. It never takes more than it needs, so that what follows a connection's end stays where it is. What it sends is in `take`.
 * Mirrors OpenSSL's SSL objects as `Modules/_ssl.c` uses them.
 *
 *     begun ──handshake──▶ open ──shutdown──▶ end sent ──close_notify──▶ ended
 *       └──────fault───────┴────▶ failed        (the peer's end may come first)
 */
import { alert, alertReceived, TlsError } from "./alerts.ts";
import {
  clientHandshake,
  type Negotiated,
  serverHandshake,
  type TlsSettings,
  type Wait,
} from "./handshake.ts";
import { type Message, MESSAGE_HEADER } from "./messages.ts";
import {
  content,
  type ContentType,
  HEADER,
  MAX_CONTENT,
  open,
  type Protection,
  recordSize,
  seal,
  type TlsRecord,
} from "./records.ts";

/** The program must answer for the name that the client asks for, and call again. */
export const NAME = -100_001;
/** The call failed: `error` says why. */
export const ERROR = -100_002;

/** Level of an alert: the connection continues after a warning. */
const WARNING = 1;
const FATAL = 2;
const EOF = "EOF occurred in violation of protocol";
const CLOSED = "TLS/SSL connection has been closed (EOF)";

export class TlsConnection {
  readonly negotiated: Negotiated = { version: null, alpn: null, name: null, peer: [] };
  /** Failure of the last call that returned `ERROR`. */
  error: TlsError | null = null;
  isOpen = false;
  settings: TlsSettings;
  readonly now: () => number;
  protection: Protection = "none";
  /** Bytes of the record that has begun to arrive. */
  #incoming: Uint8Array = new Uint8Array();
  #isEof = false;
  #hasRecord = false;
  #outgoing: Uint8Array[] = [];
  /** Bytes of messages that arrived and are not read. */
  #messages: Uint8Array = new Uint8Array();
  /** Bytes of the program that arrived and are not read. */
  #data: Uint8Array = new Uint8Array();
  #handshake: Generator<Wait, void, void>;
  #endSent = false;
  #endReceived = false;
  #isFailed = false;

  /** `now` returns milliseconds since 1970. */
  constructor(settings: TlsSettings, now: () => number) {
    this.settings = settings;
    this.now = now;
    this.#handshake = settings.isServer ? serverHandshake(this) : clientHandshake(this);
  }

  // --- The wire

  /** Take bytes that arrived: as many as a call has asked for, or less. */
  feed(bytes: Uint8Array): void {
    this.#incoming = joined(this.#incoming, bytes);
  }

  /** The wire has ended. */
  feedEnd(): void {
    this.#isEof = true;
  }

  /** Take at most `most` of the bytes that are to be sent. */
  take(most: number): Uint8Array {
    const all = joined(...this.#outgoing);
    this.#outgoing = all.length > most ? [all.subarray(most)] : [];
    return all.subarray(0, most);
  }

  /** Bytes that the record lacks which begins to arrive. */
  #lacking(): number {
    const { length } = this.#incoming;
    return (length < HEADER ? HEADER : recordSize(this.#incoming)) - length;
  }

  /** Return the next record; null if bytes are lacking. Throws TlsError for bytes that are no record. */
  #record(): TlsRecord | null {
    if (this.#incoming.length === HEADER) this.#checkHeader();
    if (this.#lacking() > 0) {
      if (!this.#isEof) return null;
      throw new TlsError("eof", "UNEXPECTED_EOF_WHILE_READING", EOF);
    }
    const record = open(this.#incoming);
    this.#incoming = new Uint8Array();
    this.#hasRecord = true;
    return record;
  }

  /** Check the header of a record. Throws TlsError for one of another protocol. */
  #checkHeader(): void {
    const [type = 0, major] = this.#incoming;
    if (major === 3 && type >= content.changeCipherSpec && type <= content.data) return;
    const text = String.fromCharCode(...this.#incoming);
    if (this.settings.isServer && !this.#hasRecord) {
      if (/^(?:GET |POST |HEAD |PUT )/.test(text)) throw new TlsError("protocol", "HTTP_REQUEST");
      if (text.startsWith("CONNE")) throw new TlsError("protocol", "HTTPS_PROXY_REQUEST");
    }
    throw new TlsError("protocol", "WRONG_VERSION_NUMBER");
  }

  #send(type: ContentType, bytes: Uint8Array): void {
    for (let at = 0; at === 0 || at < bytes.length; at += MAX_CONTENT)
      this.#outgoing.push(seal(this.protection, type, bytes.subarray(at, at + MAX_CONTENT)));
  }

  /** Call; return its result, or what it waits for. */
  #call(call: () => number | Wait): number {
    try {
      const result = call();
      if (result === "name") return NAME;
      return result === "bytes" ? -this.#lacking() : result;
    } catch (error) {
      if (!(error instanceof TlsError) && !(error instanceof RangeError)) throw error;
      this.error = error instanceof TlsError ? error : new TlsError("protocol", "DECODE_ERROR");
      if (!isHarmless(this.error)) this.#isFailed = true;
      return ERROR;
    }
  }

  /** Throw if the connection has failed before, as OpenSSL does. */
  #checkFailed(): void {
    if (this.#isFailed) throw new TlsError("eof", "", EOF);
  }

  // --- What a handshake uses (`Wire`)

  send(bytes: Uint8Array): void {
    this.#send(content.handshake, bytes);
  }

  sendChangeCipherSpec(): void {
    this.#outgoing.push(seal("none", content.changeCipherSpec, Uint8Array.of(1)));
  }

  fail(number: number, error: TlsError): never {
    this.#send(content.alert, Uint8Array.of(FATAL, number));
    throw error;
  }

  *receive(): Generator<Wait, Message, void> {
    for (;;) {
      const { length } = this.#messages;
      if (length >= MESSAGE_HEADER) {
        const [type = 0, high = 0, middle = 0, low = 0] = this.#messages;
        const end = MESSAGE_HEADER + ((high << 16) | (middle << 8) | low);
        if (length >= end) {
          const body = this.#messages.subarray(MESSAGE_HEADER, end);
          this.#messages = this.#messages.slice(end);
          return { type, body };
        }
      }
      const record = this.#record();
      if (!record) yield "bytes";
      else if (record.type === content.handshake) this.#messages = joined(this.#messages, record.content);
      else if (record.type === content.alert) this.#alert(record);
      else if (record.type === content.data) throw new TlsError("protocol", "UNEXPECTED_RECORD");
    }
  }

  /** The peer has sent an alert: its end, a warning, or a failure. */
  #alert({ content: [level, number = 0] }: TlsRecord): void {
    if (number === alert.closeNotify) {
      this.#endReceived = true;
      if (!this.isOpen) throw new TlsError("closed", "", CLOSED);
    } else if (level !== WARNING) throw alertReceived(number);
  }

  // --- The program's calls

  /** Do the handshake, as far as it goes. Returns 0 when it is over. */
  handshake(): number {
    return this.#call(() => {
      this.#checkFailed();
      if (this.isOpen) return 0;
      const next = this.#handshake.next();
      if (!next.done) return next.value;
      this.isOpen = true;
      return 0;
    });
  }

  /** Fail, as the program refuses the name that a client asks for: by an alert of this number. */
  refuse(number: number): number {
    return this.#call(() => this.fail(number, new TlsError("protocol", "CALLBACK_FAILED")));
  }

  /** After the handshake: read at most `into.length` bytes of the peer's program. Returns their number, or 0 after its close_notify. */
  read(into: Uint8Array): number {
    return this.#call(() => {
      this.#checkFailed();
      while (this.#data.length === 0) {
        if (this.#endReceived) {
          if (!this.#endSent) return 0;
          throw new TlsError("closed", "", CLOSED);
        }
        const record = this.#record();
        if (!record) return "bytes";
        if (record.type === content.data) this.#data = record.content;
        else if (record.type === content.alert) this.#alert(record);
      }
      const count = Math.min(into.length, this.#data.length);
      into.set(this.#data.subarray(0, count));
      this.#data = this.#data.subarray(count);
      return count;
    });
  }

  /** Bytes that a read would return at once. */
  get pending(): number {
    return this.#data.length;
  }

  /** After the handshake: write all of `bytes`, in records of 16 KiB. Returns their number. */
  write(bytes: Uint8Array): number {
    return this.#call(() => {
      if (this.#endSent) throw new TlsError("protocol", "PROTOCOL_IS_SHUTDOWN");
      this.#checkFailed();
      if (bytes.length > 0) this.#send(content.data, bytes);
      return bytes.length;
    });
  }

  /** Send close_notify, once, and wait for the peer's. Returns 0 when both are there. */
  shutdown(): number {
    return this.#call(() => {
      if (!this.isOpen || this.#isFailed) throw new TlsError("protocol", "SHUTDOWN_WHILE_IN_INIT");
      if (!this.#endSent) this.#send(content.alert, Uint8Array.of(WARNING, alert.closeNotify));
      this.#endSent = true;
      while (!this.#endReceived) {
        if (this.#data.length > 0) throw new TlsError("protocol", "APPLICATION_DATA_AFTER_CLOSE_NOTIFY");
        const record = this.#record();
        if (!record) return "bytes";
        if (record.type === content.data) this.#data = record.content;
        else if (record.type === content.alert) this.#alert(record);
      }
      return 0;
    });
  }
}

/** True for an error after which the connection is what it was. */
function isHarmless({ kind, reason }: TlsError): boolean {
  return kind === "closed" || reason === "PROTOCOL_IS_SHUTDOWN" || reason === "SHUTDOWN_WHILE_IN_INIT";
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
