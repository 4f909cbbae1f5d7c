/**
 * What an instrumented program calls as `__ls`: where it is, how often its loops turn, what it imports. See
 * instrument.ts, which writes the calls.
 */
import {
  currentLine,
  setCurrentLine,
  setNextResourceName,
} from "../../runtime/instrument/source-location.ts";
import type { Diagnoses } from "./diagnoses.ts";
import { noteFrame } from "./stacks.ts";

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
  readonly #pulse: (line: number) => void;
  readonly #diagnoses: Pick<Diagnoses, "dropped">;

  constructor(
    modules: Readonly<Record<string, object>>,
    pulse: (line: number) => void,
    diagnoses: Pick<Diagnoses, "dropped">,
  ) {
    this.#modules = modules;
    this.#pulse = pulse;
    this.#diagnoses = diagnoses;
  }

  get line(): number {
    return currentLine;
  }

  set line(line: number) {
    setCurrentLine(line);
    setNextResourceName("");
  }

  /** The value, with the line that it is used in. */
  at<T>(line: number, value: T): T {
    setCurrentLine(line);
    if (this.stopped) throw new Stopped();
    return value;
  }

  item(value: unknown): Item {
    return new Item(value);
  }

  /** The last argument of what is now made, whose name will be `name`. */
  named<T>(name: string, argument?: T): T | undefined {
    setNextResourceName(name);
    return argument;
  }

  /** A statement was nothing but a call of `name`, which gave `value`. */
  dropped(value: unknown, name: string): void {
    if (typeof value === "object" && value !== null) this.#diagnoses.dropped(value, name);
  }

  /** The error leaves the function `name`, from the line that it is at. */
  left(error: unknown, name: string): unknown {
    noteFrame(error, name, currentLine);
    return error;
  }

  /** A loop of the program turned. */
  turn(): void {
    if (++this.#turns % TURNS_A_PULSE === 0) this.#pulse(currentLine);
    if (this.stopped) throw new Stopped();
  }

  /** Throws an Error for a module that is not there, or that has not all of `names`. */
  import(module: string, line: number, names: readonly string[]): object {
    setCurrentLine(line);
    const found = this.#modules[module];
    if (!found) {
      const known = Object.keys(this.#modules).map((module) => `"${module}"`);
      throw new Error(`There is no module "${module}" here. A program can import ${known.join(" and ")}.`);
    }
    for (const name of names) {
      if (!(name in found)) throw new Error(`There is no "${name}" in "${module}".`);
    }
    return found;
  }

  importLater(): never {
    throw new Error("import() is not there: a program imports at its top.");
  }
}
