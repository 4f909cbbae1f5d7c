/**
 * Path of a flight: a line through points, its corners rounded, measured along its length. A token turns with the line, so
 * that it fits between panels; on level stretches, and on the first and the last one, its text is level. Used by `flight-routes.ts` and `motion.ts`.
 */

export interface Point {
  x: number;
  y: number;
}

/** Place on a path: a point, and the token's angle there in degrees, from -90 to 90. */
export interface PathPlace extends Point {
  angle: number;
}

const CORNER = 18;
const CORNER_STEPS = 6;

export class FlightPath {
  /** In pixels. */
  readonly length: number;
  readonly #points: readonly Point[];
  readonly #places: readonly PathPlace[];
  /** Length of the path up to each place. */
  readonly #lengths: number[];

  /** `points` are two or more, each stretch between them level or upright if there are more than two. */
  constructor(points: readonly Point[]) {
    this.#points = points;
    this.#places = rounded(points);
    let length = 0;
    this.#lengths = this.#places.map(({ x, y }, i) => {
      const before = this.#places[i - 1] ?? { x, y };
      return (length += Math.hypot(x - before.x, y - before.y));
    });
    this.length = length;
  }

  /** Return the same path in the other direction. */
  reversed(): FlightPath {
    return new FlightPath(this.#points.toReversed());
  }

  /** Return the place after a share of the length, from 0 to 1. */
  at(share: number): PathPlace {
    const reached = Math.max(0, Math.min(1, share)) * this.length;
    const i = Math.max(
      1,
      this.#lengths.findIndex((length) => length >= reached),
    );
    const [from, to] = [this.#places[i - 1] as PathPlace, this.#places[i] as PathPlace];
    const [start, end] = [this.#lengths[i - 1] as number, this.#lengths[i] as number];
    const part = end > start ? (reached - start) / (end - start) : 1;
    const mix = (a: number, b: number) => a + (b - a) * part;
    // A half-turn looks like none: within an upright stretch the angle may change its sign at once.
    const flips = Math.abs(to.angle - from.angle) > 90;
    const angle = flips ? (part < 0.5 ? from.angle : to.angle) : mix(from.angle, to.angle);
    return { x: mix(from.x, to.x), y: mix(from.y, to.y), angle };
  }
}

/** Return places along the points; at a corner several, on a curve. */
function rounded(points: readonly Point[]): PathPlace[] {
  const [first, last] = [points[0] as Point, points.at(-1) as Point];
  const places: PathPlace[] = [{ ...first, angle: 0 }];
  for (let i = 1; i < points.length - 1; i++) {
    const [a, b, c] = points.slice(i - 1, i + 2) as [Point, Point, Point];
    const [before, after] = [Math.hypot(b.x - a.x, b.y - a.y), Math.hypot(c.x - b.x, c.y - b.y)];
    if (before === 0 || after === 0) continue;
    const radius = Math.min(CORNER, before / 2, after / 2);
    const towards = (to: Point, length: number): Point => ({
      x: b.x + ((to.x - b.x) * radius) / length,
      y: b.y + ((to.y - b.y) * radius) / length,
    });
    const [from, to] = [towards(a, before), towards(c, after)];
    const isAtEnd = a.y === b.y ? i === points.length - 2 : i === 1;
    const [angleFrom, angleTo] = isAtEnd ? [0, 0] : cornerAngles(a, b, c);
    for (let step = 0; step <= CORNER_STEPS; step++) {
      const t = step / CORNER_STEPS;
      const on = (p: number, q: number, r: number) => (1 - t) ** 2 * p + 2 * t * (1 - t) * q + t ** 2 * r;
      const [x, y] = [on(from.x, b.x, to.x), on(from.y, b.y, to.y)];
      places.push({ x, y, angle: angleFrom + (angleTo - angleFrom) * t });
    }
  }
  return [...places, { ...last, angle: 0 }];
}

/** Return the angles before and after a corner: 0 on the level side, and on the other the one that the turn leads to. */
function cornerAngles(a: Point, b: Point, c: Point): [number, number] {
  const turn = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
  const quarter = turn === 0 ? 0 : 90 * Math.sign(turn);
  return a.y === b.y ? [0, quarter] : [-quarter, 0];
}
