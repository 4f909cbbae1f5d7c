/**
 * The loop's side of the `Instrument` interface: any instrument made safe to call, or switched off. The interface itself
 * follows from the event table.
 */
import { eventKinds } from "../../events/event.ts";
import type { Hooks, Instrument } from "../../events/instrument.ts";

export type { Outcome as TaskOutcome } from "../../events/event.ts";
export type { Hook, Hooks, Instrument } from "../../events/instrument.ts";

/** Every hook has the name of its event kind. */
export const hookNames = eventKinds;

type AnyHook = (...values: unknown[]) => void;

const ignore: AnyHook = () => {};

/**
 * Make any instrument safe to call: absent hooks do nothing, and a hook that throws is reported once to `report` and
 * then dropped.
 */
export function guardInstrument(
  instrument: Instrument,
  report: (hook: string, error: unknown) => void = (hook, error) =>
    console.error(`Instrument hook ${hook} failed and was dropped:`, error),
): Hooks {
  if (instrument.neverThrows) return instrument as Hooks;
  const hooks: Record<string, AnyHook> = {};
  for (const name of hookNames) {
    const hook = instrument[name] as AnyHook | undefined;
    hooks[name] = hook
      ? (...values) => {
          try {
            hook.apply(instrument, values);
          } catch (error) {
            hooks[name] = ignore;
            report(name, error);
          }
        }
      : ignore;
  }
  return Object.assign(hooks, { neverThrows: true as const }) as unknown as Hooks;
}

/** Turn every hook off for good: the unwinding of a stopped program is not part of its run. */
export function silenceInstrument(hooks: Hooks): void {
  for (const name of hookNames) (hooks as unknown as Record<string, AnyHook>)[name] = ignore;
}
