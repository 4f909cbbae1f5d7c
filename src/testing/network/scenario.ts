/**
 * Scenarios: calls of sockets, one a line, which run on the simulated network here and on real sockets in `native.py`.
 *
 *     a socket inet | inet6 | unix        a listen 5          c send 100      c poll
 *     p pair, p pipe (p.a p.b, p.r p.w)   a accept b          c recv 100      c error, c name, c peer
 *     a set reuseaddr | linger0 | …       c fill, c drain     c peek 100      s selector
 *     a bind 127.0.0.1 0 | p1 | @name     c shutdown rd|wr    c close         s watch c IN|OUT, s ready
 *     c connect a | 127.0.0.1 p1 | @name  d socket udp | unixgram, g gram (g.a g.b)
 *     d sendto 100 a | 127.0.0.1 p1       d recvfrom 100  d flood 600 100 a, a count
 *
 * Each line returns a text: "ok", a number of bytes, the name of an errno, bits of readiness. A port such as `p1` is
 * one that nothing else uses; `@name` is an abstract unix name.
 */
import { guardInstrument } from "../../runtime/instrument/instrument.ts";
import { VirtualClock } from "../../runtime/loop/clock.ts";
import type { Address } from "../../runtime/network/address.ts";
import { PipeReader, PipeWriter } from "../../runtime/network/pipe.ts";
import { DatagramSocket } from "../../runtime/network/datagram-socket.ts";
import type { Endpoint } from "../../runtime/network/endpoint.ts";
import { errno, errnoName } from "../../runtime/network/errno.ts";
import { noActor } from "../../runtime/network/kernel.ts";
import { Network } from "../../runtime/network/network.ts";
import type { Selector } from "../../runtime/network/selector.ts";
import { atOnce, defaultSettings, type NetworkSettings } from "../../runtime/network/settings.ts";
import { TcpSocket } from "../../runtime/network/tcp-socket.ts";
import type { UnixSocket } from "../../runtime/network/unix-socket.ts";

type Stream = TcpSocket | UnixSocket;
type AnySocket = Stream | DatagramSocket;
type AnyEnd = AnySocket | PipeReader | PipeWriter;

const masks = { IN: 1, OUT: 4, ERR: 8, HUP: 16, NVAL: 32 } as const;
const making = new Set(["socket", "pair", "gram", "pipe", "selector"]);
const pipeCalls = new Set(["send", "recv", "fill", "drain", "close", "poll"]);
const hows = { rd: 0, wr: 1, rdwr: 2 } as const;

function shown(mask: number): string {
  const bits = Object.entries(masks).filter(([, bit]) => (mask & bit) !== 0);
  return bits.map(([name]) => name).join("|") || "-";
}

/** Run a scenario where everything arrives at once, as on a loopback; return what each line returned. */
export function runScenario(lines: readonly string[]): string[] {
  const settings: NetworkSettings = { ...defaultSettings, localhost: atOnce };
  const machine = new Machine(new Network(new VirtualClock(), guardInstrument({}), settings, 1));
  return lines.map((line) => machine.run(line));
}

class Machine {
  readonly #ends = new Map<string, AnyEnd>();
  readonly #selectors = new Map<string, Selector>();
  readonly #watched = new Set<AnyEnd>();

  constructor(readonly network: Network) {}

  run(line: string): string {
    const [name = "", verb = "", ...words] = line.split(" ");
    this.network.runDue(0);
    const call = (this as unknown as Record<string, unknown>)[`${verb}_`] as
      ((name: string, ...words: string[]) => string | number) | undefined;
    if (!call) throw new Error(`unknown call: ${line}`);
    if (!this.#ends.has(name) && !this.#selectors.has(name) && !making.has(verb)) return "none";
    if (this.#isPipe(name) && !pipeCalls.has(verb)) return "none";
    // A descriptor that is closed is none; `poll` says so itself.
    if (this.#ends.get(name)?.isClosed && verb !== "poll") return verb === "close" ? "ok" : "EBADF";
    const result = call.call(this, name, ...words);
    if (typeof result === "string") return result;
    return result < 0 ? errnoName(-result) : String(result);
  }

  #isPipe(name: string): boolean {
    const end = this.#ends.get(name);
    return end instanceof PipeReader || end instanceof PipeWriter;
  }

  #end(name: string): AnyEnd {
    const end = this.#ends.get(name);
    if (!end) throw new Error(`no socket ${name}`);
    return end;
  }

  #stream(name: string): Stream {
    return this.#end(name) as Stream;
  }

  #socket(name: string): AnySocket {
    return this.#end(name) as AnySocket;
  }

  #datagrams(name: string): DatagramSocket {
    return this.#end(name) as DatagramSocket;
  }

  #keep(name: string, made: AnyEnd | number): string | number {
    if (typeof made === "number") return made;
    this.#ends.set(name, made);
    return "ok";
  }

  #address(words: string[]): Address {
    const [first = "", port = ""] = words;
    if (first.startsWith("@")) return { host: `\0${first.slice(1)}`, port: 0 };
    if (words.length === 1) return this.#socket(first).localAddress();
    return { host: first, port: port.startsWith("p") ? 7000 + Number(port.slice(1)) : Number(port) };
  }

  socket_(name: string, kind: string) {
    if (kind === "udp") return this.#keep(name, this.network.datagrams("inet", noActor));
    if (kind === "unixgram") return this.#keep(name, this.network.datagrams("unix", noActor));
    return this.#keep(name, this.network.stream(kind as "inet", noActor));
  }

  gram_(name: string) {
    const made = this.network.datagramPair(noActor);
    if (typeof made === "number") return made;
    this.#keep(`${name}.a`, made[0]);
    return this.#keep(`${name}.b`, made[1]);
  }

  pair_(name: string) {
    const made = this.network.pair(noActor);
    if (typeof made === "number") return made;
    this.#keep(`${name}.a`, made[0]);
    return this.#keep(`${name}.b`, made[1]);
  }

  pipe_(name: string) {
    const made = this.network.pipe(noActor);
    if (typeof made === "number") return made;
    this.#keep(`${name}.r`, made[0]);
    return this.#keep(`${name}.w`, made[1]);
  }

  set_(name: string, option: string) {
    const socket = this.#end(name);
    if (socket instanceof DatagramSocket && option === "broadcast") socket.options.broadcast = true;
    if (!(socket instanceof TcpSocket || socket instanceof DatagramSocket)) return "ok";
    if (option === "linger0" && socket instanceof TcpSocket) socket.resetsOnClose = true;
    if (option === "reuseaddr") socket.options.reuseAddress = true;
    if (option === "reuseport") socket.options.reusePort = true;
    if (option === "v6only" || option === "dual") socket.options.v6Only = option === "v6only";
    return "ok";
  }

  bind_(name: string, ...words: string[]) {
    return ok(this.#socket(name).bind(this.#address(words), noActor));
  }

  listen_(name: string, backlog: string) {
    if (this.#end(name) instanceof DatagramSocket) return "EOPNOTSUPP";
    return ok(this.#stream(name).listen(Number(backlog), noActor));
  }

  connect_(name: string, ...words: string[]) {
    return ok(this.#socket(name).connect(this.#address(words), noActor));
  }

  accept_(name: string, made: string) {
    if (this.#end(name) instanceof DatagramSocket) return "EOPNOTSUPP";
    return this.#keep(made, this.#stream(name).accept(noActor));
  }

  send_(name: string, count: string) {
    return this.#write(this.#end(name), Number(count));
  }

  #write(end: AnyEnd, count: number): number {
    const bytes = new Uint8Array(count).fill(120);
    if (end instanceof PipeReader) return -errno.EBADF;
    return end instanceof PipeWriter ? end.write(bytes, noActor) : end.send(bytes, noActor);
  }

  #read(end: AnyEnd, count: number): number {
    const target = new Uint8Array(count);
    if (end instanceof PipeWriter) return -errno.EBADF;
    return end instanceof PipeReader ? end.read(target, noActor) : end.receive(target, noActor);
  }

  sendto_(name: string, count: string, ...words: string[]) {
    return this.#datagrams(name).sendTo(new Uint8Array(Number(count)), this.#address(words), noActor);
  }

  recvfrom_(name: string, count: string) {
    const socket = this.#datagrams(name);
    const read = socket.receive(new Uint8Array(Number(count)), noActor);
    return read < 0 ? read : `${read} ${addressText(socket.sender)}`;
  }

  flood_(name: string, times: string, count: string, to: string) {
    for (let i = 0; i < Number(times); i++) this.sendto_(name, count, to);
    return "ok";
  }

  count_(name: string) {
    for (let received = 0; ; received++) if (this.recv_(name, "65536") < 0) return received;
  }

  fill_(name: string) {
    for (;;) {
      const sent = this.#write(this.#end(name), 4096);
      if (sent < 0) return sent === -errno.EAGAIN ? "full" : sent;
    }
  }

  recv_(name: string, count: string) {
    return this.#read(this.#end(name), Number(count));
  }

  peek_(name: string, count: string) {
    return this.#socket(name).receive(new Uint8Array(Number(count)), noActor, true);
  }

  drain_(name: string) {
    for (;;) {
      const read = this.#read(this.#end(name), 65_536);
      if (read <= 0) return read === 0 ? "end" : read === -errno.EAGAIN ? "empty" : read;
    }
  }

  shutdown_(name: string, how: keyof typeof hows) {
    return ok(this.#socket(name).shutdown(hows[how], noActor));
  }

  close_(name: string) {
    return ok(this.#end(name).close(noActor));
  }

  error_(name: string) {
    const error = this.#socket(name).takeError();
    return error === 0 ? 0 : errnoName(error);
  }

  name_(name: string) {
    return addressText(this.#socket(name).localAddress());
  }

  peer_(name: string) {
    const address = this.#socket(name).peerAddress();
    return typeof address === "number" ? address : addressText(address);
  }

  poll_(name: string) {
    return shown(this.#end(name).poll());
  }

  selector_(name: string) {
    this.#selectors.set(name, this.network.selector());
    return "ok";
  }

  watch_(name: string, watched: string, mask: string) {
    const end = this.#ends.get(watched);
    if (!end || end.isClosed) return "none";
    const bits = Object.entries(masks).filter(([bit]) => mask.split("|").includes(bit));
    this.#selectors.get(name)?.watch(
      end,
      bits.reduce((sum, [, bit]) => sum | bit, 0),
    );
    this.#watched.add(end);
    return "ok";
  }

  unwatch_(name: string, watched: string) {
    const end = this.#ends.get(watched);
    if (!end || end.isClosed) return "none";
    if (!this.#watched.delete(end)) return "ENOENT";
    this.#selectors.get(name)?.unwatch(end);
    return "ok";
  }

  ready_(name: string) {
    const names = new Map<Endpoint, string>([...this.#ends].map(([known, end]) => [end, known]));
    const found = this.#selectors.get(name)?.ready() ?? [];
    return found.map(({ endpoint, mask }) => `${names.get(endpoint)}:${shown(mask)}`).join(" ") || "-";
  }
}

function ok(result: number): string | number {
  return result === 0 ? "ok" : result;
}

function addressText({ host, port }: Address): string {
  if (host.startsWith("\0")) return `@${host.slice(1)}`;
  return host === "" ? "unnamed" : `${host}:${port === 0 ? 0 : "*"}`;
}
