/** Tokenizer of Python. `open` at a line's end is the prefix and the quotes of a string, such as `f"""`. */
import { matchEnd, TokenList, type TokenizedLine, type TokenKind } from "./token.ts";

const keywords = new Set(
  (
    "and as assert async await break class continue def del elif else except finally for from global if import in is " +
    "lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);
const constants = new Set(["True", "False", "None"]);

/** Words that are keywords only at the start of a statement of this form. */
const softKeyword = /^\s*(?:(?:match|case)\b(?=[^=.]*:\s*(?:#[^]*)?$)|type\b(?=\s+\w))/;

const spaces = /\s+/y;
const comment = /#.*/y;
const stringStart = /(?:[rbuft]|[rR][bBfFtT]|[bBfFtT][rR])?("""|'''|"|')/iy;
const number = /(?:0[xob][\da-f_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:e[+-]?\d[\d_]*)?j?)/iy;
const word = /[\p{L}_][\p{L}\p{N}_]*/uy;

/** Tokenize a line; `open` is the string that the line before left open. */
export function tokenizePython(line: string, open = ""): TokenizedLine {
  const list = new TokenList();
  const add = list.add.bind(list);
  const end = (pattern: RegExp, from: number) => matchEnd(pattern, line, from);
  const soft = open === "" ? softKeyword.exec(line)?.[0].length : undefined;
  let before = "";
  let at = 0;
  let rest = open;
  if (rest !== "") at = scanString(0);
  while (at < line.length) {
    const start = at;
    if ((at = end(spaces, start)) > start) {
      add(start, list.last);
    } else if ((at = end(comment, start)) > start) {
      add(start, "comment");
    } else if ((at = end(stringStart, start)) > start) {
      rest = line.slice(start, at);
      add(start, "string");
      at = scanString(at);
    } else if ((at = end(number, start)) > start) {
      add(start, "constant");
    } else if ((at = end(word, start)) > start) {
      const text = line.slice(start, at);
      add(start, at === soft ? "keyword" : kindOfWord(text, before));
      before = text;
    } else {
      add(start, "plain");
      at = start + 1;
    }
  }
  return { tokens: list.tokens, open: rest };

  /** Return the index after the end of the string `rest`, or the line's end. The fields of an f-string are plain. */
  function scanString(from: number): number {
    const quote = rest.slice(rest.search(/["']/));
    const hasFields = /^[rb]?[ft]/i.test(rest);
    const lastBrace = hasFields ? line.lastIndexOf("}") : -1;
    let depth = 0;
    let escaped = false;
    add(from, "string");
    for (let i = from; i < line.length; i++) {
      const char = line[i];
      if (escaped) escaped = false;
      else if (char === "\\") escaped = true;
      // Quotes in a field belong to a string in it, unless the field is not closed.
      else if (line.startsWith(quote, i) && !(depth > 0 && lastBrace >= i)) {
        if (depth > 0) add(i, "string");
        rest = "";
        return i + quote.length;
      } else if (hasFields && char === "{") {
        if (depth === 0 && line[i + 1] === "{") i++;
        else if (depth++ === 0) add(i, "plain");
      } else if (hasFields && char === "}" && depth > 0) {
        if (--depth === 0) add(i + 1, "string");
      }
    }
    // A string in single quotes ends with its line, unless a backslash continues it.
    if (quote.length === 1 && !escaped) rest = "";
    return line.length;
  }
}

function kindOfWord(text: string, before: string): TokenKind {
  if (text === "async" || text === "await") return "await";
  if (keywords.has(text)) return "keyword";
  if (constants.has(text)) return "constant";
  return before === "def" || before === "class" ? "name" : "plain";
}
