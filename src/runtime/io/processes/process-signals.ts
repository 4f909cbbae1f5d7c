/** Signals that a program sends to a process, by name or number. */
import { ValueError } from "../../errors/exceptions.ts";
import { MAX_SIGNAL, signalNumber } from "../../processes/signal-numbers.ts";
import type { Signal } from "../signals.ts";

/** Name of a signal, or its number on Linux. */
export type ProcessSignal = Signal | "SIGKILL" | "SIGSTOP" | "SIGCONT" | "SIGPIPE" | number;

/** Return the number of a signal. Throws ValueError if there is none. */
export function numberOfSignal(signal: ProcessSignal): number {
  const number = typeof signal === "number" ? signal : signalNumber(signal);
  if (number === undefined || !(Number.isInteger(number) && number >= 0 && number <= MAX_SIGNAL))
    throw new ValueError(`invalid signal ${signal}`);
  return number;
}
