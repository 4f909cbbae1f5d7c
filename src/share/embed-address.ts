// Address of an embed, and the program in the text of its element.

import { encodeValid } from "./permalink.ts";
import { DEFAULT_SEED, isLanguage } from "./program.ts";

/** The attributes of `<loopscope-embed>`; null for a missing one. */
export interface EmbedAttributes {
  example: string | null;
  lang: string | null;
  theme: string | null;
  readonly: string | null;
  /** Settings of the network, such as `remote.loss=0.1`. */
  network: string | null;
  /** Source of the program; empty for an example. */
  source: string;
}

/**
 * Return the address of an embed of the playground at `base`. The embed reports wrong attributes itself. Throws
 * PermalinkError for a program that is too large for a link.
 */
export function embedAddress(base: URL, { source, readonly, ...attributes }: EmbedAttributes): string {
  const address = new URL("./?embed=1", base);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) address.searchParams.set(name, value);
  }
  // The attribute needs no value, like HTML's own boolean attributes.
  if (readonly !== null) address.searchParams.set("readonly", "1");
  if (source !== "") {
    const language = isLanguage(attributes.lang) ? attributes.lang : "python";
    address.hash = encodeValid({ language, source, seed: DEFAULT_SEED });
  }
  return address.href;
}

/** Return a text without the blank lines around it and the indentation that all of its lines share. */
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
