/** What a guest says once of all loops that its program makes: then the program's own wishes are not asked. */
import type { Clock } from "./clock.ts";
import type { ExceptionContext } from "./exception-handler.ts";
import type { Instrument } from "../instrument/instrument.ts";

/** Numbers that were given away, to tell one from another in a trace. */
export interface Numbers {
  tasks: number;
  /** The n of the last name `Task-n`. */
  names: number;
  resources: number;
}

export interface LoopHost {
  readonly instrument: Instrument;
  readonly clock: Clock;
  /** Of the whole program, however many loops it makes. */
  readonly numbers: Numbers;
  /** Told of each loop that is made, to end its run. */
  onLoop(loop: { halt(): void }): void;
  /** Told why a loop cannot go on. */
  onStuck(error: Error): void;
  /** Told of all that an exception handler is told. */
  onException(context: ExceptionContext): void;
  /** In place of the console. */
  writeException(context: ExceptionContext): void;
  writeWarning(message: string): void;
}

let host: LoopHost | null = null;

export function loopHost(): LoopHost | null {
  return host;
}

/** Null for none: then each loop is as it is made. */
export function setLoopHost(given: LoopHost | null): void {
  host = given;
}
