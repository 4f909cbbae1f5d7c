import { describe, expect, test } from "vitest";
import { dedented, embedAddress, type EmbedAttributes } from "./embed-address.ts";
import { decodeProgram } from "./permalink.ts";
import { DEFAULT_VIEW_OPTIONS, parseViewOptions } from "./view-options.ts";

const base = new URL("https://example.org/some/where/embed.js");
const nothing: EmbedAttributes = {
  example: null,
  lang: null,
  theme: null,
  readonly: null,
  network: null,
  source: "",
};

describe("the address of an embed", () => {
  test("has an option for each attribute", () => {
    const wishes = {
      ...nothing,
      example: "semaphore",
      lang: "typescript",
      theme: "dark",
      readonly: "",
      network: "remote.loss=0.2",
    };
    const { origin, pathname, search, hash } = new URL(embedAddress(base, wishes));
    expect(origin + pathname + hash).toBe("https://example.org/some/where/");
    expect(parseViewOptions(search)).toEqual({
      options: {
        ...DEFAULT_VIEW_OPTIONS,
        example: "semaphore",
        language: "typescript",
        embed: true,
        theme: "dark",
        readOnly: true,
        network: { "remote.loss": 0.2 },
      },
      problems: [],
    });
  });

  test("contains a program in the given language", () => {
    const source = "print('héllo 🐍')\n";
    const read = (lang: string | null) =>
      decodeProgram(new URL(embedAddress(base, { ...nothing, lang, source })).hash);
    expect(read(null)).toEqual({ language: "python", source, seed: 1 });
    expect(read("typescript")).toEqual({ language: "typescript", source, seed: 1 });
  });

  test("keeps wrong attributes, which the embed reports", () => {
    const { search } = new URL(embedAddress(base, { ...nothing, theme: "neon & co" }));
    expect(parseViewOptions(search).problems).toEqual([
      'The address has theme="neon & co", but theme must be light, dark or projector.',
    ]);
  });
});

describe("a program in the text of an element", () => {
  test.each([
    [
      "loses the indentation of the page",
      "\n    def f():\n        pass\n\n    f()\n  ",
      "def f():\n    pass\n\nf()\n",
    ],
    ["keeps its own", "if x:\n\tf()\n", "if x:\n\tf()\n"],
    ["shares what indentation there is", "\t  a\n\tb\n", "  a\nb\n"],
    ["may have line ends of any system", "\r\n  a\r\n  b\r", "a\nb\n"],
    ["may be empty", " \n \n", ""],
  ])("%s", (_, text, source) => expect(dedented(text)).toBe(source));
});
