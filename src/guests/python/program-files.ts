/**
 * Files of a program in the interpreter's file system: written into its working directory before a run, and what the run has
 * made or changed there collected after it. `reset.py` empties the folder between programs. Used by `python-guest.ts`.
 */
import type { PyodideAPI } from "pyodide";
import {
  bytesOf,
  MAX_WRITTEN,
  MAX_WRITTEN_BYTES,
  type WrittenFile,
  type WrittenFiles,
} from "../../share/file-bytes.ts";
import { OWN_NAME, type ProgramFile } from "../../share/files.ts";

const HOME = "/home/pyodide";

type FileSystem = PyodideAPI["FS"];

/** Write the files of a program. */
export function placeFiles(fs: FileSystem, files: readonly ProgramFile[]): void {
  for (const file of files) {
    const path = `${HOME}/${file.name}`;
    fs.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    fs.writeFile(path, bytesOf(file));
  }
}

/** Return what is in the working directory and was not placed there, up to the limits. */
export function writtenFiles(fs: FileSystem, placed: readonly ProgramFile[]): WrittenFiles {
  const before = new Map(placed.map((file) => [file.name, file]));
  const files: WrittenFile[] = [];
  let [left, leftOut] = [MAX_WRITTEN_BYTES, 0];
  for (const name of filesBelow(fs, "")) {
    const { size } = fs.stat(`${HOME}/${name}`) as { size: number };
    if (files.length === MAX_WRITTEN || size > left) {
      leftOut++;
      continue;
    }
    const bytes = fs.readFile(`${HOME}/${name}`) as Uint8Array<ArrayBuffer>;
    const old = before.get(name);
    if (old && areEqual(bytesOf(old), bytes)) continue;
    files.push({ name, bytes, isNew: !old });
    left -= size;
  }
  return { files, leftOut };
}

/** Yield the names of the plain files below a folder, in order; links and sockets are none. */
function* filesBelow(fs: FileSystem, folder: string): Generator<string> {
  for (const entry of (fs.readdir(`${HOME}/${folder}`) as string[]).sort()) {
    if (entry === "." || entry === ".." || (folder === "" && entry === OWN_NAME)) continue;
    const name = folder + entry;
    const { mode } = fs.lstat(`${HOME}/${name}`) as { mode: number };
    if (fs.isDir(mode)) yield* filesBelow(fs, `${name}/`);
    else if (fs.isFile(mode)) yield name;
  }
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
