/** Signals in words for a person. */
import { clockText } from "../base/number-text.ts";
import { type PlannedSignal, type SignalName, SIGNALS } from "../share/signals.ts";

const names: Readonly<Record<SignalName, string>> = {
  SIGINT: "Ctrl-C",
  SIGTERM: "SIGTERM",
  SIGHUP: "SIGHUP",
  SIGUSR1: "SIGUSR1",
  SIGUSR2: "SIGUSR2",
};

/** The signals that a person can send, each with its name. */
export const signalChoices = SIGNALS.map((name) => ({ name, label: names[name] }));

/** Return a signal with its moment: `Ctrl-C at 2.500 s`. */
export function signalText({ name, at }: PlannedSignal): string {
  return `${names[name]} at ${clockText(at)} s`;
}
