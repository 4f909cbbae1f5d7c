/** Files that processes see: those of the guest, by absolute path. A program in TypeScript has some empty folders alone. */
import { errno } from "../network/errno.ts";
import type { ProcessStream } from "./process-stream.ts";

export interface ProcessFiles {
  /** Open a file; return it or minus an errno. */
  open(path: string, how: "read" | "write" | "append"): ProcessStream | number;
  /** Return the sorted names in a folder, or minus an errno; ENOTDIR for a file. */
  list(path: string): string[] | number;
}

/** Folder in which processes of a program without files begin. */
export const HOME = "/home/web_user";

const folders: Readonly<Record<string, readonly string[]>> = {
  "/": ["home", "tmp"],
  "/home": ["web_user"],
  [HOME]: [],
  "/tmp": [],
};

/** No files, and nowhere to write one. */
export const noFiles: ProcessFiles = {
  open: (path, how) => (folders[path] ? -errno.EISDIR : how === "read" ? -errno.ENOENT : -errno.EACCES),
  list: (path) => (folders[path] ? [...folders[path]] : -errno.ENOENT),
};

/** Return an absolute path without `.` and `..`. */
export function resolvePath(cwd: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${path.startsWith("/") ? "" : cwd}/${path}`.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
