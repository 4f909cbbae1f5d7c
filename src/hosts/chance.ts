/** Chance by names: the same seed and the same texts give the same number, in whatever order a program asks. */

/** Return a number from 0 to 1 for a seed and some texts (FNV-1a, with the mixer of MurmurHash3 behind it). */
export function chanceOf(seed: number, ...texts: readonly string[]): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0xff, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Return a number between two others, small ones more often: each doubling is as likely. */
export function between(low: number, high: number, chance: number): number {
  return low * (high / low) ** chance;
}
