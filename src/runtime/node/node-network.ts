/**
 * Network of a loop in Node: streams are Node's own, over the system's network, names are looked up by the system, and processes are
 * the system's. Pipes and
 * pairs of sockets stay within the program, and so do datagrams of unix sockets, which Node does not have.
 */
import { lookup } from "node:dns";
import type { LoopInternals } from "../loop/loop-internals.ts";
import type { Family } from "../network/address.ts";
import type { DatagramSocket } from "../network/datagram-socket.ts";
import { type Actor, noActor } from "../network/kernel.ts";
import { type LookUp, Names } from "../network/names.ts";
import { Network } from "../network/network.ts";
import { defaultSettings } from "../network/settings.ts";
import { giveProcesses } from "../io/processes/process-system.ts";
import { givePaths } from "../io/program-network.ts";
import type { Endpoint } from "../network/endpoint.ts";
import { NodeDatagramSocket } from "./node-datagram-socket.ts";
import { NodePaths } from "./node-paths.ts";
import { NodeProcesses } from "./node-processes.ts";
import { NodeSocket } from "./node-socket.ts";

const SEED = 1;

export class NodeNetwork extends Network {
  override readonly names = new NodeNames(this.kernel);
  readonly #open = new Set<Endpoint>();
  readonly #loop: LoopInternals;

  constructor(loop: LoopInternals) {
    super(loop.clock, loop.hooks, defaultSettings, SEED);
    this.#loop = loop;
    givePaths(this, new NodePaths());
    const processes = new NodeProcesses(this.kernel, () => this.wake());
    giveProcesses(this, processes);
    loop.whenClosed(() => processes.close());
    // A socket that is left open would keep the process alive.
    loop.whenClosed(() => this.#closeAll());
  }

  override stream(family: Family, actor: Actor): never {
    const socket = new NodeSocket(this.kernel, family, this);
    socket.reportOpened(actor);
    return socket as never;
  }

  override datagrams(family: Family, actor: Actor): DatagramSocket | number {
    if (family === "unix") return super.datagrams(family, actor);
    const socket = new NodeDatagramSocket(this.kernel, family, this);
    socket.reportOpened(actor);
    return socket;
  }

  /** Let the loop look at what is ready. */
  wake(): void {
    this.#loop.wake();
  }

  opened(socket: Endpoint): void {
    this.#open.add(socket);
  }

  closed(socket: Endpoint): void {
    this.#open.delete(socket);
  }

  #closeAll(): void {
    for (const socket of this.#open) socket.close(noActor);
  }
}

class NodeNames extends Names {
  override lookUp(name: string, family: "inet" | "inet6" | "any"): LookUp {
    const addresses: string[] = [];
    let isAnswered = true;
    const answer = new Promise<void>((resolve) => {
      lookup(name, { all: true, family: { inet: 4, inet6: 6, any: 0 }[family] }, (error, found) => {
        if (error) isAnswered = error.code !== "EAI_AGAIN";
        else addresses.push(...found.map(({ address }) => address));
        resolve();
      });
    });
    return {
      name,
      addresses,
      seconds: 0,
      answer,
      get isAnswered() {
        return isAnswered;
      },
    };
  }
}
