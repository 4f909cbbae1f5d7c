/** Recorder of programs for tests, in chunks as the page gets them. */
import type { Chunk } from "../trace/chunk.ts";
import { Recorder } from "../trace/recorder.ts";
import { bootPython } from "./run-python.ts";

/** Return the chunks of a whole run. */
export async function recordPython(source: string, seed = 1): Promise<Chunk[]> {
  const guest = await bootPython();
  const chunks: Chunk[] = [];
  const recorder = new Recorder({ cap: 100_000, onChunk: (chunk) => chunks.push(chunk), onFull: () => {} });
  guest.run(source, { seed, instrument: recorder });
  recorder.flush();
  return chunks;
}
