// Text to raw DEFLATE and back, with a limit on the output: a link of 13 kB can hold 10 MB of zeros.

import { deflateSync, Inflate } from "fflate";

/** Return the deflated UTF-8 of `text`. */
export function deflateText(text: string): Uint8Array {
  return deflateSync(new TextEncoder().encode(text), { level: 9 });
}

// DEFLATE expands its input at most 1,032 times, so one step of the inflation allocates at most about a megabyte.
const STEP_BYTES = 1024;

/**
 * Return the text that was deflated, or the reason why there is none. Inflation stops at the first step beyond
 * `maxBytes` of output, so a decompression bomb is never allocated.
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
