/** Keyframes of a flight: the token along its path, hidden where it would cover text. Called by `motion.ts`. */
import type { FlightPath } from "./flight-path.ts";
import type { Box } from "./flight-routes.ts";

interface FrameInput {
  path: FlightPath;
  /** Samples of the path: true where the token would cover text. */
  hidden: readonly boolean[];
  scaleAt: (share: number) => number;
  /** The stage's factor for lengths. */
  stageScale: number;
  /** The token's size. */
  box: Box;
  /** True for a token that comes into being at the start. */
  isNew: boolean;
}

/** Stretches between two hidden ones that are too short to be seen, in samples. */
const SHORT = 4;

/** Return a keyframe for each sample; where the token turns over, two, as it is not to be seen turning. */
export function flightFrames({ path, hidden, scaleAt, stageScale, box, isNew }: FrameInput): Keyframe[] {
  const last = hidden.length - 1;
  const seen = visibility(hidden);
  let before = 0;
  return hidden.flatMap((_, i) => {
    const offset = i / last;
    const { x, y, angle } = path.at(offset);
    const place = `translate(${(x - box.width / 2) * stageScale}px, ${(y - box.height / 2) * stageScale}px)`;
    const opacity = i === 0 && isNew ? 0 : Number(seen[i]);
    const frameAt = (turn: number): Keyframe => ({
      offset,
      transform: `${place} rotate(${turn}deg) scale(${scaleAt(offset)})`,
      opacity,
    });
    const turnsOver = Math.abs(angle - before) > 90;
    const frames = turnsOver ? [frameAt(before), frameAt(angle)] : [frameAt(angle)];
    before = angle;
    return frames;
  });
}

/** Tell which samples are seen: neither those that cover text, nor those beside them, nor a glimpse between two. */
export function visibility(hidden: readonly boolean[]): boolean[] {
  const last = hidden.length - 1;
  const seen = hidden.map((_, i) => !hidden[i] && !hidden[i - 1] && !hidden[i + 1]);
  // A token at rest is seen; where it was, there may be text by now.
  seen[0] = !hidden[0];
  seen[last] = true;
  for (let from = 0; from <= last;) {
    const to = seen.findIndex((is, i) => i > from && is !== seen[from]);
    const end = to < 0 ? last + 1 : to;
    if (seen[from] && from > 0 && end <= last && end - from < SHORT) seen.fill(false, from, end);
    from = end;
  }
  return seen;
}
