import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawTokens } from "../../testing/draw-tokens.ts";
import { tokenizeTypeScript } from "./typescript-tokens.ts";

const draw = (line: string, open?: string) => drawTokens(tokenizeTypeScript, line, open);

describe("a line", () => {
  test.each([
    ['import { run } from "asyncio";', 'keyword[import] { run } keyword[from] string["asyncio"];'],
    ["async function main() {", "await[async] keyword[function] name[main]() {"],
    ["async function* items() {", "await[async] keyword[function*] name[items]() {"],
    ["yield* other();", "keyword[yield*] other();"],
    [
      "await using group = await enter(new TaskGroup());",
      "await[await] keyword[using] group = await[await] enter(keyword[new] TaskGroup());",
    ],
    [
      "for await (const x of items()) {",
      "keyword[for] await[await] (keyword[const] x keyword[of] items()) {",
    ],
    ["class Pool extends Base {", "keyword[class] name[Pool] keyword[extends] Base {"],
    ["type Name = string;", "keyword[type] name[Name] = string;"],
    ["const type = of + as;", "keyword[const] type = of + as;"],
    ["x.new.await(y.of)", "x.new.await(y.of)"],
    ["constructor(toString: X) {", "constructor(toString: X) {"],
    [
      "let n = 1_000 + 0xff - .5e-3 * 10n;",
      "keyword[let] n = constant[1_000] + constant[0xff] - constant[.5e-3] * constant[10n];",
    ],
    ["return a / b / c; // half", "keyword[return] a / b / c; comment[// half]"],
    ["return /[/]\\/x/g.test(y);", "keyword[return] string[/[/]\\/x/g].test(y);"],
    ["const s = 'it\\'s' + \"a // b\";", "keyword[const] s = string['it\\'s'] + string[\"a // b\"];"],
    [
      "f(`a $" + "{b + `c $" + "{d}`} e`)",
      "f(string[`a] $" + "{b + string[`c] $" + "{d}string[`]}string[ e`])",
    ],
    ["a /* b */ c", "a comment[/* b */] c"],
    ["true || null ?? undefined", "constant[true] || constant[null] ?? constant[undefined]"],
    ["", ""],
  ])("%s", (line, drawn) => {
    expect(draw(line)).toBe(drawn);
  });
});

describe("constructs that continue in the next line", () => {
  test("a comment", () => {
    expect(draw("x /* a")).toBe("x comment[/* a] …*");
    expect(draw("b */ y", "*")).toBe("comment[b */] y");
  });

  test("a template, and an expression in it", () => {
    expect(draw("`a")).toBe("string[`a] …`");
    expect(draw("b ${f({", "`")).toBe("string[b] ${f({ …`${");
    expect(draw("c: 1 }) } d`;", "`${")).toBe("c: constant[1] }) }string[ d`];");
  });
});

test("tokens cover any line without gaps, and tokenizing ends", () => {
  const text = fc.string({ unit: fc.constantFrom(..."`${}/*\"'\\ a1.=(async of)\n") });
  fc.assert(
    fc.property(text, fc.string({ unit: fc.constantFrom("`", "$", "{") }), (line, open) => {
      const { tokens } = tokenizeTypeScript(line, open);
      expect(tokens[0]?.start ?? 0).toBe(0);
      tokens.forEach(({ start }, i) => expect(start).toBeGreaterThan(tokens[i - 1]?.start ?? -1));
      expect(tokens.length > 0).toBe(line !== "");
    }),
  );
});
