/**
 * Faults: what befalls hosts by a program's plan, at its times. Called by `Network`.
 *
 * - cut: nothing passes between the program and the host. What is on its way arrives; what is sent waits, and departs when TCP
 *   would send it again after the link is restored. Requests for connections and datagrams get lost.
 * - crash: all connections of the host are reset, and new ones refused; a built-in host forgets what it knew.
 * - slow: packets take `factor` times as long in both directions.
 * - restore: the host and its link are well again.
 */
import type { Kernel } from "./kernel.ts";

export type FaultAction = "cut" | "crash" | "slow" | "restore";

export interface Fault {
  /** Virtual seconds. */
  readonly at: number;
  readonly action: FaultAction;
  /** Name of the host. */
  readonly host: string;
  /** Times as long, for "slow". */
  readonly factor: number;
}

/** The network, as far as faults change it. */
interface Network {
  readonly kernel: Kernel;
  /** Reset all connections of a host. */
  crash(host: string): void;
}

/** Let the faults of a plan come at their times. `note` gets a sentence about each. */
export function planFaults(network: Network, faults: readonly Fault[], note: (line: string) => void): void {
  for (const fault of faults) {
    network.kernel.arrivals.add(fault.at, () => {
      note(sentence(fault));
      befall(network, fault);
    });
  }
}

function befall(network: Network, { action, host, factor }: Fault): void {
  const health = network.kernel.hosts.healthOf(host);
  if (action === "restore") return health.restore();
  if (action === "slow") health.slowness = factor;
  else if (action === "cut") health.isCut = true;
  else {
    health.isCrashed = true;
    network.crash(host);
  }
}

function sentence({ action, host, factor }: Fault): string {
  switch (action) {
    case "cut":
      return `The link to ${host} is cut.`;
    case "crash":
      return `${host} crashes: its connections are reset.`;
    case "slow":
      return `Packets to and from ${host} now take ${factor} times as long.`;
    case "restore":
      return `${host} and its link are well again.`;
  }
}
