/**
 * Playback: the speeds at which a run may play, by their names. Playing moves the cursor along its score (`score.ts`);
 * this module says how fast.
 */
import { type Speed, SPEEDS } from "../share/view-options.ts";

export const speeds = SPEEDS;

export const speedNames: Readonly<Record<Speed, string>> = {
  slow: "Slow",
  story: "Story",
  fast: "Fast",
  "30s": "30 s",
  "10s": "10 s",
};

/** A run with more callbacks plays in 30 s, unless a person has chosen a speed. */
const MANY_CALLBACKS = 500;

/** Return the speed at which a run plays if a person has chosen none. */
export function usualSpeed(callbacks: number): Speed {
  return callbacks > MANY_CALLBACKS ? "30s" : "story";
}

/** Return the factor of a speed to Story, for a run that takes `total` milliseconds at Story. No run is stretched. */
export function factorOf(speed: Speed, total: number): number {
  switch (speed) {
    case "slow":
      return 0.5;
    case "story":
      return 1;
    case "fast":
      return 2.5;
    case "30s":
      return Math.max(1, total / 30_000);
    case "10s":
      return Math.max(1, total / 10_000);
  }
}
