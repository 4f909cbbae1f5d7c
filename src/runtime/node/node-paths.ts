/** Files of unix sockets on the system. Mirrors what `create_unix_server` and `Server.close` of asyncio do with them. */
import { lstatSync, unlinkSync } from "node:fs";
import { SocketPaths } from "../io/socket-paths.ts";

export class NodePaths extends SocketPaths {
  override bind(_path: string, bind: () => number): number {
    return bind();
  }

  override find(_path: string, use: () => number): number {
    return use();
  }

  /** Return the inode of a path's file; 0 without one. */
  override numberOf(path: string): number {
    return path.startsWith("\0") ? 0 : (lstatSync(path, { throwIfNoEntry: false })?.ino ?? 0);
  }

  /** Remove the file of a path, if it is a socket's. */
  override remove(path: string): void {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSocket()) unlinkSync(path);
  }
}
