/**
 * Seam between processes and what runs them: simulated ones in virtual time (`simulated-processes.ts`), or those of the operating
 * system (`runtime/node`). A network has one of them.
 */
import type { Actor } from "../../network/kernel.ts";
import type { Network } from "../../network/network.ts";
import type { Endpoint } from "../../network/endpoint.ts";
import type { GivenStream } from "./standard-streams.ts";

/** A process to be started. */
export interface ProcessRequest {
  /** The program's name or path, and its arguments. */
  readonly argv: readonly [string, ...string[]];
  /** Folder to begin in; that of the program if absent. */
  readonly cwd?: string | undefined;
  /** All variables of its environment; those of the program if absent. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Standard streams, which the process takes over as it starts. */
  readonly streams: readonly [GivenStream, GivenStream, GivenStream];
}

/** A process that the program has started. */
export interface StartedProcess {
  readonly pid: number;
  /** Exit status, or minus the number of the signal that ended it; null while it runs. */
  readonly status: number | null;
  /** Endpoint that can be read once the process has ended: `pidfd_open(2)`. */
  openDescriptor(): Endpoint;
  /** Send a signal by its number. Nothing happens to a process that has ended. */
  signal(number: number, actor: Actor): void;
  /** Forget the process, whose status the program has read. */
  reap(): void;
}

export interface ProcessSystem {
  /** Start a process. Throws OSError: FileNotFoundError for a program that is not there. */
  start(request: ProcessRequest, actor: Actor): StartedProcess;
}

const systems = new WeakMap<Network, ProcessSystem>();

/** Let programs on a network have the processes of a system of its own. */
export function giveProcesses(network: Network, system: ProcessSystem): void {
  systems.set(network, system);
}

/** Return the system of a network; `make` makes the one of a network without. */
export function processesOf(network: Network, make: (network: Network) => ProcessSystem): ProcessSystem {
  let system = systems.get(network);
  if (!system) systems.set(network, (system = make(network)));
  return system;
}
