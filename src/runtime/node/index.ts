/**
 * Entry of the runtime for Node: asyncio in TypeScript, whose `runOnHost` has the network and the processes of the system. The page never loads
 * this folder. `npm run build:runtime` makes a package of it.
 */
import { type HostOptions, runOnHost as runOnAnyHost } from "../loop/runner.ts";
import { setProcessConsole } from "../io/processes/simulated-processes.ts";
import type { Awaitable } from "../tasks/coroutine.ts";
import { NodeNetwork } from "./node-network.ts";
import { useProcessSignals } from "./node-signals.ts";
import { readCertificateFiles } from "./node-tls.ts";

readCertificateFiles();
setProcessConsole((stream, text) => void process[stream].write(text));
useProcessSignals();

export * from "../index.ts";

/**
 * `run` in real time, with streams and servers over the system's network: return a promise of the program's result. The loop
 * hands the thread back when it waits, so that Node's events, promises (see `wrapFuture`) and other loops run meanwhile.
 */
export function runOnHost<T>(main: Awaitable<T>, options: Omit<HostOptions, "network"> = {}): Promise<T> {
  return runOnAnyHost(main, { ...options, network: (loop) => new NodeNetwork(loop) });
}
