import { expect, test } from "vitest";
import { indentationAfter, indentationOf } from "./indentation.ts";

test.each([
  ["python", "print(1)", ""],
  ["python", "    print(1)", "    "],
  ["python", "async def main():", "    "],
  ["python", "    async with gate:  # in line", "        "],
  ["python", "    names = [", "        "],
  ["python", "    x: int", "    "],
  ["typescript", "  await sleep(1);", "  "],
  ["typescript", "async function main() {", "  "],
  ["typescript", "  run( // now", "    "],
  ["typescript", "  case 1:", "  "],
] as const)("%s: under %j stands %j", (language, line, indentation) => {
  const level = indentationOf("", language);
  expect(indentationAfter(line, language, level)).toBe(indentation);
});

test("a new line has the indentation of the line before, or one more level of the program", () => {
  expect(indentationAfter("if x:", "python", "\t")).toBe("\t");
  expect(indentationAfter("\tif x:", "python", "\t")).toBe("\t\t");
  expect(indentationAfter("   if x:", "python", "   ")).toBe("      ");
});

test.each([
  ["python", "", "    "],
  ["typescript", "", "  "],
  ["python", "if x:\n\tif y:\n\n\t\tpass\n", "\t"],
  ["python", "if x:\n  pass\n", "  "],
  ["typescript", "{\n    a;\n    {\n        b;\n    }\n}\n", "    "],
  // One that is aligned, one that is wrong, and one that comes later do not count against the others.
  ["python", "print(1,\n      2)\nif x:\n  pass\nif y:\n  pass\nif z:\n\tpass\n", "  "],
  ["python", "f(\n  1\n)\nif x:\n    pass\n", "    "],
  ["python", "a = (1 +\n                2)\n", "    "],
] as const)("a program in %s is indented as it is: %j by %j", (language, source, level) => {
  expect(indentationOf(source, language)).toBe(level);
});
