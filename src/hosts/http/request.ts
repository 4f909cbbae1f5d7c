/**
 * Requests of HTTP/1.1 out of bytes (RFC 9112), strictly: what leaves open where a request ends is refused. A body is read whole.
 *
 *     line ──▶ headers ──▶ body, or size ──▶ chunk ──▶ … ──▶ trailers ──▶ done, and back to "line"
 *
 * Called by `server.ts`. Left out: trailers (they are read, and dropped), the upgrade to HTTP/2.
 */
import { ByteBuffer, joinBytes } from "../byte-buffer.ts";

/** Header fields in the order in which they came, with their names as they came. */
export type Fields = readonly (readonly [name: string, value: string])[];

export interface HttpRequest {
  readonly method: string;
  /** As it came: a path with its query, or the address of the whole page. */
  readonly target: string;
  readonly version: "1.0" | "1.1";
  readonly fields: Fields;
  readonly body: Uint8Array;
}

/** A request that cannot be answered otherwise; the connection ends after it. */
export class BadRequest extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const REQUEST_LINE = new RegExp(`^(${TOKEN}) ([!-~]+) HTTP/(\\d)\\.(\\d)$`);
const FIELD = new RegExp(`^(${TOKEN}):[ \\t]*(.*?)[ \\t]*$`);
// eslint-disable-next-line no-control-regex -- These are what a value must not have.
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;
const CARRIAGE_RETURN = 13;
const MAX_LINE = 8192;
const MAX_FIELDS = 32_768;
const MAX_BODY = 16 * 1024 * 1024;

/** Return the value of a field, several joined as a list; undefined if there is none. */
export function fieldOf(fields: Fields, wanted: string): string | undefined {
  const values = fields.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
  return values.length > 0 ? values.join(", ") : undefined;
}

/** Return the words of a field that is a list, in small letters. */
export function wordsOf(fields: Fields, wanted: string): string[] {
  return (fieldOf(fields, wanted) ?? "")
    .toLowerCase()
    .split(",")
    .map((word) => word.trim());
}

type Head = Omit<HttpRequest, "body">;

export class RequestReader {
  readonly #buffer = new ByteBuffer();
  #head: Head | null = null;
  #line: [method: string, target: string, version: "1.0" | "1.1"] | null = null;
  #fields: [string, string][] = [];
  #fieldBytes = 0;
  #body: Uint8Array[] = [];
  #bodyBytes = 0;
  /** Bytes that the body, or the chunk, still lacks; "size" and "trailers" where a line comes next. */
  #lacking: number | "size" | "trailers" = 0;
  #isChunked = false;

  /** `onContinue` is called where a client waits for a word before it sends its body. */
  constructor(readonly onContinue: () => void) {}

  push(bytes: Uint8Array): void {
    this.#buffer.push(bytes);
  }

  /** Bytes that arrived and belong to no request: those of another protocol after an upgrade. */
  takeRest(): Uint8Array {
    return this.#buffer.take(this.#buffer.size);
  }

  /** Return the next request; null if it has not arrived whole. Throws BadRequest. */
  next(): HttpRequest | null {
    if (!this.#head && !this.#readHead()) return null;
    if (!this.#readBody()) return null;
    const request = { ...(this.#head as Head), body: joinBytes(this.#body) };
    this.#head = this.#line = null;
    this.#fields = [];
    this.#body = [];
    this.#fieldBytes = this.#bodyBytes = 0;
    return request;
  }

  #takeLine(most: number, status: number): string | null {
    const line = this.#buffer.takeLine();
    if ((line?.length ?? this.#buffer.size) > most) throw new BadRequest(status, "a line is too long");
    return line;
  }

  #readHead(): boolean {
    while (!this.#line) {
      const line = this.#takeLine(MAX_LINE, 414);
      // A byte that begins no method, as that of TLS: no line will come.
      const first = this.#buffer.at(0) ?? CARRIAGE_RETURN;
      if (line === null && first < 33 && first !== CARRIAGE_RETURN)
        throw new BadRequest(400, "this is not HTTP");
      if (line === null) return false;
      // Empty lines before a request are dropped (RFC 9112, 2.2).
      if (line !== "") this.#line = requestLine(line);
    }
    for (;;) {
      const line = this.#takeLine(MAX_FIELDS - this.#fieldBytes, 431);
      if (line === null) return false;
      if (line === "") break;
      this.#fieldBytes += line.length + 2;
      const [, name, value = ""] = FIELD.exec(line) ?? [];
      if (name === undefined || CONTROL.test(value)) throw new BadRequest(400, "a header is malformed");
      this.#fields.push([name, value]);
    }
    const [method, target, version] = this.#line;
    this.#head = { method, target, version, fields: this.#fields };
    this.#beginBody(this.#head);
    return true;
  }

  #beginBody({ version, fields }: Head): void {
    const hosts = fields.filter(([name]) => name.toLowerCase() === "host").length;
    if (hosts > 1 || (hosts === 0 && version === "1.1"))
      throw new BadRequest(400, "a request has one Host header");
    const length = fieldOf(fields, "content-length");
    const coding = fieldOf(fields, "transfer-encoding");
    this.#isChunked = coding !== undefined;
    this.#lacking = 0;
    if (coding !== undefined) {
      if (length !== undefined || version === "1.0") throw new BadRequest(400, "the length is ambiguous");
      if (coding.toLowerCase() !== "chunked")
        throw new BadRequest(501, `the transfer coding ${coding} is unknown`);
      this.#lacking = "size";
    } else if (length !== undefined) {
      if (!/^\d{1,15}$/.test(length)) throw new BadRequest(400, "Content-Length is no number");
      this.#lacking = Number(length);
      this.#checkBody(this.#lacking);
    }
    const expected = fieldOf(fields, "expect");
    if (expected === undefined || version === "1.0") return;
    if (expected.toLowerCase() !== "100-continue") throw new BadRequest(417, "only 100-continue is expected");
    if (this.#lacking !== 0 && this.#buffer.size === 0) this.onContinue();
  }

  #checkBody(bytes: number): void {
    if (bytes > MAX_BODY) throw new BadRequest(413, "the body has more than 16 MiB");
  }

  #readBody(): boolean {
    for (;;) {
      if (typeof this.#lacking === "number") {
        const piece = this.#buffer.take(this.#lacking);
        if (piece.length > 0) this.#body.push(piece);
        this.#lacking -= piece.length;
        if (this.#lacking > 0) return false;
        if (!this.#isChunked) return true;
        // The line's end behind a chunk.
        if (this.#bodyBytes > 0) {
          if (this.#buffer.size < 2) return false;
          if (this.#buffer.takeLine() !== "") throw new BadRequest(400, "a chunk has another size");
        }
        this.#lacking = "size";
      }
      const line = this.#takeLine(MAX_LINE, 400);
      if (line === null) return false;
      if (this.#lacking === "trailers") {
        if (line !== "") continue;
        return true;
      }
      const [, size] = /^([0-9A-Fa-f]{1,8})[ \t]*(?:;.*)?$/.exec(line) ?? [];
      if (size === undefined) throw new BadRequest(400, "the size of a chunk is no number");
      const bytes = parseInt(size, 16);
      this.#checkBody((this.#bodyBytes += bytes));
      this.#lacking = bytes === 0 ? "trailers" : bytes;
    }
  }
}

function requestLine(line: string): [method: string, target: string, version: "1.0" | "1.1"] {
  const [, method = "", target = "", major, minor] = REQUEST_LINE.exec(line) ?? [];
  if (major === undefined) throw new BadRequest(400, "the request line is malformed");
  if (major !== "1") throw new BadRequest(505, "only HTTP/1.1 is spoken");
  if (!/^(?:\/|https?:\/\/)/i.test(target) && !(method === "OPTIONS" && target === "*"))
    throw new BadRequest(400, "the target is no path");
  return [method, target, minor === "0" ? "1.0" : "1.1"];
}
