import { expect, test } from "vitest";
import { addressOf, embedSnippet, fileName, markdownCode, markdownLink } from "./address.ts";
import { decodeProgram } from "./permalink.ts";
import type { Program } from "./program.ts";
import { parseViewOptions } from "./view-options.ts";

const program: Program = { language: "python", source: "print('hi')\n", seed: 7 };

test("an example is opened by its name, any other program by its text", () => {
  expect(addressOf({ program, example: "semaphore", position: null })).toBe(
    "?example=semaphore&lang=python&seed=7",
  );
  const own = addressOf({ program, example: null, position: null });
  expect(decodeProgram(own)).toEqual(program);
});

test("a cursor position is read again as it was written", () => {
  const position = { at: "taskSuspended:a%20%C3%A9%20%26%20b:2", task: "a é & b", speed: "slow" } as const;
  const url = new URL(addressOf({ program, example: null, position }), "https://example.org/");
  const { options, problems } = parseViewOptions(url.search);
  expect([options.at, options.task, options.speed, problems]).toEqual([
    position.at,
    position.task,
    "slow",
    [],
  ]);
  expect(decodeProgram(url.hash)).toEqual(program);
});

test("Markdown is valid for any program and title", () => {
  expect(markdownLink("a [b] \\", "https://x/")).toBe("[a \\[b\\] \\\\](https://x/)");
  const code = markdownCode({ ...program, source: 's = """```"""\n' }, "https://x/");
  expect(code).toBe('````python\ns = """```"""\n````\n\n[Watch it run](https://x/)\n');
});

test("a snippet is one element for any title", () => {
  const snippet = embedSnippet('"<b>&', "https://x/?example=a&at=b:c#v1.x");
  expect(snippet).toContain('src="https://x/?example=a&amp;at=b%3Ac&amp;embed=1#v1.x"');
  expect(snippet).toContain('title="&quot;&lt;b>&amp;"');
});

test.each([
  ["Hello, world", "python", "hello-world.py"],
  ["  Ünï ", "typescript", "n.ts"],
  ["…", "trace", "program.json"],
] as const)("a file of %j in %s is called %s", (title, language, name) => {
  expect(fileName(title, language)).toBe(name);
});
