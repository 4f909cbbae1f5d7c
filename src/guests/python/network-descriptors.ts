/**
 * Descriptors of the network's objects: real ones of the interpreter's file system, so that `os.fstat`, `os.dup`, `io.FileIO`
 * and all else that takes a number find them. Invariant: an object stays open while a descriptor of it is, or a process holds it.
 *
 * A descriptor's number is used again at once; the ids of a trace are the kernel's. Used by `network-calls.ts`.
 */
import type { Endpoint } from "../../runtime/network/endpoint.ts";
import { errno } from "../../runtime/network/errno.ts";
import { type Actor, noActor } from "../../runtime/network/kernel.ts";
import { POLL_NVAL } from "../../runtime/network/poll-mask.ts";
import type { WatchedDescriptors } from "./network-selectors.ts";

/** Object that a descriptor can be of. */
export type Opened = Endpoint | WatchedDescriptors;

/** Part of Emscripten's file system that is used here. */
export interface FileSystem {
  readonly streams: (Stream | null | undefined)[];
  readonly MAX_OPEN_FDS: number;
  readonly ErrnoError: new (errno: number) => Error;
  mount(type: object, options: object, place: null): Node;
  createNode(parent: Node | null, name: string, mode: number, device: number): Node;
  destroyNode(node: Node): void;
  createStream(stream: Partial<Stream>): Stream;
  dupStream(stream: Stream): Stream;
  open(path: string, flags: number, mode: number): Stream;
  read(stream: Stream, into: Uint8Array, offset: number, length: number): number;
  write(stream: Stream, bytes: Uint8Array, offset: number, length: number): number;
  readdir(path: string): string[];
  close(stream: Stream): void;
  mknod(path: string, mode: number, device: number): Node;
  unlink(path: string): void;
  lookupPath(path: string, options: object): { node: Node };
}

export interface Node {
  id: number;
  mode: number;
  node_ops: object;
  stream_ops: object;
  opened?: OpenedNode;
}

export interface Stream {
  fd: number | null;
  node: Node;
  path: string;
  flags: number;
  seekable: boolean;
  stream_ops: object;
}

/** Object of a node, and the number of its descriptors. */
interface OpenedNode {
  readonly object: Opened;
  descriptors: number;
}

/** Reads and writes of a descriptor that do not pass through `network-calls.ts`: those of `io.FileIO`. */
export interface DirectCalls {
  read(object: Opened, into: Uint8Array, actor: Actor): number;
  write(object: Opened, bytes: Uint8Array, actor: Actor): number;
}

const O_RDWR = 2;
const O_NONBLOCK = 0o4000;
const S_IFSOCK = 0o140000;
const DIRECTORY = 0o40777;
const PERMISSIONS = 0o777;

export class Descriptors {
  readonly #root: Node;
  readonly #streamOps: object;
  readonly #inheritable = new WeakSet<Stream>();
  /** The interpreter's own, before its first program; null until then. */
  #ownStreams: ReadonlySet<Stream> | null = null;
  /** On whose behalf a descriptor is closed now. */
  #actor = noActor;

  constructor(
    readonly fs: FileSystem,
    calls: DirectCalls,
  ) {
    const check = (result: number) => {
      if (result < 0) throw new fs.ErrnoError(-result);
      return result;
    };
    const bytes = (memory: Int8Array, offset: number, length: number) =>
      new Uint8Array(memory.buffer as ArrayBuffer, memory.byteOffset + offset, length);
    const opened = (stream: Stream) => stream.node.opened as OpenedNode;
    this.#streamOps = {
      read: (stream: Stream, memory: Int8Array, offset: number, length: number) =>
        check(calls.read(opened(stream).object, bytes(memory, offset, length), noActor)),
      write: (stream: Stream, memory: Int8Array, offset: number, length: number) =>
        check(calls.write(opened(stream).object, bytes(memory, offset, length), noActor)),
      poll: (stream: Stream) => opened(stream).object.poll(),
      dup: (stream: Stream) => opened(stream).descriptors++,
      close: (stream: Stream) => this.#closed(stream.node, opened(stream)),
    };
    this.#root = fs.mount({ mount: () => fs.createNode(null, "/", DIRECTORY, 0) }, {}, null);
  }

  /** Open a descriptor of an object; `mode` is its type for `fstat`. Return the number, or -EMFILE. */
  open(object: Opened, mode = S_IFSOCK): number {
    const { fs } = this;
    const node = fs.createNode(this.#root, `network[${object.id}]`, mode | PERMISSIONS, 0);
    node.node_ops = attributes;
    node.opened = { object, descriptors: 1 };
    try {
      const { fd } = fs.createStream({
        node,
        path: "",
        flags: O_RDWR,
        seekable: false,
        stream_ops: this.#streamOps,
      });
      return fd as number;
    } catch {
      fs.destroyNode(node);
      return -errno.EMFILE;
    }
  }

  /** Return the object of a descriptor; undefined for another descriptor, or one that is closed. */
  find(fd: number): Opened | undefined {
    return this.fs.streams[fd]?.node.opened?.object;
  }

  isOpen(fd: number): boolean {
    return Boolean(this.fs.streams[fd]);
  }

  /** Close a descriptor; return 0 or -EBADF. */
  close(fd: number, actor: Actor): number {
    const stream = this.fs.streams[fd];
    if (!stream) return -errno.EBADF;
    this.#actor = actor;
    try {
      this.fs.close(stream);
    } finally {
      this.#actor = noActor;
    }
    return 0;
  }

  #closed(node: Node, opened: OpenedNode): void {
    if (--opened.descriptors > 0) return;
    this.fs.destroyNode(node);
    opened.object.release(this.#actor);
  }

  isBlocking(fd: number): boolean {
    return ((this.fs.streams[fd]?.flags ?? 0) & O_NONBLOCK) === 0;
  }

  /** Set the flag of reads and writes that do not wait; duplicates share it. Return 0 or -EBADF. */
  setBlocking(fd: number, blocking: boolean): number {
    const stream = this.fs.streams[fd];
    if (!stream) return -errno.EBADF;
    stream.flags = blocking ? stream.flags & ~O_NONBLOCK : stream.flags | O_NONBLOCK;
    return 0;
  }

  /** Return a flag that only programs ask for: new descriptors are not inherited by other processes (PEP 446). */
  isInheritable(fd: number): boolean {
    return this.#inheritable.has(this.fs.streams[fd] as Stream);
  }

  setInheritable(fd: number, inheritable: boolean): void {
    const stream = this.fs.streams[fd] as Stream;
    if (inheritable) this.#inheritable.add(stream);
    else this.#inheritable.delete(stream);
  }

  /** Return what a descriptor is ready for; a file always is. */
  poll(fd: number): number {
    const stream = this.fs.streams[fd];
    if (!stream) return POLL_NVAL;
    return stream.node.opened?.object.poll() ?? ALWAYS_READY;
  }

  /** Close all descriptors that a program has left open, as a system does when a process ends. Called before each program. */
  closeAll(): void {
    const open = this.fs.streams.filter((stream) => stream !== null && stream !== undefined);
    this.#ownStreams ??= new Set(open);
    for (const stream of open) if (!this.#ownStreams.has(stream)) this.fs.close(stream);
  }
}

/** As `poll` answers for files: it can be read and written. */
const ALWAYS_READY = 5;

const attributes = {
  getattr: ({ id, mode }: Node) => ({ ...plainAttributes, ino: id, mode }),
};

export const plainAttributes = {
  ...{ dev: 14, nlink: 1, uid: 0, gid: 0, rdev: 0, size: 0, blksize: 4096, blocks: 0 },
  ...{ atime: new Date(0), mtime: new Date(0), ctime: new Date(0) },
};
