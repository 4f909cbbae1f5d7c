/** Processes on the stage: those that run, then those that ended last, each with a few words. Called by `RareCard.svelte`. */
import type { LoopState } from "../../store/loop-state.ts";
import type { Process } from "../../store/network/network-state.ts";
import { processName } from "../../store/network/network-words.ts";

export interface ProcessCard {
  id: number;
  name: string;
  command: string;
  /** A few words: what it waits for, or how it ended. */
  does: string;
  /** `full` if it waits because no process or task reads its output. */
  look: "runs" | "waits" | "full" | "ended";
  /** Part of its sleep that has passed, from 0 to 1. */
  passed: number;
}

/** Return the processes of a state, those that have not ended first, and then the last to end first; at most `most`. */
export function processCards(state: LoopState, most: number): ProcessCard[] {
  const { processes } = state.network;
  const running = processes.filter(({ status }) => status === null);
  const ended = processes.filter(({ status }) => status !== null);
  const last = ended.toSorted((a, b) => (b.ended ?? 0) - (a.ended ?? 0) || b.id - a.id);
  return [...running, ...last].slice(0, most).map((process) => cardOf(state, process));
}

function cardOf(state: LoopState, process: Process): ProcessCard {
  const { id, command } = process;
  return { id, name: processName(state.network, id), command, passed: 0, ...standing(state, process) };
}

/** Words for a wait by its reason, but for that for another process. */
const DOES: Readonly<Record<string, string>> = {
  read: "waits for input",
  write: "its pipe is full",
  sleep: "sleeps",
};

function standing(
  { network, threads, time }: LoopState,
  { status, signal, began, wait, thread }: Process,
): Pick<ProcessCard, "does" | "look"> & { passed?: number } {
  if (status !== null) return { does: status < 0 ? signal : `exit ${status}`, look: "ended" };
  if (began === null) return { does: "starts", look: "waits" };
  const share = (from: number, to: number) =>
    to > from ? Math.min(1, Math.max(0, (time - from) / (to - from))) : 0;
  if (wait) {
    const does = DOES[wait.reason] ?? `waits for ${processName(network, wait.child)}`;
    if (wait.reason === "sleep") return { does, look: "runs", passed: share(wait.since, wait.until) };
    return { does, look: wait.reason === "write" ? "full" : "waits" };
  }
  const blocked = threads.find((one) => one.id === thread)?.wait;
  if (!blocked) return { does: "runs", look: "runs" };
  if (blocked.call === "time.sleep")
    return { does: "sleeps", look: "runs", passed: share(blocked.since, blocked.until) };
  return { does: `waits in ${blocked.call}`, look: "waits" };
}
