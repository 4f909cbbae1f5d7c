/**
 * Hook calls for the journal's replay. Spread arguments made a replay 5 to 8 % slower, so a kind with up to six fields,
 * which is nearly every kind, gets named arguments; a hook ignores arguments that it does not have.
 */
import type { Hooks } from "../../runtime/instrument/instrument.ts";
import type { EventKind } from "../../events/event.ts";

/** Calls the hook of `kind` at `time` (seconds) with the first `count` values; `values` has room for six at least. */
export function callHook(
  hooks: Hooks,
  kind: EventKind,
  time: number,
  values: readonly unknown[],
  count: number,
): void {
  const table = hooks as unknown as Record<EventKind, (time: number, ...values: unknown[]) => void>;
  if (count > 6) table[kind](time, ...values.slice(0, count));
  else table[kind](time, values[0], values[1], values[2], values[3], values[4], values[5]);
}
