/** Parity programs that run once for each of several lists of arguments. */
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import type { NetworkOptions } from "../../share/network.ts";
import type { Kit } from "./kit.ts";

/** A value that both languages can write: JSON. */
export type Argument = null | boolean | number | string | readonly Argument[];

/** The TypeScript side of a program: a function of a kit and of the arguments of each case. */
export interface ProgramFunction {
  (kit: Kit, ...args: Argument[]): Coroutine<void> | void;
  /** The arguments of each run, which the Python side gets, too; without them the program runs once. */
  cases?: readonly (readonly Argument[])[];
  /** Its network, where that differs from the default one. */
  network?: NetworkOptions;
}

type Mutable<A extends readonly Argument[]> = { -readonly [K in keyof A]: A[K] };

/** Give a program its cases. */
export function withCases<const A extends readonly Argument[]>(
  cases: readonly A[],
  program: (kit: Kit, ...args: Mutable<A>) => Coroutine<void>,
): ProgramFunction {
  return Object.assign((kit: Kit, ...args: Argument[]) => program(kit, ...(args as unknown as Mutable<A>)), {
    cases,
  });
}

/** Give a program a network of its own. */
export function withNetwork(
  network: NetworkOptions,
  program: (kit: Kit) => Coroutine<void>,
): ProgramFunction {
  return Object.assign((kit: Kit) => program(kit), { network });
}
