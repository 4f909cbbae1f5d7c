/**
 * Running while typing: if a person has switched it on, the program runs after each pause in typing.
 *
 * It never runs a program that is not trusted: that waits for Run. Called by the session for each edit.
 */
import type { RunStatus } from "./runner.svelte.ts";

/** Milliseconds after the last key: more than between two keys of a word. */
const PAUSE = 400;

/** The part of the session that it uses. */
interface TypedSession {
  readonly source: string;
  readonly tracedSource: string | null;
  readonly trusted: boolean;
  readonly status: RunStatus;
  runProgram(): Promise<void>;
}

export class RunWhileTyping {
  readonly #session: TypedSession;
  #isOn = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(session: TypedSession) {
    this.#session = session;
  }

  /** True between a key and the run that it leads to. */
  get isWaiting(): boolean {
    return this.#timer !== null;
  }

  /** Switches it on or off. Switched on, it runs what was typed since the last run. */
  turn(isOn: boolean): void {
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    this.drop();
    if (this.#session.tracedSource !== null) this.touch();
  }

  /** The text has changed. */
  touch(): void {
    this.drop();
    const { source, tracedSource, trusted, status } = this.#session;
    // A text that equals the shown run's needs no run, unless a run of another text is in progress.
    const isShown = source === tracedSource && status === "idle";
    if (!this.#isOn || !trusted || isShown || source.trim() === "") return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#session.runProgram();
    }, PAUSE);
  }

  /** Cancels the run that is due. */
  drop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
