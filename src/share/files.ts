/**
 * Files of a program: it finds them in its working directory. They are part of the program's conditions, so drafts, trace files
 * and links carry them, the last up to `MAX_LINKED_BYTES`.
 */
import { bytesFromBase64Url } from "./base64url.ts";

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
export const OWN_NAME = "program.py";

/** Control characters, backslashes and lone surrogates. */
// eslint-disable-next-line no-control-regex -- They are what is refused.
export const UNFIT = /[\0-\x1f\x7f\\\ud800-\udfff]/u;

/** True for a path in the working directory: `file-names.ts` says what is wrong with another. */
export function isFileName(name: string): boolean {
  // No part is empty, `.` or `..`.
  const isPath = !UNFIT.test(name) && !/(^|\/)\.{0,2}(\/|$)/.test(name);
  return isPath && name.length <= MAX_FILE_NAME && !areInConflict(name, OWN_NAME);
}

/** True if two files cannot be in one folder: they have the same name, or one is a folder of the other. */
export function areInConflict(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

/** True for files that a program may have. */
export function isProgramFiles(value: unknown): value is readonly ProgramFile[] {
  return (
    Array.isArray(value) &&
    value.length <= MAX_FILES &&
    value.every(isProgramFile) &&
    value.every(({ name }, at) => !value.slice(0, at).some((other) => areInConflict(name, other.name))) &&
    sizeOfAll(value) <= MAX_FILES_BYTES
  );
}

function isProgramFile(value: unknown): value is ProgramFile {
  const { name, text, base64 } = Object(value) as Record<string, unknown>;
  if (typeof name !== "string" || !isFileName(name)) return false;
  if (typeof text === "string") return base64 === undefined && !/[\ud800-\udfff]/u.test(text);
  return text === undefined && typeof base64 === "string" && bytesFromBase64Url(base64) !== null;
}

/** Return the number of a file's bytes. */
export function sizeOf(file: ProgramFile): number {
  return "text" in file
    ? new TextEncoder().encode(file.text).length
    : Math.floor((file.base64.length * 3) / 4);
}

export function sizeOfAll(files: readonly ProgramFile[]): number {
  return files.reduce((sum, file) => sum + sizeOf(file), 0);
}

/** Return the files that a link carries: each that fits beside those before it. */
export function linkedFiles(files: readonly ProgramFile[]): readonly ProgramFile[] {
  let left = MAX_LINKED_BYTES;
  return files.filter((file) => {
    const size = sizeOf(file);
    if (size > left) return false;
    left -= size;
    return true;
  });
}

/** Return a text that is the same for equal files alone. */
export function filesText(files: readonly ProgramFile[]): string {
  return JSON.stringify(
    files.map((file) => ("text" in file ? [file.name, file.text] : [file.name, file.base64, 64])),
  );
}
