import type { AsyncContextManager } from "./contexts/context-manager.ts";
import type { Awaitable, Coroutine } from "./tasks/coroutine.ts";
import type { RunnerOptions } from "./loop/runner.ts";

/**
 * Run a program on a new loop, in virtual time; return its result or throw its exception. Tasks that it leaves are
 * cancelled and awaited. `run(main)` means `run(main())`.
 */
export declare function run<T>(main: Awaitable<T> | (() => Awaitable<T>), options?: RunnerOptions): T;

/** Write values to the console, with a space between them. */
export declare function print(...what: unknown[]): void;

/** Return a random number from `a` up to `b`, by the program's seed. */
export declare function uniform(a: number, b: number): number;

/**
 * Enter a lock, a group, a timeout or another asynchronous context manager; the end of the block exits it:
 *
 *     await using group = await enter(new TaskGroup());
 */
export declare function enter<T>(
  manager: AsyncContextManager<T>,
): Coroutine<(T extends object ? T : AsyncContextManager<T>) & AsyncDisposable>;
