/** Shapes on a lane: how full a buffer is drawn, and how wide a packet. Called by `LaneView.svelte`. */

/** Bytes of a buffer that is drawn full, unless it has a mark: the kernel's send buffer, and asyncio's high-water mark. */
const FULL = 65_536;
/** The least share that is seen at all. */
const LEAST = 0.12;

/** Return the filled share of a buffer: a mark that is passed is full. */
export function fillOf(bytes: number, mark: number): number {
  if (bytes <= 0) return 0;
  return Math.max(LEAST, Math.min(1, bytes / (mark || FULL)));
}

/** Return the width of a packet in pixels at a scale of 1: by the logarithm of its bytes. */
export function packetWidth(bytes: number): number {
  return Math.round(Math.min(28, 8 + 2 * Math.log2(1 + bytes / 16)));
}
