/** The signals of a program as the playback controls show them, and the acts that change them. */
import type { PlannedSignal, SignalName } from "../../share/signals.ts";

export interface Signals {
  readonly planned: readonly PlannedSignal[];
  /** Send one at the playhead. */
  readonly send: (name: SignalName) => void;
  /** Take back the one at a place of `planned`. */
  readonly takeBack: (place: number) => void;
}
