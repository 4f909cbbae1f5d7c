/**
 * `using` and `await using`: the compiler's two helpers, with asyncio's context managers for `await using`. Resources of
 * a block are disposed of in reverse order, also if the block throws.
 *
 *     await using group = await enter(new TaskGroup());
 */
import type { AsyncContextManager } from "../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { awaitable } from "./async-function.ts";

/** State that the compiler keeps for a block with resources. */
interface Block {
  stack: Declared[];
  error: unknown;
  hasError: boolean;
}

interface Declared {
  isAsync: boolean;
  /** True for a context manager, whose error replaces the block's, as that of Python's `__aexit__` does. */
  isManager: boolean;
  /** Dispose of the resource; `block` has the error that the block ends with. The result is awaited if `isAsync`. */
  dispose: (block: Block) => unknown;
}

type Disposable = Partial<Record<symbol, () => unknown>>;

/** Managers by the results of their `enter`, where those are other objects. */
const managers = new WeakMap<object, AsyncContextManager<unknown>>();

/**
 * Enter an asynchronous context manager for an `await using`, which exits it. Return the manager's value, or the manager
 * itself if the value is not an object.
 */
export function* enter<T>(manager: AsyncContextManager<T>): Coroutine<T | AsyncContextManager<T>> {
  const value = yield* manager.enter();
  if (typeof value !== "object" || value === null) return manager;
  managers.set(value, manager);
  return value;
}

/** Add a resource to its block. Throws TypeError for a value that cannot be disposed of. */
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
  // The result of a synchronous disposal is not awaited.
  const call = () => (asynchronous ? dispose.call(value) : void dispose.call(value));
  block.stack.push({ isAsync, isManager: false, dispose: call });
  return value;
}

/** Dispose of all resources, by a coroutine if one is asynchronous. Throws the error of the block or of a disposal. */
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
      // A manager returns true to suppress the error.
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
