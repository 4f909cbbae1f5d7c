/**
 * What an instrumented program calls as `__ls`: where it is, how often its loops turn, what it imports. See
 * instrument.ts, which writes the calls.
 */
import { position } from "../../runtime/position.ts";

/** Unwinds a program that the host ends. A `catch` may take it; the next turn of a loop or await throws it anew. */
export class Stopped extends Error {
  override name = "Stopped";
}

/** Turns of loops between two pulses. */
const TURNS_A_PULSE = 1000;

/** A yielded item of an async generator, as the compiled body hands it out. */
export class Item {
  constructor(readonly value: unknown) {}
}

export class Tracker {
  /** Set once the program must end. */
  stopped = false;
  #turns = 0;
  readonly #modules: Readonly<Record<string, object>>;
  readonly #pulse: () => void;

  constructor(modules: Readonly<Record<string, object>>, pulse: () => void) {
    this.#modules = modules;
    this.#pulse = pulse;
  }

  get line(): number {
    return position.line;
  }

  set line(line: number) {
    position.line = line;
  }

  /** The value, with the line that it is used in. */
  at<T>(line: number, value: T): T {
    position.line = line;
    if (this.stopped) throw new Stopped();
    return value;
  }

  item(value: unknown): Item {
    return new Item(value);
  }

  /** A loop of the program turned. */
  turn(): void {
    if (++this.#turns % TURNS_A_PULSE === 0) this.#pulse();
    if (this.stopped) throw new Stopped();
  }

  /** Throws an Error for a module that is not there. */
  import(name: string, line: number): object {
    position.line = line;
    const found = this.#modules[name];
    if (found) return found;
    const known = Object.keys(this.#modules).map((module) => `"${module}"`);
    throw new Error(`There is no module "${name}" here. A program can import ${known.join(" and ")}.`);
  }
}
