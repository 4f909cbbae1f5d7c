/** Filter of the gallery: the cards whose texts hold every word of what was typed. */

/**
 * True if each word of `query` begins a word of the texts, in either case; the parts of `TaskGroup` are words, too. An empty
 * query fits everything.
 */
export function fits(query: string, texts: readonly string[]): boolean {
  const text = texts.join("\n");
  const words = `${text} ${text.replace(/([a-z])(?=[A-Z])/g, "$1 ")}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => word === "" || beginsWord(word, words));
}

function beginsWord(word: string, text: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] as string)) return true;
  }
  return false;
}

/** The most tags on one card. */
const MAX_TAGS = 2;

/**
 * The tags to show on a card: those that fewest of all cards have, which say most about the example. One that more than half
 * of the cards have is shown only where there is no other. `all` holds the tags of each card.
 */
export function tellingTags(tags: readonly string[], all: readonly (readonly string[])[]): string[] {
  const count = (tag: string) => all.filter((tags) => tags.includes(tag)).length;
  const sorted = tags.toSorted((a, b) => count(a) - count(b));
  return sorted.filter((tag, i) => i === 0 || count(tag) <= all.length / 2).slice(0, MAX_TAGS);
}
