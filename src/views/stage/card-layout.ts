/**
 * Choice of cards on the stage: as many as its rows have room for. Resources with waiters come first, then those in use,
 * then the others. The chosen cards keep their order, so that a card moves only if room is short.
 */
import { itemWidth, type ResourceGroup } from "./resource-groups.ts";
import type { TokenRun } from "./stage-token.ts";
import { tokenWidth } from "./timer-layout.ts";
import type { Card, ThreadCard } from "./wait-cards.ts";

/** Row width in px below which a line would wrap to another row. */
const SHORT = 560;
/** Children of a group that are drawn. */
export const CHILD_ROOM = 12;
/** Of a resource: more are narrow, to leave room for the line. */
export const FEW_MARKS = 6;
const GAP = 24;
const MARK = 28;
const NARROW_MARK = 13;
const MORE = 40;
const CHILD = 13;
const TOKEN_GAP = 6;
const PROCESS = 140;

/** Return the number of tasks of a line that show their names at a row width; the others are only counted. */
export function lineRoom(width: number, scale = 1): number {
  return width < SHORT * scale ? 2 : 3;
}

/** Return the tokens of a line to show; a single remaining one is shown, as its count would take the same room. */
export function shownOf({ tokens, count }: TokenRun, room: number): TokenRun["tokens"] {
  return tokens.slice(0, count === room + 1 ? room + 1 : room);
}

export function fittingCards(
  cards: readonly Card[],
  width: number,
  rows: number,
  scale = 1,
): readonly Card[] {
  const room = lineRoom(width, scale);
  const sizes = new Map(cards.map((card) => [card, sizeOf(card, room)]));
  const fit = (some: readonly Card[]) =>
    rowsFor(
      some.flatMap((card) => sizes.get(card) ?? []),
      width / scale,
    ) <= rows;
  if (fit(cards)) return cards;

  const chosen = new Set<Card>();
  const inOrder = () => cards.filter((card) => chosen.has(card));
  for (const card of cards.toSorted((a, b) => rank(a) - rank(b))) {
    chosen.add(card);
    if (chosen.size > 1 && !fit(inOrder())) chosen.delete(card);
  }
  return inOrder();
}

/** Return the number of rows in which all cards fit. */
export function rowsOf(cards: readonly Card[], width: number, scale = 1): number {
  const room = lineRoom(width, scale);
  return rowsFor(
    cards.map((card) => sizeOf(card, room)),
    width / scale,
  );
}

/** The lower, the sooner it has a place. */
function rank(card: Card): number {
  switch (card.kind) {
    case "resource": {
      const { takers, lines } = card.resource;
      return takers.count > 0 || lines.some(({ count }) => count > 0) ? 0 : card.isUsed ? 1 : 2;
    }
    case "group":
      return card.group.waiters.count > 0 ? 0 : 1;
    default:
      return 0;
  }
}

/** In px at a scale of 1, as the stylesheets make it. */
interface Size {
  /** Width of a heading that has a column of its own; 0 if it is the first item of a row. */
  heading: number;
  rest: number;
}

function rowsFor(sizes: readonly Size[], width: number): number {
  let rows = 1;
  let x = 0;
  for (const { heading, rest } of sizes) {
    const wanted = heading + rest;
    if (x > 0 && x + wanted > width) {
      rows++;
      x = 0;
    }
    // A card wider than a row wraps to the next row.
    if (wanted > width) rows += Math.max(0, Math.ceil(rest / Math.max(1, width - heading)) - 1);
    x += wanted + GAP;
  }
  return rows;
}

function sizeOf(card: Card, room: number): Size {
  switch (card.kind) {
    case "resource":
      return resourceSize(card.resource, room);
    case "group": {
      const { type, status, childCount, waiters } = card.group;
      const children = Math.min(childCount, CHILD_ROOM) * CHILD + 40;
      return { heading: 0, rest: textWidth(type, status) + lineWidth(waiters, room) + children };
    }
    case "wait":
      return { heading: 0, rest: textWidth(card.title, "") + lineWidth(card.waiters, room) };
    case "threads": {
      const names = card.threads.slice(0, room);
      const rest = names.reduce((sum, thread) => sum + threadWidth(thread), 0);
      return { heading: 75, rest: rest + (card.count > room ? 55 : 0) };
    }
    case "processes": {
      return { heading: 90, rest: Math.min(card.count, room) * PROCESS + (card.count > room ? 55 : 0) };
    }
    case "cycle": {
      const around = ({ name, wants }: (typeof card.tasks)[number]) => name.length * 7.5 + wants.length * 6.5;
      return { heading: 0, rest: card.tasks.reduce((sum, task) => sum + around(task) + 80, 60) };
    }
  }
}

function resourceSize(group: ResourceGroup, room: number): Size {
  const { type, name, status, marks, moreMarks, items, takers, lines } = group;
  const texts = (items ?? []).reduce((sum, { text }) => sum + itemWidth(text), 0);
  const inLines = [takers, ...lines].reduce((sum, line) => sum + lineWidth(line, room), 0);
  const shapes = marks.length * (marks.length > FEW_MARKS ? NARROW_MARK : MARK) + (moreMarks > 0 ? MORE : 0);
  return { heading: textWidth(type, status) + name.length * 8, rest: shapes + texts + inLines };
}

function threadWidth({ name, relation, taskName }: ThreadCard): number {
  const task = relation ? relation.length * 6 + taskName.length * 7.25 + 12 : 0;
  return name.length * 7.25 + 32 + task;
}

function textWidth(title: string, status: string): number {
  return title.length * 7.2 + status.length * 6.2 + 24;
}

function lineWidth(some: TokenRun, room: number): number {
  if (some.count === 0) return 0;
  const shown = shownOf(some, room);
  const more = some.count > shown.length ? 60 : 0;
  return shown.reduce((sum, token) => sum + tokenWidth(token) + TOKEN_GAP, 24 + more);
}
