/**
 * Running while somebody types, if they wish it: after each pause in it the program is run as it stands then.
 *
 * Never what nobody here has run yet: a stranger's program waits for Run. What a former run still has to say is dropped
 * by the next one.
 */
import type { RunStatus } from "./runner.svelte.ts";

/** Milliseconds after the last key: more than between two keys of a word, less than a thought takes. */
const PAUSE = 400;

/** What it needs of the session. */
interface TypedSession {
  readonly source: string;
  readonly tracedSource: string | null;
  readonly trusted: boolean;
  readonly status: RunStatus;
  run(): Promise<void>;
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

  /** Turned on, it makes up for what was typed since the last run. */
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
    // A text that is back at what is shown needs no run, unless one of another text is on its way.
    const isShown = source === tracedSource && status === "idle";
    if (!this.#isOn || !trusted || isShown || source.trim() === "") return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#session.run();
    }, PAUSE);
  }

  /** The run that was to come does not. */
  drop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
