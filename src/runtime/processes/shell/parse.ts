/**
 * Parser of the shell: text to a tree. Left out: functions, `case`, here-documents and patterns of file names; a text that
 * has one of the first three is a syntax error that says so.
 */
import { type Node, type Piece, type Redirect, ShellSyntaxError, type Word } from "./syntax.ts";

const RESERVED = new Set(["then", "do", "done", "fi", "else", "elif", "}", "esac"]);
const ABSENT = new Set(["case", "function", "select"]);

/** Parse a program. Throws ShellSyntaxError. */
export function parse(text: string): Node {
  const parser = new Parser(text);
  const list = parser.list(() => parser.isAtEnd);
  if (!parser.isAtEnd) parser.fail();
  return list;
}

class Parser {
  #at = 0;

  constructor(readonly text: string) {}

  get isAtEnd(): boolean {
    this.#skip();
    return this.#at >= this.text.length;
  }

  fail(what = this.text.slice(this.#at).match(/^(&&|\|\||;;|\S)/)?.[0] ?? "end of file"): never {
    throw new ShellSyntaxError(`Syntax error: ${what === "end of file" ? what : `"${what}"`} unexpected`);
  }

  #absent(what: string): never {
    throw new ShellSyntaxError(`${what} is not available in this simulated shell`);
  }

  #skip(): void {
    for (;;) {
      const space = /^(?:[ \t]|\\\n)+|^#[^\n]*/.exec(this.text.slice(this.#at))?.[0];
      if (!space || (space.startsWith("#") && /\S/.test(this.text[this.#at - 1] ?? " "))) return;
      this.#at += space.length;
    }
  }

  #skipLines(): void {
    for (this.#skip(); this.text[this.#at] === "\n"; this.#skip()) this.#at++;
  }

  #takes(token: string): boolean {
    this.#skip();
    if (!this.text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  /** Return the reserved word or name that comes next. */
  #peekWord(): string {
    this.#skip();
    return /^(?:[A-Za-z_]\w*|[{}!])(?=$|[\s;&|()<>])/.exec(this.text.slice(this.#at))?.[0] ?? "";
  }

  #takesWord(word: string): boolean {
    if (this.#peekWord() !== word) return false;
    this.#at += word.length;
    return true;
  }

  #expect(word: string): void {
    this.#skipLines();
    if (!this.#takesWord(word)) this.fail();
  }

  list(isOver: () => boolean): Node {
    const items: { node: Node; isBackground: boolean }[] = [];
    for (;;) {
      this.#skipLines();
      if (isOver() || RESERVED.has(this.#peekWord())) break;
      const node = this.#andOr();
      this.#skip();
      if (this.text.startsWith(";;", this.#at)) this.#absent("case");
      const isBackground = this.text[this.#at] === "&" && this.#takes("&");
      items.push({ node, isBackground });
      if (!isBackground && !this.#takes(";")) {
        this.#skip();
        if (this.text[this.#at] !== "\n") break;
      }
    }
    return { kind: "list", items, redirects: [] };
  }

  /** A list that may not be empty, up to a reserved word. */
  #body(): Node {
    const list = this.list(() => this.isAtEnd);
    if (list.kind === "list" && list.items.length === 0) this.fail();
    return list;
  }

  #andOr(): Node {
    let left = this.#pipeline();
    for (;;) {
      const kind = this.#takes("&&") ? "and" : this.#takes("||") ? "or" : null;
      if (!kind) return left;
      this.#skipLines();
      left = { kind, left, right: this.#pipeline(), redirects: [] };
    }
  }

  #pipeline(): Node {
    const isNegated = this.#takesWord("!");
    const parts = [this.#command()];
    for (this.#skip(); /^\|(?!\|)/.test(this.text.slice(this.#at)); this.#skip()) {
      this.#at++;
      this.#skipLines();
      parts.push(this.#command());
    }
    const [only] = parts;
    return parts.length === 1 && !isNegated
      ? (only as Node)
      : { kind: "pipeline", parts, isNegated, redirects: [] };
  }

  #command(): Node {
    const node = this.#compound();
    if (!node) return this.#simple();
    const redirects: Redirect[] = [];
    for (let found = this.#redirect(); found; found = this.#redirect()) redirects.push(found);
    return { ...node, redirects };
  }

  #compound(): Node | null {
    const word = this.#peekWord();
    if (ABSENT.has(word)) this.#absent(word);
    if (RESERVED.has(word)) this.fail(word);
    if (this.#takes("(")) {
      const body = this.list(() => this.text[this.#at] === ")" || this.isAtEnd);
      if (!this.#takes(")")) this.fail();
      return { kind: "subshell", body, redirects: [] };
    }
    if (this.#takesWord("{")) {
      const body = this.#body();
      this.#expect("}");
      return body;
    }
    if (word === "while" || word === "until") {
      this.#at += word.length;
      const test = this.#body();
      return { kind: "while", isUntil: word === "until", test, body: this.#loopBody(), redirects: [] };
    }
    if (this.#takesWord("for")) return this.#for();
    return this.#takesWord("if") ? this.#if() : null;
  }

  #loopBody(): Node {
    this.#expect("do");
    const body = this.#body();
    this.#expect("done");
    return body;
  }

  #for(): Node {
    const name = this.#peekWord();
    if (!/^\w+$/.test(name)) this.fail();
    this.#at += name.length;
    let words: Word[] | null = null;
    this.#skipLines();
    if (this.#takesWord("in")) {
      words = [];
      for (let word = this.#word(); word; word = this.#word()) words.push(word);
    }
    this.#takes(";");
    return { kind: "for", name, words, body: this.#loopBody(), redirects: [] };
  }

  #if(): Node {
    const branches: { test: Node; body: Node }[] = [];
    do {
      const test = this.#body();
      this.#expect("then");
      branches.push({ test, body: this.#body() });
      this.#skipLines();
    } while (this.#takesWord("elif"));
    const otherwise = this.#takesWord("else") ? this.#body() : null;
    this.#expect("fi");
    return { kind: "if", branches, otherwise, redirects: [] };
  }

  #simple(): Node {
    const variables: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    for (;;) {
      const redirect = this.#redirect();
      if (redirect) {
        redirects.push(redirect);
        continue;
      }
      this.#skip();
      const name = words.length === 0 ? /^([A-Za-z_]\w*)=/.exec(this.text.slice(this.#at))?.[1] : undefined;
      if (name !== undefined) {
        this.#at += name.length + 1;
        variables.push({ name, value: this.#word(false) ?? [] });
        continue;
      }
      const word = this.#word();
      if (!word) break;
      words.push(word);
      if (words.length === 1 && /^[ \t]*\(/.test(this.text.slice(this.#at))) this.#absent("a function");
    }
    if (words.length + variables.length + redirects.length === 0) this.fail();
    return { kind: "command", variables, words, redirects };
  }

  #redirect(): Redirect | null {
    this.#skip();
    const found = /^(\d?)(<<|>>|>&|<&|>\||>|<)/.exec(this.text.slice(this.#at));
    if (!found) return null;
    const [whole, stream, how] = found as unknown as [string, string, string];
    if (how === "<<") this.#absent("a here-document");
    this.#at += whole.length;
    const target = this.#word() ?? this.fail();
    return {
      stream: stream === "" ? (how.startsWith("<") ? 0 : 1) : Number(stream),
      how: how.endsWith("&") ? "&" : how === ">|" ? ">" : (how as "<" | ">" | ">>"),
      target,
    };
  }

  /** Read a word; null if none comes next. */
  #word(skips = true): Word | null {
    if (skips) this.#skip();
    const pieces: Piece[] = [];
    const start = this.#at;
    for (;;) {
      const letter = this.text[this.#at];
      if (letter === undefined || /[\s;&|()<>]/.test(letter)) break;
      if (letter === "'") {
        const end = this.text.indexOf("'", this.#at + 1);
        if (end < 0) throw new ShellSyntaxError("Syntax error: Unterminated quoted string");
        pieces.push({ kind: "text", text: this.text.slice(this.#at + 1, end), isQuoted: true });
        this.#at = end + 1;
      } else if (letter === '"') this.#quoted(pieces);
      else if (letter === "\\") {
        pieces.push({ kind: "text", text: this.text[this.#at + 1] ?? "\\", isQuoted: true });
        this.#at += 2;
      } else if (letter === "$" || letter === "`") pieces.push(this.#expansion(false));
      else {
        const text = /^[^\s;&|()<>'"\\$`]+/.exec(this.text.slice(this.#at))?.[0] ?? letter;
        pieces.push({ kind: "text", text, isQuoted: false });
        this.#at += text.length;
      }
    }
    return this.#at > start ? pieces : null;
  }

  #quoted(pieces: Piece[]): void {
    this.#at++;
    pieces.push({ kind: "text", text: "", isQuoted: true });
    for (;;) {
      const letter = this.text[this.#at];
      if (letter === undefined) throw new ShellSyntaxError("Syntax error: Unterminated quoted string");
      if (letter === '"') break;
      if (letter === "$" || letter === "`") pieces.push(this.#expansion(true));
      else {
        const text = /^(?:[^"$`\\]|\\[^])+/.exec(this.text.slice(this.#at))?.[0] ?? letter;
        this.#at += text.length;
        pieces.push({
          kind: "text",
          text: text.replace(/\\([$`"\\])/g, "$1").replace(/\\\n/g, ""),
          isQuoted: true,
        });
      }
    }
    this.#at++;
  }

  #expansion(isQuoted: boolean): Piece {
    const rest = this.text.slice(this.#at);
    if (rest.startsWith("$((")) {
      const end = this.text.indexOf("))", this.#at);
      if (end < 0) this.fail("end of file");
      const text = this.text.slice(this.#at + 3, end);
      this.#at = end + 2;
      return { kind: "arithmetic", text, isQuoted };
    }
    if (rest.startsWith("$(")) {
      this.#at += 2;
      const body = this.list(() => this.text[this.#at] === ")" || this.isAtEnd);
      if (!this.#takes(")")) this.fail();
      return { kind: "substitution", body, isQuoted };
    }
    if (rest.startsWith("`")) {
      const end = this.text.indexOf("`", this.#at + 1);
      if (end < 0) this.fail("end of file");
      const body = parse(this.text.slice(this.#at + 1, end));
      this.#at = end + 1;
      return { kind: "substitution", body, isQuoted };
    }
    const braced = /^\$\{([A-Za-z_]\w*|[\d?$!#@*])(?::?-([^}]*))?\}/.exec(rest);
    if (braced) {
      this.#at += braced[0].length;
      const fallback = braced[2] === undefined ? null : (new Parser(braced[2]).#word() ?? []);
      return { kind: "variable", name: braced[1] as string, fallback, isQuoted };
    }
    if (rest.startsWith("${")) throw new ShellSyntaxError("Bad substitution");
    const plain = /^\$([A-Za-z_]\w*|[\d?$!#@*])/.exec(rest);
    this.#at += plain?.[0].length ?? 1;
    return plain
      ? { kind: "variable", name: plain[1] as string, fallback: null, isQuoted }
      : { kind: "text", text: "$", isQuoted: true };
  }
}
