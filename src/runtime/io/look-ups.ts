/**
 * Look-ups of names. Mirrors `getaddrinfo` and `_ensure_resolved` of `asyncio/base_events.py`, and `getaddrinfo` of glibc
 * in its messages.
 */
import { GaiError } from "../errors/os-errors.ts";
import { noActor } from "../network/kernel.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import type { WaitReason } from "../tasks/future.ts";
import { familyOf, type SocketAddress } from "./addresses.ts";
import type { SelectorEvents } from "./selector-events.ts";
import type { SocketType } from "./socket.ts";

/** Family of internet addresses. */
export type InternetFamily = "inet" | "inet6";

/** One address that a host's name stands for. */
export interface AddressInfo {
  readonly family: InternetFamily;
  readonly type: SocketType;
  readonly address: Exclude<SocketAddress, string>;
}

export interface LookUpOptions {
  /** Family of the addresses; both by default. */
  family?: InternetFamily;
  /** Kind of sockets; both by default. */
  type?: SocketType;
  /** True for addresses to listen at: without a host, those of all. Mirrors AI_PASSIVE. */
  passive?: boolean;
}

/** Numbers and texts as glibc has them. */
const failures = {
  EAI_NONAME: [-2, "Name or service not known"],
  EAI_AGAIN: [-3, "Temporary failure in name resolution"],
  EAI_ADDRFAMILY: [-9, "Address family for hostname not supported"],
} as const;

function failure(name: keyof typeof failures): GaiError {
  return new GaiError(failures[name][0], failures[name][1]);
}

const NAME: WaitReason = { reason: "name", on: 0 };

/**
 * Look up a host in a thread, as CPython does; the coroutine returns its addresses. Throws OSError: `gaierror`. A task
 * waits for it for `reason`.
 */
export function* getaddrinfo(
  { program: { network }, backgroundCalls }: SelectorEvents,
  host: string | null,
  port: number | null,
  { family, type, passive = false }: LookUpOptions = {},
  reason = NAME,
): Coroutine<AddressInfo[]> {
  const infos = (addresses: readonly string[]): AddressInfo[] =>
    addresses.flatMap((address) => {
      const own = familyOf(address) as InternetFamily;
      const place = [address, (port ?? 0) & 0xffff, ...(own === "inet6" ? [0, 0] : [])];
      const kinds = (["stream", "datagram"] as const).filter((kind) => type === undefined || type === kind);
      return kinds.map((kind): AddressInfo => ({ family: own, type: kind, address: place as never }));
    });
  const atOnce = (end: () => AddressInfo[]) => ({ seconds: 0, end });
  const isWanted = (address: string) => family === undefined || familyOf(address) === family;
  return yield* backgroundCalls.run(() => {
    if (host === null) {
      const own = passive ? ["0.0.0.0", "::"] : ["::1", "127.0.0.1"];
      return atOnce(() => infos(own.filter(isWanted)));
    }
    if (familyOf(host) !== null) {
      return atOnce(() => {
        if (!isWanted(host)) throw failure("EAI_ADDRFAMILY");
        return infos([host]);
      });
    }
    if (host === "") {
      return atOnce(() => {
        throw failure("EAI_NONAME");
      });
    }
    const lookUp = network.names.lookUp(host, family ?? "any");
    return {
      seconds: lookUp.seconds,
      answer: lookUp.answer,
      end: () => {
        network.names.report(lookUp, noActor);
        if (!lookUp.isAnswered) throw failure("EAI_AGAIN");
        if (lookUp.addresses.length === 0) throw failure("EAI_NONAME");
        return infos(lookUp.addresses);
      },
    };
  }, reason);
}

/** Return the addresses of a host: at once if it is numeric. Mirrors `_ensure_resolved`. */
export function* ensureResolved(
  events: SelectorEvents,
  host: string | null,
  port: number | null,
  options: LookUpOptions & { type: SocketType },
  reason?: WaitReason,
): Coroutine<AddressInfo[]> {
  const own = host === null ? null : familyOf(host);
  if (host !== null && own !== null && (options.family ?? own) === own && !host.includes("%")) {
    const address = own === "inet6" ? ([host, port ?? 0, 0, 0] as const) : ([host, port ?? 0] as const);
    return [{ family: own, type: options.type, address }];
  }
  return yield* getaddrinfo(events, host, port, options, reason);
}
