/**
 * Tokenizer of TypeScript. `open` at a line's end is a stack of one character each: "*" for a comment, "`" for the text
 * of a template, "$" for an expression in it, "{" for a brace in such an expression.
 *
 * Invariant: steps grow linearly with the text, whatever it is. So no place is scanned twice, and the stack is bounded.
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
const number = /(?:0[xob][\da-f_]+n?|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:e[+-]?\d[\d_]*)?n?)/iy;
const word = /[\p{L}_$#@][\p{L}\p{N}_$]*/uy;
const flags = /[a-z]*/y;

/** Characters and words before an expression: a slash after one starts a regular expression rather than a division. */
const signsBeforeExpression = new Set("([{,;=:?!&|+-*%^~<>");
const wordsBeforeExpression = new Set("return typeof case in of await yield throw".split(" "));

/** The deepest nesting that is tracked; what is nested deeper is coloured as if it were not. */
const MAX_DEPTH = 100;

/** Tokenize a line; `open` is the stack that the line before left. */
export function tokenizeTypeScript(line: string, open = ""): TokenizedLine {
  const list = new TokenList();
  let stack = open;
  let before = "";
  /** True if a slash would start a regular expression here. */
  let startsExpression = true;
  /** False once one was found without its end: a second search would scan the rest of the line again. */
  let mayHaveRegex = true;
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
        startsExpression = false;
        return i + 1;
      } else if (line.startsWith("${", i) && stack.length < MAX_DEPTH) {
        list.add(i, "plain");
        stack += "$";
        startsExpression = true;
        return i + 2;
      }
    }
    return line.length;
  }

  function code(from: number): number {
    if (line.startsWith("//", from)) return taken(from, line.length, "comment");
    if (line.startsWith("/*", from)) {
      stack += "*";
      list.add(from, "comment");
      return from + 2;
    }
    const char = line[from] as string;
    if (char === "`") {
      stack += "`";
      return taken(from, from + 1, "string");
    }
    if (char === '"' || char === "'") return taken(from, quotedEnd(from, char), "string");
    let end: number;
    if (char === "/" && startsExpression && mayHaveRegex && (end = regexEnd(from)) > from)
      return taken(from, end, "string");
    if ((end = matchEnd(number, line, from)) > from) return taken(from, end, "constant");
    if ((end = matchEnd(word, line, from)) > from) {
      const text = line.slice(from, end);
      const kind = line[from - 1] === "." && line[from - 2] !== "." ? "plain" : kindOf(text, from);
      before = text;
      taken(from, end, kind);
      startsExpression = wordsBeforeExpression.has(text);
      return end;
    }
    return punctuation(from, char);
  }

  /** Return the index after a string, or the line's end. */
  function quotedEnd(from: number, quote: string): number {
    for (let i = from + 1; i < line.length; i++) {
      if (line[i] === "\\") i++;
      else if (line[i] === quote) return i + 1;
    }
    return line.length;
  }

  /** Return the index after a regular expression and its flags; `from` if it does not end in the line. */
  function regexEnd(from: number): number {
    let isInClass = false;
    for (let i = from + 1; i < line.length; i++) {
      const char = line[i];
      if (char === "\\") i++;
      else if (char === "[") isInClass = true;
      else if (char === "]") isInClass = false;
      else if (char === "/" && !isInClass) return matchEnd(flags, line, i + 1);
    }
    mayHaveRegex = false;
    return from;
  }

  function punctuation(from: number, char: string): number {
    const closesTemplate = char === "}" && stack.endsWith("$");
    if (char === "{" && stack !== "" && stack.length < MAX_DEPTH) stack += "{";
    else if (char === "}" && (closesTemplate || stack.endsWith("{"))) stack = stack.slice(0, -1);
    // A star is part of its keyword: function*, yield*.
    const isStar = char === "*" && (before === "function" || before === "yield");
    before = isStar ? `${before}*` : "";
    list.add(from, isStar ? "keyword" : "plain");
    if (closesTemplate && from + 1 < line.length) list.add(from + 1, "string");
    startsExpression = signsBeforeExpression.has(char);
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

  /** Add a token that is a value or a comment, and return its end. */
  function taken(from: number, to: number, kind: TokenKind): number {
    list.add(from, kind);
    startsExpression = false;
    return to;
  }
}
