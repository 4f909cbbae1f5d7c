/** Lines of a text after an edit: marks of a run stay at the lines that are unchanged. */

/**
 * Return a function that gives the line of `after` that a line of `before` has become; 0 for one that was changed or
 * removed. Lines count from 1. What lies between the equal lines at the beginning and those at the end counts as changed.
 */
export function keptLines(before: string, after: string): (line: number) => number {
  if (before === after) return (line) => line;
  const [old, now] = [before.split("\n"), after.split("\n")];
  const least = Math.min(old.length, now.length);
  let start = 0;
  while (start < least && old[start] === now[start]) start++;
  let end = 0;
  while (end < least - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  return (line) => {
    if (line <= start) return line;
    return line > old.length - end ? line + now.length - old.length : 0;
  };
}
