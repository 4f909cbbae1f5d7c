/**
 * Faults of hosts that a person plans: a link is cut, a host crashes, is slow, and is restored. They belong to the program, like its
 * seed, and links carry them. `runtime/network/faults.ts` says what each does.
 */

export const FAULTS = ["cut", "crash", "slow", "restore"] as const;
export type FaultAction = (typeof FAULTS)[number];

export interface Fault {
  /** Virtual seconds from the program's start. */
  readonly at: number;
  readonly action: FaultAction;
  /** Name of the host, such as "redis" or "example.com". */
  readonly host: string;
  /** Times as long as usual, for "slow"; 1 for others. */
  readonly factor: number;
}

const MAX_FAULTS = 20;
const MAX_TIME = 1e8;
const MAX_FACTOR = 10_000;

/** True for faults that a program may have. */
export function isFaults(value: unknown): value is readonly Fault[] {
  return Array.isArray(value) && value.length <= MAX_FAULTS && value.every(isFault);
}

/** True for one fault that may be planned. */
export function isFault(value: unknown): value is Fault {
  if (typeof value !== "object" || value === null) return false;
  const { at, action, host, factor } = value as Partial<Record<keyof Fault, unknown>>;
  return (
    typeof at === "number" &&
    at >= 0 &&
    at <= MAX_TIME &&
    FAULTS.includes(action as FaultAction) &&
    typeof host === "string" &&
    /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/.test(host) &&
    typeof factor === "number" &&
    (action === "slow" ? factor > 1 && factor <= MAX_FACTOR : factor === 1)
  );
}

/** Return a plan as an address has it: `cut:redis@2,restore:redis@4,slow:example.com@1x10`; empty without one. */
export function faultsText(faults: readonly Fault[]): string {
  return faults
    .map(({ at, action, host, factor }) => `${action}:${host}@${at}${factor > 1 ? `x${factor}` : ""}`)
    .join(",");
}

/** Return the plan of such a text; null if it is wrong. */
export function faultsOfText(text: string): readonly Fault[] | null {
  const faults: readonly unknown[] = text.split(",").map((part) => {
    const [, action, host, at, factor] =
      /^([a-z]+):([^@]+)@(\d+(?:\.\d+)?(?:e-?\d+)?)(?:x(\d+(?:\.\d+)?))?$/.exec(part) ?? [];
    return { at: Number(at ?? NaN), action, host, factor: Number(factor ?? 1) };
  });
  return isFaults(faults) ? faults : null;
}
