/** Programs and folders of the system, as a process that is started finds them. Mirrors `execvp(3)`, with CPython's errors. */
import { accessSync, constants, statSync } from "node:fs";
import { resolve } from "node:path";
import { osError } from "../errors/os-errors.ts";
import { errno } from "../network/errno.ts";

/** Return the path of a program. Throws FileNotFoundError, and PermissionError for a file that is no program. */
export function findProgram(name: string, cwd = ".", path = process.env["PATH"] ?? "/bin:/usr/bin"): string {
  const candidates = name.includes("/")
    ? [resolve(cwd, name)]
    : path.split(":").map((folder) => resolve(folder, name));
  let fault: number = errno.ENOENT;
  for (const candidate of name === "" ? [] : candidates) {
    if (!statSync(candidate, { throwIfNoEntry: false })?.isFile()) continue;
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      fault = errno.EACCES;
    }
  }
  throw osError(fault, undefined, name);
}

/** Throw the error of a folder that no process can begin in: FileNotFoundError or NotADirectoryError. */
export function checkFolder(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) throw osError(found ? errno.ENOTDIR : errno.ENOENT, undefined, path);
}
