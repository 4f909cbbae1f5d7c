/**
 * Visitors: what connects to a program's servers from outside. Those of a plan come at their times. Without a plan, a program
 * that only serves is visited where nothing else could ever happen: three visitors come, and then Ctrl-C is pressed, as a
 * person would do at a real server. A program that talks to itself gets no visitors. One that waits for Ctrl-C gets that,
 * without visitors if it serves nothing.
 *
 * States: waiting ─► visited ─► interrupted (each once; nothing comes after that). A plan begins in "visited".
 * The guest asks `come` where its program can never run again, and makes the Ctrl-C a signal.
 */
import { type Address, isV6 } from "./address.ts";
import type { Arrival } from "./arrivals.ts";
import type { Kernel } from "./kernel.ts";
import type { Network } from "./network.ts";
import type { Serve } from "./service.ts";

export interface Visit {
  /** Virtual seconds. */
  readonly at: number;
  /** Method of HTTP; LINE sends a line of text instead. */
  readonly method: string;
  readonly path: string;
  /** Visitors at once, at each server. */
  readonly count: number;
}

/** Seconds from where nothing else can happen to the visits by default: one visitor, then two at once. */
const USUAL = [
  { after: 1, count: 1 },
  { after: 2, count: 2 },
] as const;
/** Seconds after which a visitor leaves: when nothing came since it asked, and since the last bytes. */
const PATIENCE = 5;
const SILENCE = 0.5;

export class Visitors {
  #state: "waiting" | "visited" | "interrupted";
  #count = 0;

  /** @param plan null to visit a program that only serves; empty for no visits. */
  constructor(
    readonly network: Network,
    readonly plan: readonly Visit[] | null,
  ) {
    this.#state = plan === null ? "waiting" : plan.length > 0 ? "visited" : "interrupted";
    for (const visit of plan ?? []) network.kernel.arrivals.add(visit.at, () => this.#visit(visit));
  }

  /** False if nothing will ever come any more by `come`. */
  get areExpected(): boolean {
    return this.#state === "visited" || (this.#state === "waiting" && !this.network.kernel.isOwnClient);
  }

  /** True if a server of the program listens. */
  get haveServers(): boolean {
    return this.network.listening().length > 0;
  }

  /**
   * Return what comes now that nothing else can happen: visits are under way, Ctrl-C is to be pressed, or nothing.
   *
   * @param isAwaited true if the program handles Ctrl-C, or if its loop runs until it is stopped and has no task left.
   */
  come(isAwaited: boolean): "visits" | "interrupt" | "nothing" {
    const { network } = this;
    if (this.#state === "interrupted") return "nothing";
    const serves = this.haveServers;
    if (!serves || this.#state === "visited" || network.kernel.isOwnClient) {
      if (!isAwaited && !(serves && this.#state === "visited")) return "nothing";
      this.#state = "interrupted";
      return "interrupt";
    }
    this.#state = "visited";
    const now = network.kernel.clock.time();
    for (const { after, count } of USUAL)
      network.kernel.arrivals.add(now + after, () => this.#visit({ count }));
    return "visits";
  }

  /** Let visitors come to each server that listens now. */
  #visit({ count, ...asked }: Partial<Visit> & { count: number }): void {
    for (const address of this.network.listening()) {
      const usual = isWebPort(address.port)
        ? { method: "GET", path: "/" }
        : { method: "LINE", path: "hello" };
      for (let i = 0; i < count; i++) {
        this.network.visit(
          `visitor ${++this.#count}`,
          address,
          askAndRead(this.network.kernel, { ...usual, ...asked }, address),
        );
      }
    }
  }
}

/** True for the ports at which people run web servers. */
function isWebPort(port: number): boolean {
  return port === 80 || port === 3000 || port === 5000 || (port >= 8000 && port <= 8999);
}

/** Ask one thing, and read until the other end ends its stream, or says nothing more. */
function askAndRead(kernel: Kernel, visit: Pick<Visit, "method" | "path">, address: Address): Serve {
  return (connection) => {
    let leaving: Arrival | null = null;
    const stay = () => leaving && kernel.arrivals.cancel(leaving);
    const leaveAfter = (seconds: number) => {
      stay();
      leaving = kernel.arrivals.add(kernel.now + seconds, () => connection.end());
    };
    connection.send(new TextEncoder().encode(requestOf(visit, address)));
    leaveAfter(PATIENCE);
    return {
      received: () => leaveAfter(SILENCE),
      ended() {
        stay();
        connection.end();
      },
      failed: stay,
    };
  };
}

function requestOf({ method, path }: Pick<Visit, "method" | "path">, { host, port }: Address): string {
  if (method === "LINE") return `${path}\n`;
  const name = isV6(host) ? `[::1]:${port}` : `localhost:${port}`;
  const length = method === "POST" || method === "PUT" ? "Content-Length: 0\r\n" : "";
  return `${method} ${path} HTTP/1.1\r\nHost: ${name}\r\n${length}Connection: close\r\n\r\n`;
}
