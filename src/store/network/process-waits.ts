/** Waits for processes, by the field `reason` of `taskSuspended`; `on` is the process waited for. */
import type { WaitKind } from "../resources/wait-kind.ts";
import { say } from "../sentence.ts";
import { processName } from "./network-words.ts";

export const processWaits: Readonly<Record<string, WaitKind>> = {
  process: {
    several: "wait for a process",
    does: ({ network }, on) => `waits for ${processName(network, on)} to end`,
    whyNotYet: ({ state: { network }, task }) => {
      const process = network.processes.find(({ id }) => id === task.on);
      const name = processName(network, task.on);
      if (process && process.status !== null)
        return say`${name} has ended: what it wrote must be read to its end.`;
      return network.endpoints.get(process?.streams[0] ?? 0)?.status === "open"
        ? say`${name} has not ended yet. Its standard input is open.`
        : say`${name} has not ended yet.`;
    },
    title: ({ network }, on) => `waiting for ${processName(network, on)}`,
  },
  "process start": {
    does: () => "waits for its process to start",
    whyNotYet: () => say`The pipes of the process are not connected yet.`,
    title: () => "starting a process",
  },
};

/** Return true for a wait for a process, by its reason. */
export function isForProcess(reason: string): boolean {
  return Object.hasOwn(processWaits, reason);
}
