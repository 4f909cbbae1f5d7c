/**
 * The network's functions in the module `_loopscope`: sockets, pipes and descriptors by number, payload in memory that Python
 * shares, results from 0 up or minus an errno. None waits. `loopscope/net` calls them; `host-module.ts` gives them the network
 * of each program.
 */
import { type Address, parseHost } from "../../runtime/network/address.ts";
import { DatagramSocket } from "../../runtime/network/datagram-socket.ts";
import type { Endpoint } from "../../runtime/network/endpoint.ts";
import { errno } from "../../runtime/network/errno.ts";
import { type LookUp, OWN_NAME } from "../../runtime/network/names.ts";
import type { Network } from "../../runtime/network/network.ts";
import { PipeReader, PipeWriter } from "../../runtime/network/pipe.ts";
import type { ShutdownHow } from "../../runtime/network/stream-socket.ts";
import { TcpSocket } from "../../runtime/network/tcp-socket.ts";
import type { UnixSocket } from "../../runtime/network/unix-socket.ts";
import { fileErrors } from "./file-errors.ts";
import { Descriptors, type FileSystem, type Opened } from "./network-descriptors.ts";
import { getOption, isSocket, kindOf, setOption, type Socket } from "./network-options.ts";
import { BlockedThreads, WatchedDescriptors } from "./network-selectors.ts";
import { SocketFiles } from "./socket-files.ts";

const FAMILIES = { 1: "unix", 2: "inet", 10: "inet6" } as const;
const STREAM = 1;
const DATAGRAM = 2;
const S_IFIFO = 0o10000;

/** Two descriptors in one number. */
const inOne = (a: number, b: number) => (a << 16) | b;

export class NetworkCalls {
  readonly descriptors: Descriptors;
  readonly #files: SocketFiles;
  readonly #network: () => Network;
  readonly #payload: () => Uint8Array;
  threads: BlockedThreads;
  /** Look-ups of names that have begun, by number. */
  readonly #lookUps = new Map<number, LookUp>();
  #lookUpCount = 0;
  /** Address that the last datagram came from. */
  #sender = "";

  /** `payload` returns the memory that Python shares, as a view that is new whenever Python's memory has grown. */
  constructor(fs: FileSystem, network: () => Network, payload: () => Uint8Array) {
    this.#network = network;
    this.#payload = payload;
    this.descriptors = new Descriptors(fs, { read, write });
    this.#files = new SocketFiles(fs);
    this.threads = this.#newThreads();
  }

  #newThreads(): BlockedThreads {
    return new BlockedThreads((fd) => this.descriptors.poll(fd));
  }

  /** Forget everything of the last program. The descriptors must be closed while its network still is the current one. */
  reset(): void {
    this.descriptors.closeAll();
    this.threads = this.#newThreads();
    this.#lookUps.clear();
    this.#sender = "";
  }

  #socket(fd: number): Socket | number {
    const object = this.descriptors.find(fd);
    if (isSocket(object)) return object;
    return this.descriptors.isOpen(fd) ? -fileErrors.ENOTSOCK : -errno.EBADF;
  }

  /** Call `use` with the socket of a descriptor. */
  #with(fd: number, use: (socket: Socket) => number): number {
    const socket = this.#socket(fd);
    return typeof socket === "number" ? socket : use(socket);
  }

  /** Open descriptors of two objects. */
  #openTwo(one: Endpoint, other: Endpoint, mode?: number): number {
    const first = this.descriptors.open(one, mode);
    const second = first < 0 ? first : this.descriptors.open(other, mode);
    if (second >= 0) return inOne(first, second);
    if (first >= 0) this.descriptors.close(first, { task: 0, line: 0 });
    return second;
  }

  /** What an `epoll` object watches. */
  watched(fd: number): WatchedDescriptors | null {
    const object = this.descriptors.find(fd);
    return object instanceof WatchedDescriptors ? object : null;
  }

  /** Functions that may report an event: Python lets the journal be read before each. */
  readonly ordered = {
    socketOpen: (family: number, type: number, _protocol: number, task: number, line: number): number => {
      const name = FAMILIES[family as keyof typeof FAMILIES];
      if (!name) return -errno.EAFNOSUPPORT;
      if (type !== STREAM && type !== DATAGRAM) return -fileErrors.EPROTONOSUPPORT;
      const network = this.#network();
      const socket =
        type === STREAM ? network.stream(name, { task, line }) : network.datagrams(name, { task, line });
      return typeof socket === "number" ? socket : this.descriptors.open(socket);
    },
    socketPair: (family: number, type: number, task: number, line: number): number => {
      if (family !== 1) return -errno.EOPNOTSUPP;
      const network = this.#network();
      const pair = type === STREAM ? network.pair({ task, line }) : network.datagramPair({ task, line });
      return typeof pair === "number" ? pair : this.#openTwo(pair[0], pair[1]);
    },
    pipeOpen: (task: number, line: number): number => {
      const pipe = this.#network().pipe({ task, line });
      return typeof pipe === "number" ? pipe : this.#openTwo(pipe[0], pipe[1], S_IFIFO);
    },
    socketBind: (fd: number, host: string, port: number, task: number, line: number): number =>
      this.#with(fd, (socket) =>
        socket.family === "unix"
          ? this.#files.bind(host, (name) => socket.bind({ host: name, port: 0 }, { task, line }))
          : socket.bind({ host, port }, { task, line }),
      ),
    socketListen: (fd: number, backlog: number, task: number, line: number): number =>
      this.#with(fd, (socket) =>
        socket instanceof DatagramSocket ? -errno.EOPNOTSUPP : socket.listen(backlog, { task, line }),
      ),
    socketConnect: (fd: number, host: string, port: number, task: number, line: number): number =>
      this.#with(fd, (socket) =>
        socket.family === "unix"
          ? this.#files.find(host, (name) => socket.connect({ host: name, port: 0 }, { task, line }))
          : socket.connect({ host, port }, { task, line }),
      ),
    socketSend: (fd: number, count: number, task: number, line: number): number =>
      this.#with(fd, (socket) => socket.send(this.#payload().subarray(0, count), { task, line })),
    socketSendTo: (
      fd: number,
      count: number,
      host: string,
      port: number,
      task: number,
      line: number,
    ): number =>
      this.#with(fd, (socket) => {
        const bytes = this.#payload().subarray(0, count);
        if (!(socket instanceof DatagramSocket)) return -errno.EISCONN;
        return socket.family === "unix"
          ? this.#files.find(host, (name) => socket.sendTo(bytes, { host: name, port: 0 }, { task, line }))
          : socket.sendTo(bytes, { host, port }, { task, line });
      }),
    socketShutdown: (fd: number, how: number, task: number, line: number): number =>
      how < 0 || how > 2
        ? -errno.EINVAL
        : this.#with(fd, (socket) => socket.shutdown(how as ShutdownHow, { task, line })),
    /** End a look-up, whose time has passed. Return the addresses; "-" if no name server answers. */
    lookUpEnds: (number: number, task: number, line: number): string => {
      const lookUp = this.#lookUps.get(number) as LookUp;
      this.#lookUps.delete(number);
      this.#network().names.report(lookUp, { task, line });
      return lookUp.isAnswered ? lookUp.addresses.join(" ") : "-";
    },
    closeDescriptor: (fd: number, task: number, line: number): number =>
      this.descriptors.close(fd, { task, line }),
    descriptorWrite: (fd: number, count: number, task: number, line: number): number =>
      write(this.descriptors.find(fd), this.#payload().subarray(0, count), { task, line }),
  };

  /**
   * Functions that a program may call again and again until something has happened: Python lets the journal be read before each,
   * if anything is in it. So a program that spins is seen to do nothing else.
   */
  readonly polling = {
    socketAccept: (fd: number, task: number, line: number): number =>
      this.#with(fd, (socket) => {
        if (socket instanceof DatagramSocket) return -errno.EOPNOTSUPP;
        const accepted = socket.accept({ task, line });
        return typeof accepted === "number" ? accepted : this.descriptors.open(accepted);
      }),
    socketReceive: (fd: number, count: number, peek: boolean, task: number, line: number): number =>
      this.#with(fd, (socket) => {
        const received = socket.receive(this.#payload().subarray(0, count), { task, line }, peek);
        if (received >= 0 && socket instanceof DatagramSocket) {
          const { host, port } = socket.sender;
          this.#sender = socket.family === "unix" ? host : `${host}\n${port}`;
        }
        return received;
      }),
    descriptorRead: (fd: number, count: number, task: number, line: number): number =>
      read(this.descriptors.find(fd), this.#payload().subarray(0, count), { task, line }),
    /** Take the first of the blocked threads that can continue; return its number, or -1. */
    takeReadyThread: (): number => {
      this.#network().settle();
      return this.threads.take();
    },
    pollDescriptor: (fd: number): number => {
      this.#network().settle();
      return this.descriptors.poll(fd);
    },
  };

  /** Functions that report nothing, and those that Python calls with the journal read. */
  readonly unordered = {
    /** Return the endpoint's id; 0 if the descriptor is of none. */
    endpointOf: (fd: number): number => this.descriptors.find(fd)?.id ?? 0,
    socketKind: (fd: number): number => this.#with(fd, kindOf),
    socketError: (fd: number): number => this.#with(fd, (socket) => socket.takeError()),
    /** Return an address as `host`, a line feed and `port`, or as a path; minus an errno without one. */
    socketAddress: (fd: number, isPeer: boolean): string | number => {
      const socket = this.#socket(fd);
      if (typeof socket === "number") return socket;
      const address = isPeer ? socket.peerAddress() : socket.localAddress();
      if (typeof address === "number") return address;
      return socket.family === "unix" ? address.host : `${address.host}\n${address.port}`;
    },
    /** Begin to look up the addresses of a name, of one family or of both for 0. Return the number of the look-up. */
    lookUpBegins: (name: string, family: number): number => {
      const kind = FAMILIES[family as keyof typeof FAMILIES];
      const lookUp = this.#network().names.lookUp(name, kind === "inet" || kind === "inet6" ? kind : "any");
      this.#lookUps.set(++this.#lookUpCount, lookUp);
      return this.#lookUpCount;
    },
    /** Seconds until a look-up ends. */
    lookUpSeconds: (number: number): number => this.#lookUps.get(number)?.seconds ?? 0,
    /** Return the name of an address, or "". */
    nameOf: (address: string): string => this.#network().names.nameOf(address) ?? "",
    ownName: (): string => OWN_NAME,
    lastSender: (): string => this.#sender,
    /** Return a numeric address in the form that the kernel keeps, or "" for another text. */
    parseAddress: (text: string): string => parseHost(text) ?? "",
    setOption: (fd: number, level: number, option: number, value: number, more: number): number =>
      this.#with(fd, (socket) => {
        setOption(socket, level, option, value, more);
        return 0;
      }),
    getOption: (fd: number, level: number, option: number): number =>
      this.#with(fd, (socket) => getOption(socket, level, option)),
    isBlocking: (fd: number): boolean => this.descriptors.isBlocking(fd),
    setBlocking: (fd: number, blocking: boolean): number => this.descriptors.setBlocking(fd, blocking),
    isInheritable: (fd: number): boolean => this.descriptors.isInheritable(fd),
    setInheritable: (fd: number, inheritable: boolean) => this.descriptors.setInheritable(fd, inheritable),
    watchDescriptor: (thread: number, fd: number, mask: number) => this.threads.add(thread, fd, mask),
    unwatchDescriptors: (thread: number) => this.threads.remove(thread),
    /**
     * Return the place of a server whose endpoints `selector` watches, and that a blocked thread waits for, such as "on port
     * 8080"; "" if there is none.
     */
    serverOf: (thread: number, selector: number): string => {
      const watched = [...(this.watched(selector)?.endpoints() ?? [])].filter(isSocket);
      for (const fd of this.threads.descriptorsOf(thread)) {
        const waiting = this.descriptors.find(fd);
        const server = isSocket(waiting) && watched.find((socket) => isServedBy(waiting, socket));
        if (server) return placeOf(server);
      }
      return "";
    },
    nextArrival: (): number => this.#network().nextTime(),
    selectorOpen: (): number => this.descriptors.open(new WatchedDescriptors()),
    selectorSize: (selector: number): number => this.watched(selector)?.size ?? 0,
    selectorWatches: (selector: number, fd: number): boolean => this.watched(selector)?.watches(fd) ?? false,
    selectorWatch: (selector: number, fd: number, mask: number): number => {
      const object = this.descriptors.find(fd);
      if (!object) return this.descriptors.isOpen(fd) ? -fileErrors.EPERM : -errno.EBADF;
      if (object instanceof WatchedDescriptors) return -errno.EINVAL;
      this.watched(selector)?.watch(fd, object, mask);
      return 0;
    },
    selectorUnwatch: (selector: number, fd: number): number => {
      const watched = this.watched(selector);
      if (!watched?.watches(fd)) return this.descriptors.isOpen(fd) ? -fileErrors.ENOENT : -errno.EBADF;
      watched.unwatch(fd);
      return 0;
    },
  };
}

/** True if `server` is the listener that a socket connects to, or the other end of its connection. */
function isServedBy(socket: Socket, server: Socket): boolean {
  if (socket instanceof DatagramSocket || server instanceof DatagramSocket) return false;
  const [to, from] = [remoteOf(socket), socket.localAddress()];
  const [at, peer] = [server.localAddress(), remoteOf(server)];
  if (!to || to.port !== at.port || (socket.family === "unix") !== (server.family === "unix")) return false;
  if (socket.family === "unix" && to.host !== at.host) return false;
  return server.isListening || socket.family === "unix" || peer?.port === from.port;
}

/** Address that a socket is connected to, or asks for a connection to. */
function remoteOf(socket: TcpSocket | UnixSocket): Address | null {
  if (socket instanceof TcpSocket) return socket.remote;
  const address = socket.peerAddress();
  return typeof address === "number" ? null : address;
}

function placeOf(server: Socket): string {
  const { host, port } = server.localAddress();
  return server.family === "unix" ? `at ${host}` : `on port ${port}`;
}

/** Read from a descriptor's object, as `read(2)` does. */
function read(object: Opened | undefined, into: Uint8Array, actor: { task: number; line: number }): number {
  if (object instanceof PipeReader) return object.read(into, actor);
  if (isSocket(object)) return object.receive(into, actor);
  return object instanceof PipeWriter ? -errno.EBADF : -errno.EINVAL;
}

/** Write to a descriptor's object, as `write(2)` does. */
function write(object: Opened | undefined, bytes: Uint8Array, actor: { task: number; line: number }): number {
  if (object instanceof PipeWriter) return object.write(bytes, actor);
  if (isSocket(object)) return object.send(bytes, actor);
  return object instanceof PipeReader ? -errno.EBADF : -errno.EINVAL;
}
