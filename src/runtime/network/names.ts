/**
 * Names of hosts. Local names are known at once, as those of a hosts file; for others a name server is asked, which takes
 * time: a way there and back on the remote link. Every other name is not known: nothing real is ever contacted.
 * Left out: caches, aliases, records other than addresses.
 */
import { isOwn, isV6, LOCALHOST_V4, LOCALHOST_V6, OWN_ADDRESS } from "./address.ts";
import type { Actor, Kernel } from "./kernel.ts";

/** Name of the program's own host (`gethostname`). */
export const OWN_NAME = "loopscope";

export interface LookUp {
  readonly name: string;
  /** Addresses, of both families; empty if the name is not known. */
  readonly addresses: readonly string[];
  /** Seconds until the answer is there; the caller lets them pass, then calls `report`. */
  readonly seconds: number;
  /** False if no name server answers: the name may be known (`EAI_AGAIN`). */
  readonly isAnswered: boolean;
  /** On a host: resolves when the answer is there. */
  readonly answer?: Promise<void>;
}

/** Names that need no server. As in many hosts files, "localhost" is IPv4 where both families will do. */
const local: Readonly<Record<string, readonly string[]>> = {
  localhost: [LOCALHOST_V4],
  "localhost.localdomain": [LOCALHOST_V4],
  "ip6-localhost": [LOCALHOST_V6],
  "ip6-loopback": [LOCALHOST_V6],
  [OWN_NAME]: [OWN_ADDRESS],
};

export class Names {
  constructor(readonly kernel: Kernel) {}

  /** Begin to look up a name, for one family or for both. */
  lookUp(name: string, family: "inet" | "inet6" | "any"): LookUp {
    const key = name.toLowerCase().replace(/\.$/, "");
    const known = key === "localhost" && family === "inet6" ? [LOCALHOST_V6] : local[key];
    if (known) return { name, addresses: ofFamily(known, family), seconds: 0, isAnswered: true };
    const { hosts, settings } = this.kernel;
    if (!settings.names.answer) {
      return { name, addresses: [], seconds: settings.names.timeout, isAnswered: false };
    }
    const host = hosts.named(key);
    // Machines of the program are in its hosts file.
    if (host?.isOfProgram)
      return { name, addresses: ofFamily([host.address], family), seconds: 0, isAnswered: true };
    const address = host?.address;
    const seconds = hosts.nameServer.there.streamTransferTime(0) + hosts.nameServer.back.transferTime(0);
    return { name, addresses: ofFamily(address ? [address] : [], family), seconds, isAnswered: true };
  }

  /** Report a look-up that is over. */
  report({ name, addresses, seconds }: LookUp, { task, line }: Actor): void {
    const { clock, hooks, hosts } = this.kernel;
    for (const address of addresses) {
      const host = hosts.at(address);
      if (host) this.kernel.reach(host);
    }
    hooks.nameResolved(clock.time(), name, addresses.join(" "), seconds, task, line);
  }

  /** Return the name of an address; null for one that has none. */
  nameOf(address: string): string | null {
    if (address === OWN_ADDRESS) return OWN_NAME;
    if (isOwn(address)) return "localhost";
    return this.kernel.hosts.at(address)?.name ?? null;
  }
}

function ofFamily(addresses: readonly string[], family: "inet" | "inet6" | "any"): string[] {
  return addresses.filter((address) => family === "any" || isV6(address) === (family === "inet6"));
}
