/**
 * A zip archive of files as they are, without compression. `fflate` is part of the page's first download, which its `zipSync` would
 * make a kilobyte larger. The numbers are those of PKWARE's APPNOTE, 4.3.
 */
import { crc32 } from "../share/crc32.ts";

interface ZippedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Version that reads an archive with folders. */
const VERSION = 20;
/** Names are UTF-8. */
const UTF_8 = 0x0800;
/** The first day that a zip can name: 1980-01-01. Time and date, 16 bits each. */
const FIRST_DAY = 0x00210000;

/** Return the parts of the archive. */
export function zipOf(files: readonly ZippedFile[]): Uint8Array<ArrayBuffer>[] {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let [at, directorySize] = [0, 0];
  for (const { name, bytes } of files) {
    const path = new TextEncoder().encode(name);
    const common: Numbers = [
      [2, VERSION],
      [2, UTF_8],
      [2, 0],
      [4, FIRST_DAY],
      [4, crc32(bytes)],
      [4, bytes.length],
      [4, bytes.length],
      [2, path.length],
      [2, 0],
    ];
    const head = record([[4, LOCAL], ...common]);
    const entry = record([[4, CENTRAL], [2, VERSION], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]);
    parts.push(head, path, bytes);
    directory.push(entry, path);
    at += head.length + path.length + bytes.length;
    directorySize += entry.length + path.length;
  }
  const count = files.length;
  const end = record([
    [4, END],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, directorySize],
    [4, at],
    [2, 0],
  ]);
  return [...parts, ...directory, end];
}

/** Numbers of 2 or 4 bytes. */
type Numbers = readonly (readonly [size: 2 | 4, value: number])[];

function record(numbers: Numbers): Uint8Array<ArrayBuffer> {
  const bytes = numbers.flatMap(([size, value]) => Array.from({ length: size }, (_, i) => value >>> (8 * i)));
  return Uint8Array.from(bytes);
}
