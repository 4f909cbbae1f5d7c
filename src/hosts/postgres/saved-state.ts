/**
 * The state of a PGlite that is at rest, saved once and put back before each program: its memory, its files and its open files. So
 * every program finds the same new cluster, without `initdb`. Called by `engine.ts`.
 *
 * Invariant: the WebAssembly instance stays the same, so what it keeps outside of its memory must not have changed: libraries
 * that are loaded (the engine loads them before), and functions in its table.
 */
import { EPOCH_MS } from "../../base/epoch.ts";

/** A node of Emscripten's file system in memory, as far as it changes. */
export interface FileNode {
  name: string;
  parent: FileNode;
  name_next?: FileNode;
  mode: number;
  atime: number;
  mtime: number;
  ctime: number;
  /** Of a file. */
  usedBytes?: number;
  contents?: Uint8Array | Int8Array | Record<string, FileNode>;
}

interface OpenFile {
  /** Position and flags, which duplicates of a descriptor share. */
  shared: object;
}

/** Emscripten's file system, as far as it is saved. */
export interface FileSystem {
  root: FileNode;
  nameTable: (FileNode | undefined)[];
  streams: (OpenFile | null | undefined)[];
  nextInode: number;
}

const PAGE = 65_536;

/** Save the state; return a function that puts it back, which may be called again and again. */
export function saveState(memory: WebAssembly.Memory, files: FileSystem): () => void {
  const putBackMemory = saveMemory(memory);
  const putBackFiles = saveFiles(files);
  return () => {
    putBackMemory();
    putBackFiles();
  };
}

/** Save the pages that are not empty: most are. */
function saveMemory(memory: WebAssembly.Memory): () => void {
  const all = new Uint8Array(memory.buffer);
  const pages = new Map<number, Uint8Array>();
  for (let at = 0; at < all.length; at += PAGE) {
    const words = new Int32Array(memory.buffer, at, PAGE / 4);
    if (words.some((word) => word !== 0)) pages.set(at, all.slice(at, at + PAGE));
  }
  return () => {
    // The memory may have grown meanwhile, and does not shrink.
    const now = new Uint8Array(memory.buffer);
    let empty = 0;
    for (const [at, page] of pages) {
      now.fill(0, empty, at);
      now.set(page, at);
      empty = at + PAGE;
    }
    now.fill(0, empty);
  };
}

function saveFiles(files: FileSystem): () => void {
  const nodes = [...nodesBelow(files.root)].map((node) => ({
    node,
    saved: { ...node, ...atEpoch },
    contents: node.contents && copyOf(node.contents),
  }));
  const streams = files.streams.map((stream) => stream && { stream, shared: { ...stream.shared } });
  const names = [...files.nameTable];
  const { nextInode } = files;
  return () => {
    for (const { node, saved, contents } of nodes) {
      Object.assign(node, saved);
      // The next program writes into it.
      if (contents) node.contents = copyOf(contents);
    }
    files.streams = streams.map((one) => one && Object.assign(one.stream, { shared: { ...one.shared } }));
    files.nameTable = [...names];
    files.nextInode = nextInode;
  };
}

const atEpoch = { atime: EPOCH_MS, mtime: EPOCH_MS, ctime: EPOCH_MS };

function* nodesBelow(node: FileNode): Iterable<FileNode> {
  yield node;
  const { contents } = node;
  if (!contents || isBytes(contents)) return;
  for (const child of Object.values(contents)) yield* nodesBelow(child);
}

type Contents = NonNullable<FileNode["contents"]>;

function isBytes(contents: Contents): contents is Uint8Array | Int8Array {
  return ArrayBuffer.isView(contents);
}

function copyOf(contents: Contents): Contents {
  return isBytes(contents) ? contents.slice() : { ...contents };
}
