/**
 * Packed run: a whole run as a text inside a script. The build records the run of each example, so that the page can
 * show it before a guest is loaded.
 *
 * The text is the base64 of deflated bytes. The bytes are the length of a head in bytes (a word), the head as JSON, and
 * the words of the chunks, one after the other, in little-endian byte order.
 */
import type { RunEnd } from "../share/run-end.ts";
import type { Chunk } from "../trace/chunk.ts";

/** Version of the packed form, raised whenever the records change. */
const PACKED_VERSION = 2;

export interface RecordedRun {
  readonly chunks: readonly Chunk[];
  readonly end: RunEnd;
}

interface Head {
  version: number;
  end: RunEnd;
  /** Events and strings of each chunk, and its number of words. */
  chunks: { events: number; strings: string[]; words: number }[];
}

const WORD = 4;

export async function packRun({ chunks, end }: RecordedRun): Promise<string> {
  const head: Head = {
    version: PACKED_VERSION,
    end,
    chunks: chunks.map(({ events, strings, words }) => ({ events, strings, words: words.length })),
  };
  const text = new TextEncoder().encode(JSON.stringify(head));
  const parts = [Uint32Array.of(text.length), text, ...chunks.map(({ words }) => words)];
  const bytes = await through(new Blob(parts), new CompressionStream("deflate"));
  let binary = "";
  for (const byte of new Uint8Array(bytes)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Return a packed run. Throws an Error for a text that is not a packed run, or that has an unknown version. */
export async function unpackRun(packed: string): Promise<RecordedRun> {
  const deflated = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
  const bytes = await through(new Blob([deflated]), new DecompressionStream("deflate"));
  const [length = 0] = new Uint32Array(bytes, 0, 1);
  const text = new TextDecoder().decode(new Uint8Array(bytes, WORD, length));
  const head = JSON.parse(text) as Head;
  if (head.version !== 1 && head.version !== PACKED_VERSION)
    throw new Error(`The trace is of version ${head.version}`);
  let at = WORD + length;
  const chunks = head.chunks.map(({ events, strings, words }) => {
    const end = at + words * WORD;
    const chunk: Chunk = { events, strings, words: new Int32Array(bytes.slice(at, end)) };
    at = end;
    return chunk;
  });
  if (head.version === PACKED_VERSION) return { chunks, end: head.end };
  // Of an older page: rarely needed.
  const { chunksOfVersion1 } = await import("./packed-version-1.ts");
  return { chunks: chunksOfVersion1(chunks), end: head.end };
}

function through(data: Blob, stream: GenericTransformStream): Promise<ArrayBuffer> {
  return new Response(
    data.stream().pipeThrough(stream as ReadableWritablePair<BlobPart, BlobPart>) as never,
  ).arrayBuffer();
}
