/**
 * Signals that a person sends to a program at a moment of its virtual time. They belong to the program, like its seed: the
 * same program with the same signals has the same run, and links carry them.
 */

/** The signals that a person can send. */
export const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"] as const;
export type SignalName = (typeof SIGNALS)[number];

export interface PlannedSignal {
  readonly name: SignalName;
  /** Virtual seconds from the program's start. */
  readonly at: number;
}

/** Most signals of a program. */
const MAX_SIGNALS = 20;
/** Latest moment, in seconds: some three years. */
const MAX_TIME = 1e8;

/** True for a list of signals that a program may have. */
export function isSignals(value: unknown): value is readonly PlannedSignal[] {
  return Array.isArray(value) && value.length <= MAX_SIGNALS && value.every(isSignal);
}

function isSignal(value: unknown): value is PlannedSignal {
  if (typeof value !== "object" || value === null) return false;
  const { name, at } = value as Partial<Record<keyof PlannedSignal, unknown>>;
  return SIGNALS.includes(name as SignalName) && typeof at === "number" && at >= 0 && at <= MAX_TIME;
}

/** Return the signals with one more, in the order of their times; the same signals if there are too many. */
export function withSignal(signals: readonly PlannedSignal[], more: PlannedSignal): PlannedSignal[] {
  return [...signals, more].slice(0, MAX_SIGNALS).sort((a, b) => a.at - b.at);
}

/** Return the signals as an address has them: `SIGINT@2.5,SIGTERM@7`. */
export function signalsText(signals: readonly PlannedSignal[]): string {
  return signals.map(({ name, at }) => `${name}@${at}`).join(",");
}

/** Return the signals of such a text; null if it is wrong. */
export function signalsOfText(text: string): readonly PlannedSignal[] | null {
  const signals: readonly unknown[] = text.split(",").map((part) => {
    const [, name, at] = /^(SIG[A-Z0-9]+)@(\d+(?:\.\d+)?(?:e-?\d+)?)$/.exec(part) ?? [];
    return { name, at: Number(at ?? NaN) };
  });
  return isSignals(signals) ? signals : null;
}
