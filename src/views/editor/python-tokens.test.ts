import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawTokens } from "../../testing/draw-tokens.ts";
import { tokenizePython } from "./python-tokens.ts";

const draw = (line: string, open?: string) => drawTokens(tokenizePython, line, open);

describe("a line", () => {
  test.each([
    ["import asyncio", "keyword[import] asyncio"],
    ["async def main():", "await[async] keyword[def] name[main]():"],
    [
      "    await asyncio.sleep(0.5)  # half",
      "    await[await] asyncio.sleep(constant[0.5])  comment[# half]",
    ],
    [
      "x = [1_000, 0xFF, 1e-9, 3j, .5]",
      "x = [constant[1_000], constant[0xFF], constant[1e-9], constant[3j], constant[.5]]",
    ],
    ["if a1 is not None: pass", "keyword[if] a1 keyword[is not] constant[None]: keyword[pass]"],
    ["é_2 = défi", "é_2 = défi"],
    ["", ""],
  ])("%s", (line, drawn) => expect(draw(line)).toBe(drawn));
});

describe("strings", () => {
  test.each([
    [`print("a # b", 'c\\'d')`, `print(string["a # b"], string['c\\'d'])`],
    [`f"job-{n:>3}{{}}"`, `string[f"job-]{n:>3}string[{{}}"]`],
    [`rb'\\d' "unended`, `string[rb'\\d' "unended]`],
    [`f"{names["a"]}" + x`, `string[f"]{names["a"]}string["] + x`],
    [`f"{oops" + x`, `string[f"]{oopsstring["] + x`],
    [`t'{x}'`, `string[t']{x}string[']`],
    [`"""doc`, `string["""doc] …"""`],
    [`"carried \\`, `string["carried \\] …"`],
  ])("%s", (line, drawn) => expect(draw(line)).toBe(drawn));

  test("a string in three quotes continues to the closing quotes", () => {
    expect(draw(`still "in" it`, `"""`)).toBe(`string[still "in" it] …"""`);
    expect(draw(`end""" + x`, `"""`)).toBe(`string[end"""] + x`);
    expect(draw(`{name}'''`, `f'''`)).toBe(`{name}string[''']`);
  });
});

describe("soft keywords", () => {
  test.each([
    ["match command:", "keyword[match] command:"],
    ["    case [x, y]:  # two", "    keyword[case] [x, y]:  comment[# two]"],
    ["match = re.match(pattern, text)", "match = re.match(pattern, text)"],
    ["type Pair[T] = tuple[T, T]", "keyword[type] Pair[T] = tuple[T, T]"],
    ["type(x)", "type(x)"],
    ["print(type, case)", "print(type, case)"],
  ])("%s", (line, drawn) => expect(draw(line)).toBe(drawn));
});

test("tokens start at 0 and are in order, for any line", () => {
  const fragments = fc.constantFrom(
    "'",
    '"',
    '"""',
    "f",
    "{",
    "}",
    "\\",
    "#",
    "def ",
    "1.",
    "0x",
    "é",
    " ",
    "\t",
    "type ",
    "𝒳",
    ":",
  );
  fc.assert(
    fc.property(fc.array(fragments), fc.constantFrom("", "'", '"""', "f'''"), (parts, open) => {
      const line = parts.join("");
      const starts = tokenizePython(line, open).tokens.map((token) => token.start);
      expect(starts[0] ?? 0).toBe(0);
      expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      expect(starts.every((start) => start <= line.length)).toBe(true);
    }),
  );
});
