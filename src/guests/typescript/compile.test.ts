/** The page's TypeScript worker has a compiler of its own, of another version: its output must be equal. */
import { typescript } from "monaco-editor/languages/features/typescript/lib/typescriptServices";
import { expect, test } from "vitest";
import { counterparts } from "../../testing/counterparts.ts";
import { programs } from "../../testing/typescript-constructs.ts";
import { compileInNode } from "./compile-node.ts";
import { compile } from "./compile.ts";

const sources: (readonly [name: string, source: string])[] = [
  ...counterparts.map(({ id, programs }) => [id, programs.typescript.source] as const),
  ...programs.map(([name, body]) => [name, `async function main() {${body}}`] as const),
  ["no program", "print(1);\nlet x = ;"],
  ["a name that is declared twice", "let a = 1;\n\nlet a = 2;"],
];

test.each(sources)("both compilers have the same output for %s", (_name, source) => {
  expect(compile(typescript, source)).toEqual(compileInNode(source));
});

test("the examples are compiled as in the page", async () => {
  for (const { programs, compiled } of counterparts)
    expect(compile(typescript, programs.typescript.source).program).toEqual(await compiled());
});
