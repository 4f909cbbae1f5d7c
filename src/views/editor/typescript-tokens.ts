/**
 * Tokenizer of TypeScript. `open` at a line's end is a stack of one character each: "*" for a comment, "`" for the text
 * of a template, "$" for an expression in it, "{" for a brace in such an expression.
 */
import { matchEnd, TokenList, type TokenizedLine, type TokenKind } from "./token.ts";

const keywords = new Set(
  (
    "abstract break case catch class const continue debugger declare default delete do else enum export extends finally " +
    "for function if implements import in infer instanceof interface keyof let new override private protected public " +
    "readonly return static super switch this throw try typeof var void while with yield"
  ).split(" "),
);
const constants = new Set(["true", "false", "null", "undefined", "NaN", "Infinity"]);
const naming = new Set(["function", "function*", "class", "interface", "enum", "namespace", "type"]);

/** Words that are keywords only in these positions; each pattern matches from the word on. */
const softKeywords: ReadonlyMap<string, RegExp> = new Map([
  ["as", /as\s+[\w{[("']/y],
  ["from", /from\s*["']/y],
  ["get", /get\s+[\w#[]/y],
  ["is", /is\s+\w/y],
  ["namespace", /namespace\s+\w/y],
  ["of", /of\s+[\w[("'`{]/y],
  ["satisfies", /satisfies\s+\w/y],
  ["set", /set\s+[\w#[]/y],
  ["type", /type\s+[\w{*]/y],
  ["using", /using\s+\w/y],
]);

const spaces = /\s+/y;
const number = /(?:0[xob][\da-f_]+n?|(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:e[+-]?\d[\d_]*)?n?)/iy;
const word = /[\p{L}_$#@][\p{L}\p{N}_$]*/uy;
const quoted = /(["'])(?:\\.|(?!\1).)*(?:\1|$)/y;
const regex = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]])*\]|[^/[])+\/[a-z]*/y;

/** Text before an expression: a slash after it starts a regular expression rather than a division. */
const beforeExpression = /(?:^|[([{,;=:?!&|+\-*%^~<>]|\b(?:return|typeof|case|in|of|await|yield|throw))\s*$/;

/** Tokenize a line; `open` is the stack that the line before left. */
export function tokenizeTypeScript(line: string, open = ""): TokenizedLine {
  const list = new TokenList();
  let stack = open;
  let before = "";
  let at = 0;
  while (at < line.length) {
    const start = at;
    if (stack.endsWith("*")) at = comment(start);
    else if (stack.endsWith("`")) at = template(start);
    else if ((at = matchEnd(spaces, line, start)) > start) list.add(start, list.last);
    else at = code(start);
  }
  return { tokens: list.tokens, open: stack };

  function comment(from: number): number {
    list.add(from, "comment");
    const end = line.indexOf("*/", from);
    if (end < 0) return line.length;
    stack = stack.slice(0, -1);
    return end + 2;
  }

  function template(from: number): number {
    list.add(from, "string");
    for (let i = from; i < line.length; i++) {
      if (line[i] === "\\") i++;
      else if (line[i] === "`") {
        stack = stack.slice(0, -1);
        return i + 1;
      } else if (line.startsWith("${", i)) {
        list.add(i, "plain");
        stack += "$";
        return i + 2;
      }
    }
    return line.length;
  }

  function code(from: number): number {
    if (line.startsWith("//", from)) return taken(from, line.length, "comment");
    if (line.startsWith("/*", from)) {
      stack += "*";
      return taken(from, from + 2, "comment");
    }
    if (line[from] === "`") {
      stack += "`";
      return taken(from, from + 1, "string");
    }
    let end: number;
    if ((end = matchEnd(quoted, line, from)) > from) return taken(from, end, "string");
    if (beforeExpression.test(line.slice(0, from)) && (end = matchEnd(regex, line, from)) > from)
      return taken(from, end, "string");
    if ((end = matchEnd(number, line, from)) > from) return taken(from, end, "constant");
    if ((end = matchEnd(word, line, from)) > from) {
      const text = line.slice(from, end);
      const kind = line[from - 1] === "." && line[from - 2] !== "." ? "plain" : kindOf(text, from);
      before = text;
      return taken(from, end, kind);
    }
    return punctuation(from);
  }

  function punctuation(from: number): number {
    const char = line[from];
    const closesTemplate = char === "}" && stack.endsWith("$");
    if (char === "{" && stack !== "") stack += "{";
    else if (char === "}") stack = stack.replace(/[${]$/, "");
    // A star is part of its keyword: function*, yield*.
    const isStar = char === "*" && /^(?:function|yield)$/.test(before);
    before = isStar ? `${before}*` : "";
    list.add(from, isStar ? "keyword" : "plain");
    if (closesTemplate && from + 1 < line.length) list.add(from + 1, "string");
    return from + 1;
  }

  function kindOf(text: string, from: number): TokenKind {
    if (text === "async" || text === "await") return "await";
    if (keywords.has(text)) return "keyword";
    if (constants.has(text)) return "constant";
    const soft = softKeywords.get(text);
    if (soft && matchEnd(soft, line, from) > from) return "keyword";
    return naming.has(before) ? "name" : "plain";
  }

  function taken(from: number, to: number, kind: TokenKind): number {
    list.add(from, kind);
    return to;
  }
}
