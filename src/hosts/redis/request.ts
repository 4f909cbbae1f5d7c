/**
 * Commands out of bytes: arrays of strings (RESP), or lines of words for a person at a terminal. Mirrors `processMultibulkBuffer`
 * and `processInlineBuffer` of Redis. Strings have one character a byte. Called by clients' sessions.
 */
import { ByteBuffer } from "../byte-buffer.ts";

/** Bytes that are no command; the connection ends after the reply. */
export class ProtocolError extends Error {}

const MAX_ARGUMENTS = 1024 * 1024;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_LINE = 65_536;
const latin1 = new TextDecoder("latin1");

/** Return bytes as text, one character each. (The decoder "latin1" of the web is windows-1252, which differs in 27 of them.) */
export function textOf(bytes: Uint8Array): string {
  const text = latin1.decode(bytes);
  // eslint-disable-next-line no-control-regex -- All characters of one byte.
  return /[^\x00-\xff]/.test(text) ? Array.from(bytes, (byte) => String.fromCharCode(byte)).join("") : text;
}

export class CommandReader {
  readonly #buffer = new ByteBuffer();
  /** Strings that the array lacks. */
  #lacking = 0;
  /** Bytes of the string that comes next; -1 where its size has not come. */
  #size = -1;
  #words: string[] = [];

  push(bytes: Uint8Array): void {
    this.#buffer.push(bytes);
  }

  /** Return the next command with its arguments; null if it has not arrived whole. Throws ProtocolError. */
  next(): string[] | null {
    for (;;) {
      if (this.#lacking === 0) {
        if (this.#buffer.size === 0) return null;
        const line = this.#line(this.#buffer.at(0) === 42 ? "mbulk count string" : "inline request");
        if (line === null) return null;
        if (!line.startsWith("*")) {
          const words = line.trim() === "" ? [] : wordsOf(line);
          if (words.length > 0) return words;
          continue;
        }
        const count = Number(line.slice(1));
        if (!/^\*-?\d+$/.test(line) || count > MAX_ARGUMENTS)
          throw new ProtocolError("invalid multibulk length");
        if (count <= 0) continue;
        [this.#lacking, this.#size, this.#words] = [count, -1, []];
      }
      if (!this.#string()) return null;
      if (this.#lacking === 0) return this.#words;
    }
  }

  #line(what: string): string | null {
    const line = this.#buffer.takeLine();
    if (line === null && this.#buffer.size > MAX_LINE) throw new ProtocolError(`too big ${what}`);
    return line;
  }

  #string(): boolean {
    if (this.#size < 0) {
      const line = this.#line("bulk count string");
      if (line === null) return false;
      if (!line.startsWith("$")) throw new ProtocolError(`expected '$', got '${line[0] ?? "\r"}'`);
      const size = Number(line.slice(1));
      if (!/^\$\d+$/.test(line) || size > MAX_BYTES) throw new ProtocolError("invalid bulk length");
      this.#size = size;
    }
    if (this.#buffer.size < this.#size + 2) return false;
    this.#words.push(textOf(this.#buffer.take(this.#size)));
    this.#buffer.take(2);
    this.#size = -1;
    this.#lacking--;
    return true;
  }
}

/** Return the words of a line; quotes hold several together. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\')*)'|([^\s"']+))(?=\s|$)/gy;
  while (pattern.lastIndex < line.trimEnd().length) {
    const found = pattern.exec(line);
    if (!found) throw new ProtocolError("unbalanced quotes in request");
    const [, double, single, plain = ""] = found;
    words.push(double?.replace(/\\(.)/g, "$1") ?? single?.replace(/\\'/g, "'") ?? plain);
  }
  return words;
}
