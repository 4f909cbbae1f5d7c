/** Patterns of keys and channels: `*`, `?`, `[a-z]`, `[^a]` and `\` (`stringmatchlen` of Redis). */

/** Return the test of a pattern. */
export function patternTest(pattern: string): (text: string) => boolean {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] as string;
    if (character === "*") source += "[^]*";
    else if (character === "?") source += "[^]";
    else if (character === "[") {
      const end = pattern.indexOf("]", at + 1);
      const inside = pattern.slice(at + 1, end < 0 ? pattern.length : end);
      source += classOf(inside);
      at += inside.length + 1;
    } else {
      const literal = character === "\\" && at + 1 < pattern.length ? (pattern[++at] as string) : character;
      source += literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    }
  }
  const regular = new RegExp(`^${source}$`);
  return (text) => regular.test(text);
}

function classOf(inside: string): string {
  const isInverted = inside.startsWith("^");
  const ranges = inside.slice(isInverted ? 1 : 0).replace(/\\(.)/g, "$1");
  // A range may be written backwards.
  const parts = ranges.replace(/([^])-([^])/g, (range, a: string, b: string) =>
    a > b ? `${b}-${a}` : range,
  );
  if (parts === "") return isInverted ? "[^]" : "[]";
  return `[${isInverted ? "^" : ""}${parts.replace(/[\\\]^]/g, "\\$&")}]`;
}
