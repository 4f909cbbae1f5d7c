/**
 * A server of HTTP/1.1: requests of a connection one after the other, each with one reply, which may take its time. Called by the
 * hosts that speak HTTP, with a function that answers a request.
 *
 * Invariant: a reply is sent whole before the next request is looked at.
 */
import type { Connection, Serve, Service } from "../../runtime/network/service.ts";
import { STATUS_CODES } from "./status.ts";
import { BadRequest, type Fields, type HttpRequest, RequestReader, wordsOf } from "./request.ts";

export interface HttpServer {
  /** Answer a request, by one call of a method of `reply`. */
  readonly answer: (request: HttpRequest, reply: Reply) => void;
  /** Fields of every reply. */
  readonly fields: () => Fields;
}

/** A body that is sent piece by piece. */
export interface BodyWriter {
  write(bytes: Uint8Array | string): void;
  end(): void;
}

const utf8 = new TextEncoder();
const bytesOf = (text: Uint8Array | string) => (typeof text === "string" ? utf8.encode(text) : text);
const CRLF = utf8.encode("\r\n");

/** Answer to one request. */
export class Reply {
  readonly #isHead: boolean;
  readonly #isOld: boolean;
  /** True if the connection ends after the reply. */
  closes: boolean;

  constructor(
    readonly connection: Connection,
    readonly own: Fields,
    request: HttpRequest | null,
    readonly onDone: (upgraded: ((rest: Uint8Array) => Service) | null) => void,
  ) {
    this.#isHead = request?.method === "HEAD";
    this.#isOld = request?.version === "1.0";
    const words = request ? wordsOf(request.fields, "connection") : ["close"];
    this.closes = words.includes("close") || (this.#isOld && !words.includes("keep-alive"));
  }

  #head(status: number, fields: Fields, framing: Fields): void {
    const lines = [...this.own, ...fields, ...framing];
    if (status !== 101 && this.closes) lines.push(["Connection", "close"]);
    else if (this.#isOld) lines.push(["Connection", "keep-alive"]);
    const reason = STATUS_CODES[status] ?? "Unknown";
    this.#send(
      `HTTP/1.1 ${status} ${reason}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`,
    );
  }

  #send(bytes: Uint8Array | string): void {
    this.connection.send(bytesOf(bytes));
  }

  /** Send a reply with its body; HEAD gets its header fields alone. */
  send(status: number, fields: Fields, body: Uint8Array | string = ""): void {
    const bytes = bytesOf(body);
    const isBare = status === 204 || status === 304;
    this.#head(status, fields, isBare ? [] : [["Content-Length", String(bytes.length)]]);
    if (!this.#isHead && !isBare && bytes.length > 0) this.#send(bytes);
    this.onDone(null);
  }

  /** Begin a reply whose length is not known: in chunks, and for HTTP/1.0 until the connection ends. */
  begin(status: number, fields: Fields): BodyWriter {
    const isChunked = !this.#isOld;
    this.closes ||= this.#isOld;
    this.#head(status, fields, isChunked ? [["Transfer-Encoding", "chunked"]] : []);
    if (this.#isHead) {
      this.onDone(null);
      return { write: () => {}, end: () => {} };
    }
    return {
      write: (text) => {
        const bytes = bytesOf(text);
        if (bytes.length === 0) return;
        if (isChunked) this.#send(`${bytes.length.toString(16)}\r\n`);
        this.#send(bytes);
        if (isChunked) this.#send(CRLF);
      },
      end: () => {
        if (isChunked) this.#send("0\r\n\r\n");
        this.onDone(null);
      },
    };
  }

  /** Hand the connection over to another protocol; `serve` gets what has arrived of it. */
  upgrade(fields: Fields, serve: (rest: Uint8Array) => Service): void {
    this.#head(101, fields, []);
    this.onDone(serve);
  }
}

/** Return the service of connections to a server. */
export function serveHttp({ answer, fields }: HttpServer): Serve {
  return (connection) => new HttpConnection(connection, answer, fields);
}

class HttpConnection implements Service {
  readonly #reader: RequestReader;
  #isAnswering = false;
  #hasEnded = false;
  #upgraded: Service | null = null;

  constructor(
    readonly connection: Connection,
    readonly answer: HttpServer["answer"],
    readonly fields: HttpServer["fields"],
  ) {
    this.#reader = new RequestReader(() => connection.send(utf8.encode("HTTP/1.1 100 Continue\r\n\r\n")));
  }

  received(bytes: Uint8Array): void {
    if (this.#upgraded) return this.#upgraded.received?.(bytes);
    this.#reader.push(bytes);
    this.#next();
  }

  /** The client sends nothing more; replies to what it has sent follow. */
  ended(): void {
    if (this.#upgraded) return this.#upgraded.ended?.() ?? this.connection.end();
    this.#hasEnded = true;
    if (!this.#isAnswering) this.connection.end();
  }

  failed(error: number): void {
    this.#upgraded?.failed?.(error);
  }

  #next(): void {
    while (!this.#isAnswering && !this.#upgraded) {
      const request = this.#read();
      if (!request) {
        if (this.#hasEnded) this.connection.end();
        return;
      }
      this.#isAnswering = true;
      const reply = new Reply(this.connection, this.fields(), request, (upgraded) => {
        this.#isAnswering = false;
        if (upgraded) this.#upgraded = upgraded(this.#reader.takeRest());
        else if (reply.closes) {
          // What follows is not answered.
          this.#isAnswering = true;
          this.connection.end();
        } else this.#next();
      });
      this.answer(request, reply);
    }
  }

  #read(): HttpRequest | null {
    try {
      return this.#reader.next();
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      this.#isAnswering = true;
      const reply = new Reply(this.connection, this.fields(), null, () => this.connection.end());
      reply.send(error.status, [["Content-Type", "text/plain"]], `${error.message}\n`);
      return null;
    }
  }
}
