/**
 * Network of a program: that of the host for all loops of a guest's program, or one for each loop without a host, which its
 * runner may choose. Made at its first use.
 */
import type { Hooks } from "../instrument/instrument.ts";
import type { Clock } from "../loop/clock.ts";
import type { LoopInternals } from "../loop/loop-internals.ts";
import { loopHost } from "../loop/loop-host.ts";
import { Network } from "../network/network.ts";
import { defaultSettings } from "../network/settings.ts";
import type { ProgramNetwork } from "./socket.ts";
import { SocketPaths } from "./socket-paths.ts";

/** Seed of a network without a host. */
export const SEED = 1;

const pathsOf = new WeakMap<Network, SocketPaths>();

/** Let a network of the host have its own files of unix sockets. */
export function givePaths(network: Network, paths: SocketPaths): void {
  pathsOf.set(network, paths);
}

/** Return the network that a loop uses. */
export function networkOf(loop: LoopInternals): ProgramNetwork {
  const network = (loop.makeNetwork ?? hostNetwork)(loop);
  let paths = pathsOf.get(network);
  if (!paths) pathsOf.set(network, (paths = new SocketPaths()));
  return { network, paths };
}

function hostNetwork({ clock, hooks }: LoopInternals): Network {
  return loopHost()?.network() ?? makeNetwork(clock, hooks, SEED);
}

/** Make the network of a program. */
export function makeNetwork(clock: Clock, hooks: Hooks, seed: number, settings = defaultSettings): Network {
  return new Network(clock, hooks, settings, seed);
}
