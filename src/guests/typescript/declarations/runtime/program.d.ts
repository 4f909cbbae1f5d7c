import type { AsyncContextManager } from "./contexts/context-manager.ts";
import type { Awaitable, Coroutine } from "./tasks/coroutine.ts";
import type { RunnerOptions } from "./loop/runner.ts";

/**
 * Runs a program on a loop of its own, in virtual time: its result, or its error thrown. What it left running is
 * cancelled and awaited. `run(main)` is taken as `run(main())`.
 */
export declare function run<T>(main: Awaitable<T> | (() => Awaitable<T>), options?: RunnerOptions): T;

/** Writes to the console, values one after another with a space between. */
export declare function print(...what: unknown[]): void;

/** A random number from `a` up to `b`, by the program's seed. */
export declare function uniform(a: number, b: number): number;

/**
 * Enters a lock, a group, a timeout or any other asynchronous context manager, which is left with its block:
 *
 *     await using group = await enter(new TaskGroup());
 */
export declare function enter<T>(
  manager: AsyncContextManager<T>,
): Coroutine<(T extends object ? T : AsyncContextManager<T>) & AsyncDisposable>;
