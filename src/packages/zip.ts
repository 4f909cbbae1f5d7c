/**
 * Reader of zip files: the names of their entries, and the bytes of one. The browser inflates, so that the page needs no code for
 * it. Called by `wheel.ts`. The layout is that of PKWARE's APPNOTE, 4.3.
 */

export interface ZipEntry {
  readonly name: string;
  /** Returns the content, inflated. Throws an Error if it is damaged. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_SIZE = 22;
const MAX_COMMENT = 65_535;

/** Return the entries. Throws an Error for bytes that are no zip. */
export function zipEntries(zip: Uint8Array<ArrayBuffer>): ZipEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  let end = zip.length - END_SIZE;
  while (view.getUint32(end, true) !== END)
    if (--end < zip.length - END_SIZE - MAX_COMMENT) throw new Error("no zip");
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(at, true) !== ENTRY) throw new Error("a damaged zip");
    const method = view.getUint16(at + 10, true);
    const size = view.getUint32(at + 20, true);
    const [nameSize, extraSize, commentSize] = [28, 30, 32].map((part) =>
      view.getUint16(at + part, true),
    ) as [number, number, number];
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(zip.subarray(at + 46, at + 46 + nameSize));
    entries.push({
      name,
      bytes: () => {
        const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
        return inflate(zip.subarray(begin, begin + size), method);
      },
    });
    at += 46 + nameSize + extraSize + commentSize;
  }
  return entries;
}

async function inflate(bytes: Uint8Array<ArrayBuffer>, method: number): Promise<Uint8Array<ArrayBuffer>> {
  if (method === 0) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
