/** Reprs of values, compared with Python's. */
import { expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";
import { outcomeText, shortRepr } from "./repr.ts";
import { textRepr } from "./text-repr.ts";

const TEXTS = [
  "",
  "plain",
  "it's",
  'a "word"',
  `it's a "word"`,
  "back\\slash",
  "lines\nand\ttabs\r",
  "\0\b\f\x1f\x7f\x9f",
  "über €",
  "\xa0\xad\u2028\ufeff",
  "emoji 🎉 and \u{e0001}",
  ...[26, 27, 28, 29, 30, 31, 60].map((length) => "0123456789".repeat(6).slice(0, length)),
  "'".repeat(31),
  "\n".repeat(29),
];

test("strings are quoted as in Python and cut as in reprlib", async () => {
  const source = `import json, reprlib\nfor text in json.loads(${JSON.stringify(JSON.stringify(TEXTS))}):\n`;
  const { stdout } = await runPython(`${source}    print(ascii(repr(text)), ascii(reprlib.repr(text)))`);
  const lines = TEXTS.map((text) => `${pythonAscii(textRepr(text))} ${pythonAscii(shortRepr(text))}`);
  expect(lines).toEqual(stdout.split("\n").slice(0, -1));
});

/** Python's `ascii` of a repr. */
function pythonAscii(text: string): string {
  return textRepr(text).replaceAll(/[^ -~]/gu, (character) => {
    const code = character.codePointAt(0) as number;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
    return code < 0x10000
      ? `\\u${code.toString(16).padStart(4, "0")}`
      : `\\U${code.toString(16).padStart(8, "0")}`;
  });
}

test("other values have a repr by their type, and none of their code runs", () => {
  const touchy = {
    toString: () => {
      throw new Error("called");
    },
    toJSON: () => {
      throw new Error("called");
    },
  };
  class Mine {}
  function named(): void {}
  const touchyList = Object.defineProperty([0, "one", [2]], 0, { get: touchy.toString });
  const values = [
    1,
    1.5,
    true,
    null,
    undefined,
    10n,
    touchy,
    new Mine(),
    touchyList,
    named,
    Object.create(null),
  ];
  expect(values.map(shortRepr)).toEqual([
    "1",
    "1.5",
    "true",
    "null",
    "undefined",
    "10",
    "<Object>",
    "<Mine>",
    "[undefined, 'one', [...]]",
    "<function named>",
    "<object>",
  ]);
  expect(shortRepr(new RangeError("it's"))).toBe(`RangeError("it's")`);
  expect(shortRepr(new RangeError())).toBe("RangeError()");
});

test("the text of a task's outcome is short, and empty for no result", () => {
  expect(outcomeText(undefined)).toBe("");
  expect(outcomeText(new RangeError("oops"))).toBe("RangeError: oops");
  expect(outcomeText("x".repeat(40))).toBe(`'${"x".repeat(12)}...${"x".repeat(13)}'`);
  expect(outcomeText(new RangeError("x".repeat(300)))).toHaveLength(200);
});
