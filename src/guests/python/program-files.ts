/**
 * Files of a program in the interpreter's file system: written into its working directory before a run, and what the run has
 * made or changed there collected after it. `reset.py` empties the folder between programs. Used by `python-guest.ts`.
 */
import type { PyodideAPI } from "pyodide";
import {
  areEqual,
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

/** Return what is in the working directory and was not placed there, up to the limits. The program may still be running. */
export function writtenFiles(fs: FileSystem, placed: readonly ProgramFile[]): WrittenFiles {
  const before = new Map(placed.map((file) => [file.name, file]));
  const files: WrittenFile[] = [];
  let [left, leftOut] = [MAX_WRITTEN_BYTES, 0];
  for (const { name, bytes } of filesBelow(fs, homeOf(fs), "")) {
    if (files.length === MAX_WRITTEN || bytes.length > left) {
      leftOut++;
      continue;
    }
    const old = before.get(name);
    if (old && areEqual(bytesOf(old), bytes)) continue;
    files.push({ name, bytes: Uint8Array.from(bytes), isNew: !old });
    left -= bytes.length;
  }
  return { files, leftOut };
}

/**
 * A node of the file system in memory: of a folder, `contents` has the nodes by their names, of a file, the bytes and some spare
 * room. Nodes are read as they are: the file system's functions would set the time of the last reading, by the program's clock.
 */
type Node = { mode: number } & (
  { usedBytes: number; contents: Uint8Array } | { usedBytes?: never; contents: Record<string, Node> }
);

/** Return the node of the working directory; one without files if the program has removed it. */
function homeOf(fs: FileSystem): Node {
  const { object } = fs.analyzePath(HOME) as { object: Node | null };
  return object ?? { mode: 0, contents: {} };
}

/** Yield the plain files below a folder, in order; links and sockets are none. */
function* filesBelow(
  fs: FileSystem,
  folder: Node,
  path: string,
): Generator<{ name: string; bytes: Uint8Array }> {
  const nodes = Object.entries(folder.contents as Record<string, Node>);
  for (const [entry, node] of nodes.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = path + entry;
    if (name === OWN_NAME) continue;
    if (fs.isDir(node.mode)) yield* filesBelow(fs, node, `${name}/`);
    else if (fs.isFile(node.mode))
      yield { name, bytes: (node.contents as Uint8Array).subarray(0, node.usedBytes) };
  }
}
