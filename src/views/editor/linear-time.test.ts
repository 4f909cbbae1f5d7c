/** What reads a program as it is typed or opened takes steps that grow linearly with the program, whatever it is. */
import { describe, expect, test } from "vitest";
import { timeOf } from "../../testing/patterns.ts";
import { indentationAfter, indentationOf } from "./indentation.ts";
import { tokenizers } from "./tokens.ts";

/** Texts that open something, and texts that repeat. */
const OPENING = [
  "",
  "/",
  "= /",
  "= /[",
  '"',
  "'",
  "`",
  "`${",
  "/*",
  "f'{",
  'f"""{',
  "match ",
  "0x",
  "#",
  ": #",
];
const REPEATED = [
  "\\a",
  "\\",
  "a",
  "1",
  "_",
  ".",
  " ",
  "/",
  "=/",
  "=/[",
  "[",
  "(",
  "{",
  "}",
  "`",
  "${",
  "`${",
  '"',
  "'",
  '"""',
  "'{'",
  "*",
  "/*",
  ":",
  ":#",
  "#",
  "as ",
  "import ",
  "match:",
  "return /",
  "\n",
  "{\n",
  "`${\n",
];
const CLOSING = ["", "\u2028!", "}", "}\n", "\n"];

/** Pass a text through a tokenizer, line by line as the plain editor does. */
function tokenize(language: keyof typeof tokenizers, text: string): void {
  let open = "";
  for (const line of text.split("\n")) open = tokenizers[language](line, open).open;
}

describe.each(["python", "typescript"] as const)("the %s tokenizer", (language) => {
  test("takes no time for a short text", () => {
    const texts = OPENING.flatMap((a) => REPEATED.flatMap((b) => CLOSING.map((c) => a + b.repeat(26) + c)));
    for (const text of texts)
      expect(
        timeOf(() => tokenize(language, text), 40),
        text,
      ).toBeLessThan(40);
  });

  test("takes steps that grow linearly", { timeout: 120_000 }, () => {
    // A quadratic number of steps would take a second.
    const large = (unit: string) => unit.repeat(30_000 / unit.length);
    for (const opening of OPENING)
      for (const unit of REPEATED) {
        const text = opening + large(unit) + "\u2028!}";
        expect(
          timeOf(() => tokenize(language, text), 150),
          opening + unit,
        ).toBeLessThan(150);
      }
  });
});

test("the indentation of a typed line is found in linear time", () => {
  for (const language of ["python", "typescript"] as const)
    for (const unit of ["{", ":", ":#", "{//", " ", "\t", "\n"]) {
      const text = unit.repeat(30_000) + "\u2028!";
      expect(
        timeOf(() => indentationAfter(text, language, "  "), 150),
        unit,
      ).toBeLessThan(150);
      expect(
        timeOf(() => indentationOf(text, language), 150),
        unit,
      ).toBeLessThan(150);
    }
});
