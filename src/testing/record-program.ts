/** Records programs for tests: the guest and the recorder of the page. The interpreter boots once in a test file. */
import { bootPythonInNode } from "../guests/python/boot-node.ts";
import type { PythonGuest } from "../guests/python/python-guest.ts";
import type { Chunk } from "../trace/format.ts";
import { Recorder } from "../trace/recorder.ts";

let booting: Promise<PythonGuest> | undefined;

/** The chunks of a whole run. */
export async function recordPython(source: string, seed = 1): Promise<Chunk[]> {
  booting ??= bootPythonInNode();
  const guest = await booting;
  const chunks: Chunk[] = [];
  const recorder = new Recorder({ cap: 100_000, onChunk: (chunk) => chunks.push(chunk), onFull: () => {} });
  guest.run(source, { seed, instrument: recorder });
  recorder.flush();
  return chunks;
}
