/**
 * `using` and `await using`: the compiler's two helpers, with asyncio's context managers for what is awaited. What a
 * block declares is disposed of in reverse order, whichever way the block ends.
 *
 *     await using group = await enter(new TaskGroup());
 */
import type { AsyncContextManager } from "../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { awaitable } from "./async-function.ts";

/** What the compiler keeps of a block with resources. */
interface Block {
  stack: Declared[];
  error: unknown;
  hasError: boolean;
}

interface Declared {
  isAsync: boolean;
  /** True for a manager, whose error takes the place of the block's, as Python's `__aexit__` has it. */
  isManager: boolean;
  /** Is told the error that the block ends with, if it does; its result is awaited if `isAsync`. */
  dispose: (block: Block) => unknown;
}

type Disposable = Partial<Record<symbol, () => unknown>>;

/** The managers of what `enter` gave, where that is another object. */
const managers = new WeakMap<object, AsyncContextManager<unknown>>();

/**
 * Enters an asynchronous context manager for an `await using`, which exits it: gives what the manager gives, or the
 * manager itself where that is no object.
 */
export function* enter<T>(manager: AsyncContextManager<T>): Coroutine<T | AsyncContextManager<T>> {
  const value = yield* manager.enter();
  if (typeof value !== "object" || value === null) return manager;
  managers.set(value, manager);
  return value;
}

export function __addDisposableResource<T>(block: Block, value: T, isAsync: boolean): T {
  if (value === null || value === undefined) {
    if (isAsync) block.stack.push({ isAsync, isManager: false, dispose: () => null });
    return value;
  }
  if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
  const manager = isAsync ? managerOf(value) : undefined;
  if (manager) {
    const dispose = ({ hasError, error }: Block) => manager.exit(hasError ? error : undefined);
    block.stack.push({ isAsync, isManager: true, dispose });
    return value;
  }
  const own = value as Disposable;
  const asynchronous = isAsync ? own[Symbol.asyncDispose] : undefined;
  const dispose = asynchronous ?? own[Symbol.dispose];
  if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
  // What a synchronous one returns is nobody's to await.
  const call = () => (asynchronous ? dispose.call(value) : void dispose.call(value));
  block.stack.push({ isAsync, isManager: false, dispose: call });
  return value;
}

/** Disposes of all; throws what the block or a disposal ended with. With anything to await it gives a coroutine. */
export function __disposeResources(block: Block): Coroutine<void> | undefined {
  if (block.stack.some(({ isAsync }) => isAsync)) return disposeAll(block);
  for (let next = block.stack.pop(); next; next = block.stack.pop()) attempt(block, next);
  if (block.hasError) throw block.error;
  return undefined;
}

function* disposeAll(block: Block): Coroutine<void> {
  for (let next = block.stack.pop(); next; next = block.stack.pop()) {
    const result = attempt(block, next);
    if (!next.isAsync || result === undefined || result === null) continue;
    try {
      // A manager that deals with the error says so.
      if ((yield* awaitable(result)) === true) block.hasError = false;
    } catch (error) {
      fail(block, error, next);
    }
  }
  if (block.hasError) throw block.error;
}

function attempt(block: Block, declared: Declared): unknown {
  try {
    return declared.dispose(block);
  } catch (error) {
    fail(block, error, declared);
    return undefined;
  }
}

function fail(block: Block, error: unknown, { isManager }: Declared): void {
  if (block.hasError && !isManager) {
    const both = new Error("An error was suppressed during disposal.", { cause: error });
    both.name = "SuppressedError";
    block.error = Object.assign(both, { error, suppressed: block.error });
  } else block.error = error;
  block.hasError = true;
}

function managerOf(value: object): AsyncContextManager<unknown> | undefined {
  const known = managers.get(value);
  if (known) return known;
  const { enter, exit } = value as Partial<AsyncContextManager<unknown>>;
  return typeof enter === "function" && typeof exit === "function"
    ? (value as AsyncContextManager<unknown>)
    : undefined;
}
