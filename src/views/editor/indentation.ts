/** Indentation of typed lines, which follows that of the program. */
import type { Language } from "../../share/program.ts";
import { TAB_SIZES } from "./code-layout.ts";

const deeper: Record<Language, RegExp> = {
  python: /[:([{]\s*(#[^]*)?$/,
  typescript: /[([{]\s*(\/\/[^]*)?$/,
};

/** Return the most frequent indentation of one level of a program: a tab, or a number of spaces. */
export function indentationOf(source: string, language: Language): string {
  const counts = new Map<string, number>();
  let before = "";
  for (const [, indentation = ""] of source.matchAll(/^([ \t]*)\S/gm)) {
    const more = indentation.startsWith(before) ? indentation.slice(before.length) : "";
    // More than eight spaces are an alignment.
    if (/^(\t| {1,8})$/.test(more)) counts.set(more, (counts.get(more) ?? 0) + 1);
    before = indentation;
  }
  const usual = " ".repeat(TAB_SIZES[language]);
  const [found] = [...counts].sort(([a, n], [b, m]) => m - n || Number(b === usual) - Number(a === usual));
  return found?.[0] ?? usual;
}

/** Return the indentation after `line` (the text before the caret): the same, or one level deeper if it opens a block. */
export function indentationAfter(line: string, language: Language, level: string): string {
  const indentation = /^[ \t]*/.exec(line)?.[0] ?? "";
  return deeper[language].test(line) ? indentation + level : indentation;
}
