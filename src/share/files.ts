/**
 * Files of a program: it finds them in its working directory. They are part of the program's conditions, so drafts, trace files
 * and links carry them, the last up to `MAX_LINKED_BYTES`.
 */
import { bytesFromBase64Url, bytesToBase64Url } from "./base64url.ts";

/** A file by its path in the working directory: a text, or bytes that are no UTF-8. */
export type ProgramFile =
  { readonly name: string; readonly text: string } | { readonly name: string; readonly base64: string };

/** Most files of a program. */
export const MAX_FILES = 100;

/** Most bytes of all files of a program together. */
export const MAX_FILES_BYTES = 1024 * 1024;

/** Most bytes of files in a link. */
export const MAX_LINKED_BYTES = 256 * 1024;

/** Longest name, in UTF-16 units. */
export const MAX_FILE_NAME = 120;

/** Name of the file in which the program itself is. */
const OWN_NAME = "program.py";

/** Return the fault of a file's name as a sentence; null for a name that a file may have. */
export function faultOfName(name: string): string | null {
  if (name === "") return "A file needs a name.";
  if (name.length > MAX_FILE_NAME) return `A name has at most ${MAX_FILE_NAME} characters.`;
  if (name === OWN_NAME) return `${OWN_NAME} is the program itself. Choose another name.`;
  // eslint-disable-next-line no-control-regex -- They are what is refused.
  if (/[\0-\x1f\x7f\\\ud800-\udfff]/u.test(name)) return "A name has no backslash and no control characters.";
  if (name.startsWith("/"))
    return "A name does not begin with a slash: it is a path in the program’s folder.";
  if (name.split("/").some((part) => part === "" || part === "." || part === ".."))
    return "Each part of a name is a folder or a file: “.” and “..” are neither.";
  return null;
}

/** Return the fault of a name among those of other files; null for none. A file cannot be a folder, too. */
export function faultAmong(name: string, others: readonly { readonly name: string }[]): string | null {
  for (const { name: other } of others) {
    if (other === name) return `There is a file ${name} already.`;
    if (other.startsWith(`${name}/`) || name.startsWith(`${other}/`))
      return `${name} and ${other}: a file cannot be a folder, too.`;
  }
  return faultOfName(name);
}

/** True for files that a program may have. */
export function isProgramFiles(value: unknown): value is readonly ProgramFile[] {
  if (!Array.isArray(value) || value.length > MAX_FILES || !value.every(isProgramFile)) return false;
  if (value.some(({ name }, at) => faultAmong(name, value.slice(0, at)) !== null)) return false;
  return value.reduce((sum, file) => sum + sizeOf(file), 0) <= MAX_FILES_BYTES;
}

function isProgramFile(value: unknown): value is ProgramFile {
  const { name, text, base64 } = Object(value) as Record<string, unknown>;
  if (typeof name !== "string" || (text === undefined) === (base64 === undefined)) return false;
  if (text !== undefined) return typeof text === "string" && !/[\ud800-\udfff]/u.test(text);
  return typeof base64 === "string" && bytesFromBase64Url(base64) !== null;
}

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

/** Return the number of a file's bytes. */
export function sizeOf(file: ProgramFile): number {
  return "text" in file
    ? new TextEncoder().encode(file.text).length
    : Math.floor((file.base64.length * 3) / 4);
}

/** Return the files that a link carries: each that fits beside those before it. */
export function linkedFiles(files: readonly ProgramFile[]): readonly ProgramFile[] {
  let left = MAX_LINKED_BYTES;
  return files.filter((file) => {
    const fits = sizeOf(file) <= left;
    if (fits) left -= sizeOf(file);
    return fits;
  });
}

/** Return a text that is the same for equal files alone. */
export function filesText(files: readonly ProgramFile[]): string {
  return JSON.stringify(files.map((file) => ["text" in file, file.name, contentOf(file)]));
}

function contentOf(file: ProgramFile): string {
  return "text" in file ? file.text : file.base64;
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
