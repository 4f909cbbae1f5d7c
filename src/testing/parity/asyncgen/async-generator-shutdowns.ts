/** Programs that leave asynchronous generators open for the loop to close. */
import {
  type AsyncGen,
  asyncGenerator,
  type AsyncGenBody,
  emit,
  GeneratorExit,
  StopAsyncIteration,
} from "../../../runtime/asyncgen/async-generator.ts";
import { collect } from "../../../runtime/asyncgen/async-iteration.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../../runtime/errors/exceptions.ts";
import { loopInternals } from "../../../runtime/loop/loop-internals.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";

const openedOf = ({ log }: Kit) =>
  asyncGenerator(function* opened(name: string, seconds: number = 0, error?: Error): AsyncGenBody<string> {
    try {
      for (;;) yield emit(name);
    } finally {
      log(name, "closes");
      yield* sleep(seconds);
      log(name, "closed");
      // eslint-disable-next-line no-unsafe-finally -- the Python side does the same
      if (error !== undefined) throw error;
    }
  });

type Opened = AsyncGen<string>;

export function* closesAllOpenGenerators(kit: Kit): Coroutine<void> {
  const { log, loop, attempt } = kit;
  const [unborn, ended, a, b, c] = ["unborn", "ended", "a", "b", "c"].map((name, i) =>
    openedOf(kit)(name, i),
  ) as [Opened, Opened, Opened, Opened, Opened];
  log(yield* c.anext(), yield* ended.anext(), yield* a.anext(), yield* b.asend(undefined), yield* c.anext());
  yield* ended.aclose();
  const once = asyncGenerator(function* (): AsyncGenBody<string> {
    yield emit("once");
  });
  log(yield* collect(once()));
  yield* loop.shutdownAsyncgens();
  log("shut down");
  for (const items of [a, b, c, unborn]) yield* attempt(items.anext());
  yield* unborn.aclose();
}

export function* anyMethodRegistersAGenerator(kit: Kit): Coroutine<void> {
  const [a, b, c, d] = [..."abcd"].map((name) => openedOf(kit)(name)) as [Opened, Opened, Opened, Opened];
  const steps = [d.anext(), c.asend(undefined), b.athrow(new ValueError("thrown")), a.aclose()];
  yield* kit.loop.shutdownAsyncgens();
  kit.log("shut down");
  for (const step of steps) yield* kit.attempt(step as Coroutine<unknown>);
}

export function* errorsOfClosedGeneratorsAreReported(kit: Kit): Coroutine<void> {
  class Plain extends Error {
    override name = "Plain";
  }
  const errors = [
    new ValueError("a fails"),
    new CancelledError("b"),
    undefined,
    new GeneratorExit("d"),
    new StopAsyncIteration("e"),
    new Plain("f"),
  ];
  const left = errors.map((error, i) => openedOf(kit)("abcdef".charAt(i), 9 - i, error));
  for (const items of left) yield* items.anext();
  yield* kit.loop.shutdownAsyncgens();
  kit.log("shut down");
}

export function* yieldsWhileClosedOrIsRunning({ log, loop, attempt, follow }: Kit): Coroutine<void> {
  const ignores = asyncGenerator(function* ignores(): AsyncGenBody<number> {
    for (let i = 0; i < 3; i++) {
      try {
        yield emit(i);
      } catch {
        log("ignores", i);
      }
    }
  });
  const runs = asyncGenerator(function* runs(): AsyncGenBody<string> {
    yield* sleep(5);
    yield emit("through");
  });
  const [emits, emitted, running] = [ignores(), ignores(), runs()];
  yield* emits.anext();
  yield* emitted.anext();
  yield* attempt(emitted.aclose());
  const task = follow("task", running.anext());
  yield* sleep(1);
  for (let i = 0; i < 2; i++) {
    yield* loop.shutdownAsyncgens();
    log("shut down", i);
  }
  yield* task;
  for (const items of [emits, emitted, running]) {
    for (let i = 0; i < 2; i++) yield* attempt((items as AsyncGen<unknown>).anext());
  }
}

export function* withoutOpenGenerators(kit: Kit): Coroutine<void> {
  yield* kit.loop.shutdownAsyncgens();
  kit.log("none");
  yield* openedOf(kit)("items", 1).anext();
  yield* kit.loop.shutdownAsyncgens();
  yield* kit.loop.shutdownAsyncgens();
  kit.log("shut down");
}

export function* begunAfterTheShutdown(kit: Kit): Coroutine<void> {
  const { log, loop, attempt } = kit;
  const caught: string[] = [];
  loopInternals(loop).hooks.warningRaised = (_time, message) => void caught.push(message);
  const [early, late] = [openedOf(kit)("early"), openedOf(kit)("late")];
  yield* early.anext();
  yield* loop.shutdownAsyncgens();
  for (let i = 0; i < 2; i++) yield* attempt(late.anext());
  yield* attempt(early.anext());
  log(caught.length, ...caught);
  yield* loop.shutdownAsyncgens();
}

export function* shutdownIsCancelled(kit: Kit): Coroutine<void> {
  const { attempt, follow } = kit;
  const left = [openedOf(kit)("a", 1), openedOf(kit)("b", 3), openedOf(kit)("c", 5)];
  for (const items of left) yield* items.anext();
  const task = follow("task", kit.loop.shutdownAsyncgens());
  yield* sleep(2);
  task.cancel();
  yield* attempt(task);
  for (const items of left) yield* attempt(items.anext());
}
