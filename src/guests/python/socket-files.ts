/**
 * Files of unix sockets. A path names a file, and the file names the socket: a socket whose file is gone cannot be reached,
 * and another may be bound to the same path. Used by `network-calls.ts`.
 */
import { errno } from "../../runtime/network/errno.ts";
import { fileErrors } from "./file-errors.ts";
import { type FileSystem, type Node, plainAttributes } from "./network-descriptors.ts";

const SOCKET_FILE = 0o140755;

interface SocketFile extends Node {
  /** Path that the socket was bound to: its name in the kernel. */
  socketName?: string;
  ctime: number;
  mtime: number;
}

const isAbstract = (path: string) => path === "" || path.startsWith("\0");

const socketFile = {
  getattr: ({ id, mode, ctime, mtime }: SocketFile) => ({
    ...plainAttributes,
    ino: id,
    mode,
    ctime: new Date(ctime),
    mtime: new Date(mtime),
  }),
  setattr: (node: SocketFile, { mode }: { mode?: number }) => {
    if (mode !== undefined) node.mode = mode;
  },
};

export class SocketFiles {
  readonly #fs: FileSystem;

  constructor(fs: FileSystem) {
    this.#fs = fs;
  }

  /** Make the file of a path, and call `bind`. Return what that returns, or minus an errno. */
  bind(path: string, bind: (name: string) => number): number {
    if (isAbstract(path)) return bind(path);
    try {
      const node = this.#fs.mknod(path, SOCKET_FILE, 0) as SocketFile;
      node.node_ops = socketFile;
      node.ctime = node.mtime = Date.now();
      node.socketName = path;
    } catch (error) {
      const number = numberOf(error);
      return number === fileErrors.EEXIST ? -errno.EADDRINUSE : -number;
    }
    const result = bind(path);
    if (result < 0) this.#fs.unlink(path);
    return result;
  }

  /** Call `use` with the name of the socket that a path's file is of. Return what that returns, or minus an errno. */
  find(path: string, use: (name: string) => number): number {
    if (isAbstract(path)) return use(path);
    try {
      const { node } = this.#fs.lookupPath(path, { follow: true });
      return use((node as SocketFile).socketName ?? path);
    } catch (error) {
      return -numberOf(error);
    }
  }
}

function numberOf(error: unknown): number {
  return (error as { errno?: number }).errno ?? fileErrors.EIO;
}
