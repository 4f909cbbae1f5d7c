/** Map from the lines of a text to those of a changed one, by the lines that are equal in both. */

/** Pairs of lines up to which a change is compared line by line. */
const MAX_PAIRS = 1_000_000;

export interface LineMap {
  /** Return the line of the second text, from 1, for a line of the first one; 0 for a removed line. */
  lineOf(line: number): number;
  /** Share of the first text that the second one still has, from 0 to 1, without blank lines. */
  readonly kept: number;
}

/** Return the line map from `before` to `after`. */
export function mapLines(before: string, after: string): LineMap {
  const [a, b] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - start && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const same = [
    ...range(start).map((line) => [line, line] as const),
    ...commonLines(a.slice(start, a.length - tail), b.slice(start, b.length - tail)).map(
      ([i, j]) => [start + i, start + j] as const,
    ),
    ...range(tail).map((line) => [a.length - tail + line, b.length - tail + line] as const),
  ];
  const lines = new Map(same);
  // Equally many lines between two equal ones: each was changed in place.
  let last: readonly [number, number] = [-1, -1];
  for (const next of [...same, [a.length, b.length] as const]) {
    const [from, to] = last;
    if (next[0] - from === next[1] - to) {
      for (let line = 1; line < next[0] - from; line++) lines.set(from + line, to + line);
    }
    last = next;
  }
  const written = (line: number) => a[line]?.trim() !== "";
  const all = range(a.length).filter(written).length;
  const kept = all === 0 ? 1 : same.filter(([line]) => written(line)).length / all;
  return { lineOf: (line) => (lines.get(line - 1) ?? -1) + 1, kept };
}

/** Return the longest common subsequence of lines, as pairs of indices. */
function commonLines(a: readonly string[], b: readonly string[]): [number, number][] {
  if (a.length * b.length > MAX_PAIRS) return [];
  // Number of common lines from index i and j on.
  const common = range(a.length + 1).map(() => new Uint32Array(b.length + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i]![j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

const range = (length: number) => Array.from({ length }, (_, i) => i);
