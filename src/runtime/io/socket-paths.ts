/**
 * Files of unix sockets: a path names a file, which names the socket bound to it. The file stays when the socket is closed,
 * until it is removed. A TypeScript program has no other files. Mirrors `unix_bind` of Linux.
 */
import { errno } from "../network/errno.ts";

const isAbstract = (path: string): boolean => path === "" || path.startsWith("\0");

/** Longest path of a socket (`sun_path`), in bytes. */
export const MAX_PATH = 107;

export class SocketPaths {
  /** Paths with a file, each with the number of the file. */
  readonly #files = new Map<string, number>();
  #made = 0;

  /** Make the file of a path, and call `bind`; return what that returns, or minus an errno. */
  bind(path: string, bind: () => number): number {
    if (isAbstract(path)) return bind();
    if (this.#files.has(path)) return -errno.EADDRINUSE;
    const result = bind();
    if (result >= 0) this.#files.set(path, ++this.#made);
    return result;
  }

  /** Call `use` if a path has a file; return what that returns, or minus an errno. */
  find(path: string, use: () => number): number {
    return isAbstract(path) || this.#files.has(path) ? use() : -errno.ENOENT;
  }

  /** Return the number of a path's file; 0 without one. */
  numberOf(path: string): number {
    return this.#files.get(path) ?? 0;
  }

  remove(path: string): void {
    this.#files.delete(path);
  }
}
