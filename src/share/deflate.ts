// Text to raw DEFLATE and back, where the way back trusts nobody: a link of 13 kB can hold 10 MB of zeros.

import { deflateSync, Inflate } from "fflate";

/** The deflated UTF-8 of `text`. */
export function deflateText(text: string): Uint8Array {
  return deflateSync(new TextEncoder().encode(text), { level: 9 });
}

// DEFLATE grows its input 1,032 times at most, so one step of the inflation allocates about a megabyte at most.
const STEP_BYTES = 1024;

/**
 * The text that was deflated, or why there is none. It stops at the first step that takes the output past `maxBytes`,
 * so what a bomb would have grown to is never allocated.
 */
export function inflateText(
  deflated: Uint8Array,
  maxBytes: number,
): { text: string } | "damaged" | "too-large" {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text = "";
  let size = 0;
  try {
    const inflate = new Inflate((chunk, final) => {
      size += chunk.length;
      if (size <= maxBytes) text += decoder.decode(chunk, { stream: !final });
    });
    for (let start = 0; start < deflated.length; start += STEP_BYTES) {
      const end = start + STEP_BYTES;
      inflate.push(deflated.subarray(start, end), end >= deflated.length);
      if (size > maxBytes) return "too-large";
    }
  } catch {
    return "damaged"; // fflate found no DEFLATE, or the decoder no UTF-8
  }
  return { text };
}
