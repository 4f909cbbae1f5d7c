/** Indentation: what a program has of it stays, and what is typed follows that. */
import type { Language } from "../../share/program.ts";
import { TAB_SIZES } from "./code-layout.ts";

const deeper: Record<Language, RegExp> = {
  python: /[:([{]\s*(#.*)?$/,
  typescript: /[([{]\s*(\/\/.*)?$/,
};

/** What one level of a program is indented by, as most of its own are: a tab, or so many spaces. */
export function indentationOf(source: string, language: Language): string {
  const counts = new Map<string, number>();
  let before = "";
  for (const [, indentation = ""] of source.matchAll(/^([ \t]*)\S/gm)) {
    const more = indentation.startsWith(before) ? indentation.slice(before.length) : "";
    // What is more than eight spaces is aligned to something.
    if (/^(\t| {1,8})$/.test(more)) counts.set(more, (counts.get(more) ?? 0) + 1);
    before = indentation;
  }
  const usual = " ".repeat(TAB_SIZES[language]);
  const [found] = [...counts].sort(([a, n], [b, m]) => m - n || Number(b === usual) - Number(a === usual));
  return found?.[0] ?? usual;
}

/** As the line's, or one level deeper where the line opens a block; `line` is what stands before the caret. */
export function indentationAfter(line: string, language: Language, level: string): string {
  const indentation = /^[ \t]*/.exec(line)?.[0] ?? "";
  return deeper[language].test(line) ? indentation + level : indentation;
}
