/** Bytes of a program's files, and the files that a run has written. */
import { bytesFromBase64Url, bytesToBase64Url } from "./base64url.ts";
import type { ProgramFile } from "./files.ts";

/** Return the file of some bytes. */
export function programFile(name: string, bytes: Uint8Array): ProgramFile {
  try {
    return { name, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { name, base64: bytesToBase64Url(bytes) };
  }
}

export function bytesOf(file: ProgramFile): Uint8Array<ArrayBuffer> {
  if ("text" in file) return new TextEncoder().encode(file.text);
  return Uint8Array.from(bytesFromBase64Url(file.base64) ?? []);
}

export function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** A file that a run has made or changed. */
export interface WrittenFile {
  /** Its path in the working directory. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** False for a file that the program had, with other bytes. */
  readonly isNew: boolean;
}

/** The files that a run has written, in the order of their names, and how many more do not fit into the limits. */
export interface WrittenFiles {
  readonly files: readonly WrittenFile[];
  readonly leftOut: number;
}

/** Most files of a run that are kept until the next one, and most bytes of them. */
export const MAX_WRITTEN = 200;
export const MAX_WRITTEN_BYTES = 8 * 1024 * 1024;

/** Say that files of a run do not fit into the limits. */
export function leftOutText(count: number): string {
  const files = count === 1 ? "1 written file is" : `${count} written files are`;
  return `${files} left out. The limits are ${MAX_WRITTEN} files and ${MAX_WRITTEN_BYTES / 1024 / 1024} MiB.`;
}
