/**
 * What an instrumented program calls as `__ls`: where it is, how often its loops turn, what it imports. See
 * instrument.ts, which writes the calls.
 */
import { position } from "../../runtime/instrument/position.ts";
import type { Diagnoses } from "./diagnoses.ts";
import { noteFrame } from "./stacks.ts";

/** Unwinds a program that the host ends. A `catch` may take it; the next turn of a loop or await throws it anew. */
export class Stopped extends Error {
  override name = "Stopped";
}

/** Turns of loops between two safepoints. */
const TURNS_PER_SAFEPOINT = 1000;

/** A yielded item of an async generator, as the compiled body hands it out. */
export class Item {
  constructor(readonly value: unknown) {}
}

export class Tracker {
  /** Set once the program must end. */
  stopped = false;
  #turns = 0;
  readonly #modules: Readonly<Record<string, object>>;
  readonly #safepoint: (line: number) => void;
  readonly #diagnoses: Pick<Diagnoses, "dropped">;

  constructor(
    modules: Readonly<Record<string, object>>,
    safepoint: (line: number) => void,
    diagnoses: Pick<Diagnoses, "dropped">,
  ) {
    this.#modules = modules;
    this.#safepoint = safepoint;
    this.#diagnoses = diagnoses;
  }

  get line(): number {
    return position.line;
  }

  set line(line: number) {
    position.line = line;
    position.name = "";
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

  /** The last argument of what is now made, whose name will be `name`. */
  named<T>(name: string, argument?: T): T | undefined {
    position.name = name;
    return argument;
  }

  /** A statement was nothing but a call of `name`, which gave `value`. */
  dropped(value: unknown, name: string): void {
    if (typeof value === "object" && value !== null) this.#diagnoses.dropped(value, name);
  }

  /** The error leaves the function `name`, from the line that it is at. */
  left(error: unknown, name: string): unknown {
    noteFrame(error, name, position.line);
    return error;
  }

  /** A loop of the program turned. */
  turn(): void {
    if (++this.#turns % TURNS_PER_SAFEPOINT === 0) this.#safepoint(position.line);
    if (this.stopped) throw new Stopped();
  }

  /** Throws an Error for a module that is not there, or that has not all of `names`. */
  import(module: string, line: number, names: readonly string[]): object {
    position.line = line;
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
