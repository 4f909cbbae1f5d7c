/** Files that processes see: those of the guest, by absolute path. A program in TypeScript has none. */
import { errno } from "../network/errno.ts";
import type { ProcessStream } from "./process-stream.ts";

export interface ProcessFiles {
  /** Open a file; return it or minus an errno. */
  open(path: string, how: "read" | "write" | "append"): ProcessStream | number;
  /** Return the sorted names in a folder, or minus an errno; ENOTDIR for a file. */
  list(path: string): string[] | number;
}

export const noFiles: ProcessFiles = {
  open: () => -errno.ENOENT,
  list: () => [],
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
