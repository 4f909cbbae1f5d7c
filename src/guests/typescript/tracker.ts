/**
 * Tracker of a running program, which calls it as `__ls`: current line, iterations of its loops, imports. The calls are
 * written by instrument.ts.
 */
import {
  currentLine,
  setCurrentLine,
  setNextResourceName,
} from "../../runtime/instrument/source-location.ts";
import type { Diagnoses } from "./diagnoses.ts";
import { noteFrame } from "./stacks.ts";

/** Error that unwinds a program at a halt. A `catch` may take it; the next loop iteration or await throws it again. */
export class Stopped extends Error {
  override name = "Stopped";
}

/** Iterations of loops between two safepoints. */
const ITERATIONS_PER_SAFEPOINT = 1000;

/** Item that the compiled body of an async generator yields. */
export class Item {
  constructor(readonly value: unknown) {}
}

export class Tracker {
  /** True once the program must end. */
  stopped = false;
  #iterations = 0;
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
    return currentLine;
  }

  set line(line: number) {
    setCurrentLine(line);
    setNextResourceName("");
  }

  /** Return `value`, and set the line that uses it. */
  at<T>(line: number, value: T): T {
    setCurrentLine(line);
    if (this.stopped) throw new Stopped();
    return value;
  }

  item(value: unknown): Item {
    return new Item(value);
  }

  /** Return the last argument of a `new` expression, whose result is assigned to `name`. */
  named<T>(name: string, argument?: T): T | undefined {
    setNextResourceName(name);
    return argument;
  }

  /** Take the result `value` of a call of `name` that the program drops; return it. */
  dropped<T>(value: T, name: string): T {
    if (typeof value === "object" && value !== null) this.#diagnoses.dropped(value, name);
    return value;
  }

  /** Note that `error` leaves the function `name` at the current line; return it. */
  left(error: unknown, name: string): unknown {
    noteFrame(error, name, currentLine);
    return error;
  }

  /** Count an iteration of a loop of the program. */
  iterate(): void {
    if (++this.#iterations % ITERATIONS_PER_SAFEPOINT === 0) this.#safepoint(currentLine);
    if (this.stopped) throw new Stopped();
  }

  /** Return a module. Throws Error for an unknown module, or for one without one of `names`. */
  import(module: string, line: number, names: readonly string[]): object {
    setCurrentLine(line);
    const found = this.#modules[module];
    if (!found) {
      const known = Object.keys(this.#modules).map((module) => `"${module}"`);
      throw new Error(
        `Module "${module}" is not available here. A program can import ${known.join(" and ")}.`,
      );
    }
    for (const name of names) {
      if (!(name in found)) throw new Error(`Module "${module}" has no export "${name}". Check the name.`);
    }
    return found;
  }

  importLater(): never {
    throw new Error("import() is not available here. Write the import at the top of the program.");
  }
}
