/**
 * Settings that a guest makes once for every loop of its program: instrument, clock, ids, and where errors go. They
 * take the place of the arguments of `EventLoop`.
 */
import type { Clock } from "./clock.ts";
import type { ExceptionContext } from "./exception-handler.ts";
import type { Instrument } from "../instrument/instrument.ts";
import type { Arrivals } from "../network/arrivals.ts";
import type { Network } from "../network/network.ts";
import type { Future } from "../tasks/future.ts";
import type { Task } from "../tasks/task.ts";

/** Last ids given to the objects of a program, from 1. */
export interface LastIds {
  tasks: number;
  /** Number of the last name `Task-n`. */
  names: number;
  resources: number;
}

/** The part of a loop that its host sees. */
export interface HostedLoop {
  /** Steps of the tasks that are not done. */
  readonly tasks: Iterable<{ readonly stepped: Task<unknown> }>;
  halt(): void;
  /** Source of what happens by itself, besides timers. */
  arrivals: Arrivals | null;
}

export interface LoopHost {
  /** Return the network of the program, made at the first call. */
  network(): Network;
  readonly instrument: Instrument;
  readonly clock: Clock;
  /** Ids shared by all loops of the program. */
  readonly lastIds: LastIds;
  /** Called for each new loop; `halt` ends its run. */
  onLoop(loop: HostedLoop): void;
  /**
   * Return how often loops of the program that only wait have turned since the last call, and of these the ones that only
   * other code can end. Called for each iteration of a spin.
   */
  takeTurns(): { spins: number; idles: number };
  /**
   * Called where no loop can ever run again; return true if something comes from outside, so that it can.
   *
   * @param isIdle true if the loop runs until it is stopped, and has no task left.
   */
  comesFromOutside(isIdle: boolean): boolean;
  /** Called with a signal that ends the program at once; throws. */
  onKilled(signal: string): never;
  /** Called with the Deadlock or Livelock that ends a run. */
  onStuck(error: Error): void;
  /** Called before each call of an exception handler. */
  onException(context: ExceptionContext): void;
  /** Called as a loop is closed for a future with an exception that was never retrieved, and hidden by `cancel`. */
  onHiddenException(future: Future<unknown>, exception: unknown, line: number): void;
  /** Called as a loop is closed while tasks are pending, before the exception handler gets each. */
  onClosedPending(tasks: readonly Task<unknown>[]): void;
  /** Write the report of the default exception handler, in place of the console. */
  writeException(context: ExceptionContext): void;
  /** Write a warning, in place of the console. */
  writeWarning(message: string): void;
}

let host: LoopHost | null = null;

export function loopHost(): LoopHost | null {
  return host;
}

/** Set the host of the loops made from now on; null for loops that keep to their arguments. */
export function setLoopHost(given: LoopHost | null): void {
  host = given;
}
