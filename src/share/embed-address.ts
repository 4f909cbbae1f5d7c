// The address of an embed, and the program that a page has in the text of an element.

import { encodeProgram } from "./permalink.ts";
import { DEFAULT_SEED, isLanguage } from "./program.ts";

/** The attributes of `<loopscope-embed>`; null for a missing one. */
export interface EmbedWishes {
  example: string | null;
  lang: string | null;
  theme: string | null;
  readonly: string | null;
  /** The program itself, if it is no example. */
  source: string;
}

/**
 * The address of the embed of the playground at `base`. What is wrong in a wish is for the embed to say, but for a
 * program that is too large for a link: that throws a `PermalinkError`.
 */
export function embedAddress(base: URL, { source, readonly, ...wishes }: EmbedWishes): string {
  const address = new URL("./?embed=1", base);
  for (const [name, value] of Object.entries(wishes)) {
    if (value !== null) address.searchParams.set(name, value);
  }
  // The attribute needs no value, like HTML's own boolean attributes.
  if (readonly !== null) address.searchParams.set("readonly", "1");
  if (source !== "") {
    const language = isLanguage(wishes.lang) ? wishes.lang : "python";
    address.hash = encodeProgram({ language, source, seed: DEFAULT_SEED });
  }
  return address.href;
}

/** A text without the blank lines around it and the indentation that all of its lines share. */
export function dedented(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  const isBlank = (line: string) => line.trim() === "";
  while (lines.length > 0 && isBlank(lines[0] as string)) lines.shift();
  while (lines.length > 0 && isBlank(lines.at(-1) as string)) lines.pop();
  if (lines.length === 0) return "";
  const indents = lines.filter((line) => !isBlank(line)).map((line) => /^\s*/.exec(line)?.[0] ?? "");
  const shared = indents.reduce((shared, indent) => {
    while (!indent.startsWith(shared)) shared = shared.slice(0, -1);
    return shared;
  });
  return lines.map((line) => (isBlank(line) ? "" : line.slice(shared.length)) + "\n").join("");
}
