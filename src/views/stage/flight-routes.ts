/**
 * Routes of flights between the regions of the stage. A token travels as the loop turns: out of Running to the right and
 * down the track's right side, up the left side back into the queue, and level through the gaps between the regions. Of
 * the ways from one box to another the one is taken that crosses the least text. All lengths are pixels at a scale of 1,
 * in the layer of the flights. Called by `motion.ts`.
 */
import { FlightPath, type Point } from "./flight-path.ts";

/** Rectangle of a token at rest, of a text, or of a region. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Region = "ready" | "running" | "timers" | "tasks" | "done" | "wire";

/** All that a route has to heed: a measured stage at rest. */
export interface Scene {
  /** The sides of the track. */
  left: number;
  right: number;
  regions: ReadonlyMap<Region, Box>;
  /** Texts, on which no token is seen to move. */
  texts: readonly Box[];
  /** Tokens, which a way around is preferred to. */
  tokens: readonly Box[];
}

/** A box of a token, and its region. */
export interface Stop extends Box {
  region: Region;
  /** True for a timer without room for a token: a token is small where it leaves or reaches one. */
  isDot: boolean;
}

/**
 * Size of a token on its way, as a share of its own, and its most width, as a multiple of its own height: it fits into the
 * gaps between regions, at any scale of the stage.
 */
const SMALL = 0.44;
const MAX_WIDTH = 1.36;
/** Length of the way on which a token shrinks or grows. */
const RESIZE = 16;
/** Distance of two samples of a path in pixels, and the parts of it that are looked at where a token flies. */
const SAMPLE = 12;
const FINE = 4;
/** Costs, as pixels of a detour. */
const HIDDEN = 400;
const COVERS = 25;
const AGAINST_THE_LOOP = 600;

export interface Route {
  path: FlightPath;
  /** Samples of the path from start to end: true where the token would cover text. */
  hidden: boolean[];
}

/** True for the move from the front of the queue to Running beside it, which is a straight line. */
export function isNext(from: Stop, to: Stop): boolean {
  const isBeside = Math.abs(middle(from).y - middle(to).y) < from.height * 1.5;
  return isBeside && from.region === "ready" && to.region === "running";
}

/** Return the straight route, with what it would cover. */
export function straightRoute(from: Box, to: Box, texts: readonly Box[]): Route {
  const path = new FlightPath([middle(from), middle(to)]);
  return { path, hidden: coveredOnTheWay(path, to, texts, () => 1) };
}

/** Return the route of least cost between two regions. */
export function routeBetween(from: Stop, to: Stop, scene: Scene): Route {
  const { texts } = scene;
  const tokens = near(scene.tokens, from, to);
  let best: (Route & { cost: number }) | undefined;
  for (const { points, penalty } of waysBetween(from, to, scene)) {
    const path = new FlightPath(points);
    const scaleAt = scaleAlong(path.length, to, from.isDot ? smallSize(to) : 1);
    const hidden = coveredBy(path, to, texts, scaleAt);
    const covers = coveredBy(path, to, tokens, scaleAt).filter(Boolean).length;
    const cost = path.length + penalty + HIDDEN * hidden.filter(Boolean).length + COVERS * covers;
    if (!best || cost < best.cost) best = { path, hidden, cost };
  }
  const { path } = best as Route;
  const scaleAt = scaleAlong(path.length, to, from.isDot ? smallSize(to) : 1);
  return { path, hidden: coveredOnTheWay(path, to, texts, scaleAt) };
}

/** Return the size of a token on its way, as a share of its own. */
export function smallSize({ width, height }: Box): number {
  return Math.min(SMALL, (MAX_WIDTH * height) / width);
}

/** Return the size of a token after a share of a routed path of this length. */
export function scaleAlong(length: number, to: Stop, atStart: number): (share: number) => number {
  const small = smallSize(to);
  const atEnd = to.isDot ? small : 1;
  const resize = Math.min(RESIZE, length / 3);
  return (share) => {
    const along = share * length;
    const start = atStart + (small - atStart) * Math.min(1, along / resize);
    const end = small + (atEnd - small) * Math.max(0, 1 - (length - along) / resize);
    return along < length / 2 ? start : end;
  };
}

/** Length of an upright stretch in pixels that leaves room for two turns. */
const SHORT_STRETCH = 36;

interface Way {
  points: Point[];
  penalty: number;
}

function* waysBetween(from: Stop, to: Stop, scene: Scene): Generator<Way> {
  // Straight back into a queue that is empty.
  if (from.region === "running" && to.region === "ready")
    yield { points: [middle(from), middle(to)], penalty: 0 };
  const isDown = ORDER.indexOf(from.region) < ORDER.indexOf(to.region);
  for (const out of portsOf(from, to, scene))
    for (const into of portsOf(to, from, scene)) {
      const [a, b] = [out.at(-1) as Point, into.at(-1) as Point];
      const back = into.toReversed();
      if (a.y === b.y) {
        yield { points: [...out, ...back], penalty: 0 };
        continue;
      }
      // On a short upright stretch the token has not turned: it needs more room beside it.
      const isShort = Math.abs(a.y - b.y) < SHORT_STRETCH;
      const inward = isShort ? Math.max(0, (smallSize(to) * to.width) / 2 - scene.left) : 0;
      for (const isRight of [false, true]) {
        const x = isRight ? scene.right - inward : scene.left + inward;
        const penalty = isRight === isDown ? 0 : AGAINST_THE_LOOP;
        yield { points: [...out, { x, y: a.y }, { x, y: b.y }, ...back], penalty };
      }
    }
}

/** Regions in the order of the way down. */
const ORDER: readonly Region[] = ["ready", "running", "timers", "tasks", "done", "wire"];

/** Return the ways out of a box to a level line: its own, or one in a gap above or below its region. */
function portsOf(box: Stop, other: Stop, { regions }: Scene): Point[][] {
  const { x, y } = middle(box);
  const above = (region: Region, gap: number) => {
    // A low stage may have no room for a region.
    const below = ORDER.slice(ORDER.indexOf(region)).find((name) => regions.has(name));
    return ((below && regions.get(below)?.y) ?? y) - gap;
  };
  const upright = (to: number): Point[] => [
    { x, y },
    { x, y: to },
  ];
  const level: Point[] = [{ x, y }];
  switch (box.region) {
    case "running": {
      if (other.region !== "ready") return [level];
      // The card's code is below the token: to the gap the way leads beside the card.
      const beside = (regions.get("running")?.x ?? x) - GAP_BESIDE;
      return [
        level,
        [
          { x, y },
          { x: beside, y },
          { x: beside, y: above("timers", GAPS[0]) },
        ],
      ];
    }
    case "ready":
      return [level, upright(above("timers", GAPS[0]))];
    case "timers":
      return [level, upright((regions.get("timers")?.y ?? y) + HEADING)];
    case "tasks":
      return [...GAPS.flatMap((gap) => [upright(above("tasks", gap)), upright(above("done", gap))]), level];
    case "wire":
      return [level, ...GAPS.map((gap) => upright(above("wire", gap)))];
    case "done":
      return [...GAPS.map((gap) => upright(above("done", gap))), level];
  }
}

/** Level lines in the gap above a region, above its top edge; within a region, the one of its heading. */
const GAPS = [5, 2] as const;
const GAP_BESIDE = 10;
const HEADING = 9;

/** Return the same for the way around each sample, too: a token that turns reaches further between two of them. */
function coveredOnTheWay(
  path: FlightPath,
  token: Box,
  boxes: readonly Box[],
  scaleAt: (share: number) => number,
): boolean[] {
  const fine = coveredBy(path, token, boxes, scaleAt, FINE);
  return Array.from({ length: (fine.length - 1) / FINE + 1 }, (_, i) => {
    const at = i * FINE;
    return fine.slice(Math.max(0, at - FINE / 2), at + FINE / 2 + 1).includes(true);
  });
}

/** Return for each sample of a path if a token there would cover one of the boxes; `times` as many samples if asked. */
function coveredBy(
  path: FlightPath,
  { width, height }: Box,
  boxes: readonly Box[],
  scaleAt: (share: number) => number,
  times = 1,
): boolean[] {
  const count = Math.max(2, Math.ceil(path.length / SAMPLE)) * times;
  return Array.from({ length: count + 1 }, (_, i) => {
    const share = i / count;
    const { x, y, angle } = path.at(share);
    const [sin, cos] = [Math.sin, Math.cos].map((of) => Math.abs(of((angle / 180) * Math.PI))) as [
      number,
      number,
    ];
    const scale = scaleAt(share) / 2;
    const dx = scale * (width * cos + height * sin);
    const dy = scale * (height * cos + width * sin);
    return boxes.some(
      (box) => x + dx > box.x && x - dx < box.x + box.width && y + dy > box.y && y - dy < box.y + box.height,
    );
  });
}

/** Leave out what covers the start or the end of the way itself. */
function near(boxes: readonly Box[], from: Box, to: Box): Box[] {
  const covers = (box: Box, { x, y }: Point) =>
    x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
  return boxes.filter((box) => !covers(box, middle(from)) && !covers(box, middle(to)));
}

export function middle({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}
