/**
 * Which resources stand on the stage: as many as its rows have room for. Those in use come before those that nobody
 * uses now, and all keep their order, so that none moves but for want of room.
 */
import { itemWidth, type ResourceGroup } from "./resource-groups.ts";
import { tokenWidth } from "./timer-layout.ts";

/** Tasks of a line that stand in it with their names; the others are counted. */
export const LINE_ROOM = 3;
/** More have no room in any case. */
const MOST = 24;
const GAP = 24;
/** What says how many have no room. */
const HOW_MANY_MORE = 90;

export function fittingResources(
  groups: readonly ResourceGroup[],
  width: number,
  rows: number,
  scale = 1,
): readonly ResourceGroup[] {
  const candidates = new Set([...groups.filter(isUsed).slice(0, MOST), ...groups.slice(0, MOST)]);
  const widths = new Map([...candidates].map((group) => [group, widthOf(group) * scale]));
  const fit = (some: readonly ResourceGroup[], rest: number[]) =>
    rowsFor([...some.map((group) => widths.get(group) ?? 0), ...rest], width) <= rows;
  if (groups.length === candidates.size && fit(groups, [])) return groups;

  const chosen = new Set<ResourceGroup>();
  const inOrder = () => groups.filter((group) => chosen.has(group));
  for (const group of candidates) {
    chosen.add(group);
    if (chosen.size > 1 && !fit(inOrder(), [HOW_MANY_MORE * scale])) chosen.delete(group);
  }
  return inOrder();
}

function isUsed({ kind, marks, size, takers, lines }: ResourceGroup): boolean {
  const hasTask = kind !== "event" && marks.some((mark) => mark.look !== "free");
  return hasTask || size > 0 || takers.length > 0 || lines.length > 0;
}

function rowsFor(widths: readonly number[], width: number): number {
  let rows = 1;
  let x = 0;
  for (const wanted of widths) {
    if (x > 0 && x + wanted > width) {
      rows++;
      x = 0;
    }
    // What is wider than a row goes on in the next.
    rows += Math.max(0, Math.ceil(wanted / width) - 1);
    x += wanted + GAP;
  }
  return rows;
}

/** In px, as the stylesheet makes it. */
function widthOf({ type, name, status, marks, items, takers, lines }: ResourceGroup): number {
  const heading = type.length * 7.2 + name.length * 8 + status.length * 6.2 + 24;
  const tokens = [takers, ...lines.map((line) => line.tokens)]
    .flatMap((line) => line.slice(0, LINE_ROOM))
    .reduce((sum, token) => sum + tokenWidth(token) + 10, 0);
  const texts = items.reduce((sum, { text }) => sum + itemWidth(text), 0);
  return heading + marks.length * 28 + texts + tokens + (lines.length + Math.min(takers.length, 1)) * 24;
}
