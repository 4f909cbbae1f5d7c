/** Programs that await objects that cannot be awaited. */
import type { Coroutine, Yielded } from "../../../runtime/tasks/coroutine.ts";
import { EventLoop } from "../../../runtime/loop/event-loop.ts";
import { gather, sleep, wait } from "../../../runtime/combinators/combinators.ts";
import { createTask, currentTask, ensureFuture } from "../../../runtime/tasks/task.ts";
import { checks as checking, tries as trying } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

export function* bareYieldOfAFuture(kit: Kit): Coroutine<void> {
  const { log, loop, spawn } = kit;
  const tries = trying(kit);
  function* yields(future: Yielded): Coroutine<void> {
    yield future;
  }
  const future = loop.createFuture();
  yield* spawn("a", tries(yields(future)));
  yield* spawn("b", tries(yields(spawn("other", sleep(1)))));
  log(String(future));
}

export function* badYields(kit: Kit): Coroutine<void> {
  const { loop, spawn } = kit;
  const tries = trying(kit);
  function* yields(what: unknown): Coroutine<unknown> {
    return yield what as Yielded;
  }
  for (const what of [5, "text", undefined, 1.5]) {
    loop.callSoon(() => kit.log("others"), { name: "log" });
    yield* spawn("a", tries(yields(what)));
  }
}

export function* taskAwaitsItself(kit: Kit): Coroutine<void> {
  const { log, spawn } = kit;
  const tries = trying(kit);
  function* yields(what: Yielded): Coroutine<void> {
    yield what;
  }
  function* itself(): Coroutine<string> {
    yield* tries(currentTask()!);
    yield* tries(currentTask()!);
    yield* tries(yields(currentTask()!));
    return "went on";
  }
  log(yield* spawn("itself", itself()));
}

export function* futureOfAnotherLoop(kit: Kit): Coroutine<void> {
  const { loop, spawn } = kit;
  const [tries, checks] = [trying(kit), checking(kit)];
  const other = new EventLoop();
  const foreign = other.createFuture<number>();
  function* waits(): Coroutine<void> {
    yield* tries(foreign);
    yield* tries(foreign);
  }
  yield* spawn("a", waits());
  checks(() => ensureFuture(foreign, { loop }));
  foreign.setResult(1);
  yield* spawn("b", waits());
  other.close();
}

export function* notACoroutineOrFuture(kit: Kit): Coroutine<void> {
  const { loop } = kit;
  const [tries, checks] = [trying(kit), checking(kit)];
  checks(() => createTask(5 as never));
  checks(() => ensureFuture(5 as never));
  yield* tries(wait([]));
  yield* tries(wait(loop.createFuture() as never));
  yield* tries(gather([]));
}
