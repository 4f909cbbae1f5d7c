/**
 * The server's side of a WebSocket (RFC 6455) that sends each message back. Called by `web.ts` after the handshake.
 * A frame against the rules ends the connection with its status code. Left out: extensions.
 */
import type { Connection, Service } from "../../runtime/network/service.ts";
import { ByteBuffer, joinBytes } from "../byte-buffer.ts";
import { fieldOf, type Fields, wordsOf } from "./request.ts";
import { sha1 } from "./sha1.ts";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const MAX_MESSAGE = 16 * 1024 * 1024;
const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

const utf8 = new TextEncoder();

/** Return the header fields that accept a handshake; null for a request that is none. */
export function acceptWebSocket(method: string, fields: Fields): Fields | null {
  const key = fieldOf(fields, "sec-websocket-key") ?? "";
  const isAsked =
    method === "GET" &&
    wordsOf(fields, "upgrade").includes("websocket") &&
    wordsOf(fields, "connection").includes("upgrade") &&
    fieldOf(fields, "sec-websocket-version") === "13" &&
    /^[A-Za-z0-9+/]{22}==$/.test(key);
  if (!isAsked) return null;
  const accept = btoa(String.fromCharCode(...sha1(utf8.encode(key + GUID))));
  return [
    ["Upgrade", "websocket"],
    ["Connection", "Upgrade"],
    ["Sec-WebSocket-Accept", accept],
  ];
}

/** Serve a connection after its handshake: send each message back. */
export function echoMessages(connection: Connection, rest: Uint8Array): Service {
  const echo = new Echo(connection);
  echo.received(rest);
  return echo;
}

class Echo implements Service {
  readonly #buffer = new ByteBuffer();
  #parts: Uint8Array[] = [];
  /** Kind of the message whose first part has come; 0 between messages. */
  #kind = 0;
  #isOver = false;

  constructor(readonly connection: Connection) {}

  received(bytes: Uint8Array): void {
    this.#buffer.push(bytes);
    while (!this.#isOver && this.#readFrame());
  }

  #readFrame(): boolean {
    const buffer = this.#buffer;
    const [first, second] = [buffer.at(0), buffer.at(1)];
    if (first === undefined || second === undefined) return false;
    const short = second & 127;
    const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
    if (buffer.size < 2 + extra + 4) return false;
    let length = extra > 0 ? 0 : short;
    for (let i = 0; i < extra; i++) length = length * 256 + buffer.at(2 + i)!;
    const kind = first & 15;
    const isControl = kind >= CLOSE;
    const isKnown = kind <= BINARY || (kind >= CLOSE && kind <= PONG);
    // Bits that are reserved, a frame without a mask, and control frames that are long or in parts.
    if ((first & 0x70) !== 0 || (second & 0x80) === 0 || !isKnown) return this.#fail(1002);
    if (isControl && (extra > 0 || (first & 0x80) === 0)) return this.#fail(1002);
    if (length > MAX_MESSAGE) return this.#fail(1009);
    if (buffer.size < 2 + extra + 4 + length) return false;
    buffer.take(2 + extra);
    const mask = buffer.take(4);
    const payload = buffer.take(length).map((byte, i) => byte ^ mask[i & 3]!);
    return isControl ? this.#takeControl(kind, payload) : this.#takePart(kind, payload, (first & 0x80) !== 0);
  }

  #takeControl(kind: number, payload: Uint8Array): boolean {
    if (kind === PING) this.#send(PONG, payload);
    if (kind === CLOSE) this.#close(payload.subarray(0, 2));
    return true;
  }

  #takePart(kind: number, payload: Uint8Array, isLast: boolean): boolean {
    if ((kind === 0) !== (this.#kind !== 0)) return this.#fail(1002);
    this.#kind ||= kind;
    this.#parts.push(payload);
    if (this.#parts.reduce((sum, part) => sum + part.length, 0) > MAX_MESSAGE) return this.#fail(1009);
    if (!isLast) return true;
    const message = joinBytes(this.#parts);
    if (this.#kind === TEXT && !isText(message)) return this.#fail(1007);
    this.#send(this.#kind, message);
    this.#parts = [];
    this.#kind = 0;
    return true;
  }

  #fail(status: number): boolean {
    this.#close(Uint8Array.of(status >> 8, status & 255));
    return false;
  }

  #close(status: Uint8Array): void {
    this.#isOver = true;
    this.#send(CLOSE, status);
    this.connection.end();
  }

  #send(kind: number, payload: Uint8Array): void {
    const { length } = payload;
    const size =
      length < 126
        ? [length]
        : length < 65_536
          ? [126, length >> 8, length & 255]
          : [127, 0, 0, 0, 0, length >>> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255];
    this.connection.send(joinBytes([Uint8Array.of(0x80 | kind, ...size), payload]));
  }
}

function isText(bytes: Uint8Array): boolean {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes) !== null;
  } catch {
    return false;
  }
}
