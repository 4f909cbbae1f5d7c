/**
 * Warnings on a corpus of programs, wrong ones and their mended counterparts, in both languages. Each expected warning is
 * marked in the text, as `#! code` or `//! code` at the end of its line; all others are false.
 */
import { afterAll, describe, expect, test } from "vitest";
import { recordProgram } from "../../cli/record.ts";
import type { Guest } from "../../guests/guest.ts";
import { TypeScriptInNode } from "../../guests/typescript/compile-node.ts";
import { bootPython } from "../../testing/run-python.ts";
import { readCorpus, warningsOf } from "../../testing/warnings/corpus.ts";
import python from "../../testing/warnings/python.txt?raw";
import typescript from "../../testing/warnings/typescript.txt?raw";

const count = { right: 0, wrong: 0, missed: 0 };

const guests: readonly (readonly [name: string, text: string, guest: () => Guest | Promise<Guest>])[] = [
  ["python", python, bootPython],
  ["typescript", typescript, () => new TypeScriptInNode()],
];

describe.each(guests)("%s", (language, text, guest) => {
  test.each(readCorpus(text, language))("$title", async ({ source, expected }) => {
    const { store, end } = recordProgram(await guest(), source, 1);
    expect(end.error).toBe(null);
    const found = warningsOf(store);
    const right = found.filter((warning) => expected.includes(warning)).length;
    count.right += right;
    count.wrong += found.length - right;
    count.missed += expected.length - right;
    expect(found).toEqual(expected);
  });
});

afterAll(() => {
  const { right, wrong, missed } = count;
  const share = (other: number) => (right / (right + other)).toFixed(3);
  process.stdout.write(`${right} warnings: precision ${share(wrong)}, recall ${share(missed)}\n`);
});
