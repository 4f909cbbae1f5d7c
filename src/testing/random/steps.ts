/** What random programs await; `STEPS` of interpreter.py is the same. */
import { asCompleted, gather, shield, sleep, wait, waitFor } from "../../runtime/combinators/combinators.ts";
import { withAsync, type AsyncContextManager } from "../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../runtime/errors/exceptions.ts";
import { ensureFuture } from "../../runtime/tasks/task.ts";
import { TaskGroup } from "../../runtime/combinators/task-group.ts";
import { timeout } from "../../runtime/combinators/timeouts.ts";
import type { Action, Arguments, Caught, Step } from "./program.ts";
import type { Scope, World } from "./world.ts";

type Awaiting = Exclude<Step, Action>;

type Steps = {
  [Kind in Awaiting[0]]: (world: World, scope: Scope, ...args: Arguments<Kind>) => Coroutine<unknown>;
};

const steps: Steps = {
  sleep: (_world, _scope, delay) => sleep(delay),
  *raise(_world, _scope, message) {
    throw new ValueError(message);
  },
  with: (world, scope, kind, index, body) => {
    const manager = kind === "barrier" ? world.barriers[index]! : world.locks[kind][index]!;
    return withAsync(manager as AsyncContextManager<unknown>, function* (value): Coroutine<void> {
      world.log("inside", value);
      yield* world.run(body, scope);
    });
  },
  acquire: ({ locks }, _scope, kind, index) => locks[kind][index]!.acquire(),
  waitEvent: ({ events }, _scope, event) => events[event]!.wait(),
  put: (world, _scope, queue) => world.queues[queue]!.put(world.newItem()),
  get: ({ queues }, _scope, queue) => queues[queue]!.get(),
  join: ({ queues }, _scope, queue) => queues[queue]!.join(),
  waitCondition: ({ conditions }, _scope, index) =>
    withAsync(conditions[index]!, () => conditions[index]!.wait()),
  notify: ({ conditions }, _scope, index, count) =>
    withAsync(conditions[index]!, function* () {
      conditions[index]!.notify(count);
    }),
  waitBarrier: ({ barriers }, _scope, index) => barriers[index]!.wait(),
  abortBarrier: ({ barriers }, _scope, index) => barriers[index]!.abort(),
  resetBarrier: ({ barriers }, _scope, index) => barriers[index]!.reset(),
  *await(world, scope, target) {
    const awaitable = world.resolve(target, scope);
    return awaitable && (yield* awaitable);
  },
  *shield(world, scope, target) {
    const awaitable = world.resolve(target, scope);
    return awaitable && (yield* shield(awaitable));
  },
  *waitFor(world, scope, target, delay) {
    const awaitable = world.resolve(target, scope);
    return awaitable && (yield* waitFor(awaitable, delay));
  },
  *gather(world, scope, targets, returnExceptions) {
    return yield* gather(world.resolveAll(targets, scope), { returnExceptions });
  },
  *wait(world, scope, targets, delay, returnWhen) {
    const futures = world.resolveAll(targets, scope).map((awaitable) => ensureFuture(awaitable));
    return futures.length > 0 ? yield* wait(futures, { timeout: delay, returnWhen }) : null;
  },
  *asCompleted(world, scope, targets, delay) {
    for (const coming of asCompleted(world.resolveAll(targets, scope), { timeout: delay })) {
      try {
        world.log("next", yield* coming);
      } catch (error) {
        if (error instanceof CancelledError) throw error;
        world.log("next", error);
      }
    }
  },
  *timeout(world, scope, delay, body) {
    yield* withAsync(timeout(delay), (limit) => world.run(body, { ...scope, timeout: limit }));
  },
  *group(world, scope, children, body) {
    yield* withAsync(new TaskGroup(), (group) => {
      const inner = { ...scope, group };
      for (const child of children)
        world.spawn(child, inner, (coroutine, options) => group.createTask(coroutine, options));
      return world.run(body, inner);
    });
  },
  *try(world, scope, caught, body, handler, raisesAgain) {
    try {
      yield* world.run(body, scope);
    } catch (error) {
      if (!isCaught(error, caught)) throw error;
      world.log("caught", error);
      yield* world.run(handler, scope);
      if (raisesAgain) throw error;
    }
  },
  *finally(world, scope, body, cleanup) {
    try {
      yield* world.run(body, scope);
    } finally {
      yield* world.run(cleanup, scope);
    }
  },
};

function isCaught(error: unknown, caught: Caught): boolean {
  return caught === "all" || (caught === "cancelled") === error instanceof CancelledError;
}

/** Does it and tells what it gives, if it gives something. */
export function* perform(world: World, [kind, ...args]: Awaiting, scope: Scope): Coroutine<void> {
  world.log(kind);
  const step = steps[kind] as (world: World, scope: Scope, ...args: unknown[]) => Coroutine<unknown>;
  const result = yield* step(world, scope, ...args);
  if (result !== undefined && result !== null) world.log(kind, "gives", result);
}
