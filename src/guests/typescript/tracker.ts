/**
 * Tracker of a running program, which calls it as `__ls`: current line, iterations of its loops, imports. The calls are
 * written by instrument.ts.
 */
import {
  currentLine,
  setCurrentLine,
  setNextResourceName,
} from "../../runtime/instrument/source-location.ts";
import type { VirtualClock } from "../../runtime/loop/clock.ts";
import { runningLoopInternals } from "../../runtime/loop/loop-internals.ts";
import type { BusyBlock } from "./busy-block.ts";
import type { Diagnoses } from "./diagnoses.ts";
import { noteFrame } from "./stacks.ts";
import { loopKinds } from "./waiting-loops.ts";

/** Error that unwinds a program at a halt. A `catch` may take it; the next loop iteration or await throws it again. */
export class Stopped extends Error {
  override name = "Stopped";
}

/** Iterations of loops between two safepoints. */
const ITERATIONS_PER_SAFEPOINT = 1000;

/** Turns and calls that are charged together, in a loop that does more than wait for the clock. */
const FEW = 64;
const [WAITS, SPINS, IDLE] = (["waits", "spins", "idle"] as const).map((kind) => loopKinds.indexOf(kind)) as [
  number,
  number,
  number,
];

/** Item that the compiled body of an async generator yields. */
export class Item {
  constructor(readonly value: unknown) {}
}

export class Tracker {
  /** True once the program must end. */
  stopped = false;
  #iterations = 0;
  readonly #modules: Readonly<Record<string, object>>;
  readonly #safepoint: (line: number, time: number) => void;
  readonly #diagnoses: Pick<Diagnoses, "dropped">;
  readonly #clock: VirtualClock;
  readonly #busy: BusyBlock;
  /** Turns and calls since the last look at the clock, and readings of it until then. */
  #units = 0;
  #readings = 0;
  /** True if the program has written something since then. */
  happened = false;
  /** Turns of loops that only wait, and of those that only other code can end, since `takeTurns`. */
  #spins = 0;
  #idles = 0;
  /** Answer of `takeTurns`, one object as each iteration of a spin asks. */
  readonly #turns = { spins: 0, idles: 0 };

  constructor(
    modules: Readonly<Record<string, object>>,
    safepoint: (line: number, time: number) => void,
    diagnoses: Pick<Diagnoses, "dropped">,
    clock: VirtualClock,
    busy: BusyBlock,
  ) {
    this.#clock = clock;
    this.#busy = busy;
    this.#modules = modules;
    this.#safepoint = safepoint;
    this.#diagnoses = diagnoses;
  }

  /** The current line; a function reads it as it starts. */
  get line(): number {
    this.#units++;
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

  /** Count an iteration of a loop of the program; `kind` is its place in `loopKinds`. */
  iterate(kind = 0): void {
    if (++this.#iterations % ITERATIONS_PER_SAFEPOINT === 0) this.#safepoint(currentLine, this.#clock.time());
    if (this.stopped) throw new Stopped();
    this.#units++;
    if (kind >= SPINS) this.#spins++;
    if (kind === IDLE) this.#idles++;
    if (this.#clock.watch.readings !== this.#readings) this.#look(kind);
  }

  /** Let the time pass that it took to compute since the last look at the clock. */
  #look(kind: number): void {
    const waits = kind === WAITS;
    if (!waits && this.#units < FEW) return;
    const now = this.#clock.time();
    const looks = waits ? "waits" : kind === 0 ? "works" : "awaits";
    const until = this.#clock.watch.look(now, this.#units, looks, this.happened);
    this.#units = 0;
    this.happened = false;
    this.#readings = this.#clock.watch.readings;
    if (until > now) this.#busy.add(until, runningLoopInternals()?.currentTaskId ?? 0, currentLine);
  }

  /** Return the turns of loops that only wait since the last call, and of those that only other code can end. */
  takeTurns(): { spins: number; idles: number } {
    this.#turns.spins = this.#spins;
    this.#turns.idles = this.#idles;
    this.#spins = this.#idles = 0;
    return this.#turns;
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
