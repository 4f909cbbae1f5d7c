/**
 * Registry of the asynchronous generators that were started on a loop, so that it can close the unfinished ones.
 * Mirrors `_asyncgen_firstiter_hook` and `shutdown_asyncgens` of `asyncio/base_events.py`.
 *
 * A generator is registered from its first iteration to its end. CPython also closes one that is garbage, which
 * JavaScript cannot observe: here it stays suspended until the loop shuts its generators down.
 */
import type { Coroutine } from "../tasks/coroutine.ts";
import { CancelledError } from "../errors/exceptions.ts";
import { gather } from "../combinators/gather.ts";
import { currentLine } from "../instrument/source-location.ts";
import { reportResource } from "../instrument/traced-group.ts";
import type { LoopInternals } from "../loop/loop-internals.ts";

/** Part of a generator that the registry uses. */
interface Asyncgen {
  readonly qualname: string;
  aclose(): Coroutine<void>;
  toString(): string;
}

interface Registry {
  /** Generators that are not finished, in the order of their first iteration. */
  readonly open: Set<Asyncgen>;
  wasShutDown: boolean;
}

const registries = new WeakMap<LoopInternals, Registry>();

function registryOf(loop: LoopInternals): Registry {
  let registry = registries.get(loop);
  if (!registry) registries.set(loop, (registry = { open: new Set(), wasShutDown: false }));
  return registry;
}

/** Register a generator at its first iteration. Warns if the loop has shut its generators down already. */
export function registerAsyncgen(loop: LoopInternals, agen: Asyncgen): void {
  const registry = registryOf(loop);
  if (registry.wasShutDown) {
    const message = `asynchronous generator ${agen.toString()} was scheduled after loop.shutdown_asyncgens() call`;
    loop.hooks.warningRaised(loop.time(), message, currentLine, "", loop.currentTaskId);
  }
  reportResource(loop, "async_generator", 0, agen.qualname);
  registry.open.add(agen);
}

/** Remove a registered generator at the end of its body. */
export function finishedAsyncgen(loop: LoopInternals, agen: Asyncgen): void {
  registryOf(loop).open.delete(agen);
}

/**
 * Close all unfinished generators of the loop at the same time and wait for them; to be awaited on that loop. Their
 * errors go to its exception handler. Mirrors `BaseEventLoop.shutdown_asyncgens`.
 */
export function* shutdownAsyncgens(loop: LoopInternals): Coroutine<void> {
  const registry = registryOf(loop);
  registry.wasShutDown = true;
  const closing = [...registry.open];
  if (closing.length === 0) return;
  registry.open.clear();

  const outcomes = yield* gather(
    closing.map((agen) => agen.aclose()),
    { returnExceptions: true },
  );
  for (const [index, agen] of closing.entries()) {
    const exception: unknown = outcomes[index];
    if (exception === undefined || exception instanceof CancelledError) continue;
    const message = `an error occurred during closing of asynchronous generator ${agen.toString()}`;
    loop.callExceptionHandler({ message, exception, asyncgen: agen });
  }
}
