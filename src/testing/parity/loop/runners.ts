/** Scripts that use a runner, or drive a coroutine by hand. */
import { ContextVar, copyContext } from "../../../runtime/contexts/contextvars.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import { run, Runner } from "../../../runtime/loop/runner.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { createTask, currentTask } from "../../../runtime/tasks/task.ts";
import { checks as checking } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

export function runsShareALoopAndAContext({ log, loop }: Kit): void {
  const variable = new ContextVar("var", "none");
  function* sets(value: string): Coroutine<string> {
    log(currentTask(), "has", variable.get());
    variable.set(value);
    yield* sleep(1);
    return value;
  }
  new Runner({ loopFactory: () => loop }).use((runner) => {
    log(runner.getLoop() === loop, runner.run(sets("first")), runner.run(sets("second")));
    const own = copyContext();
    log(runner.run(sets("third"), { context: own }), own.get(variable));
    log(runner.run(sets("fourth")), variable.get());
  });
  log(loop.isClosed());
}

export function tasksContinueInTheNextRun(kit: Kit): void {
  const { log, loop } = kit;
  const checks = checking(kit);
  const kept: { cancelled(): boolean }[] = [];
  function* stays(name: string, delay: number): Coroutine<void> {
    try {
      yield* sleep(delay);
      log(name, "slept");
    } catch (error) {
      log(name, "cancelled", error);
      yield* sleep(1);
      log(name, "cleaned up");
      throw error;
    }
  }
  function* begins(): Coroutine<void> {
    kept.push(createTask(stays("a", 2), { name: "a" }));
    kept.push(createTask(stays("b", 9), { name: "b" }));
  }
  function* fails(): Coroutine<void> {
    yield* sleep(3);
    throw new ValueError("oops");
  }
  const runner = new Runner({ loopFactory: () => loop });
  runner.run(begins());
  log("between");
  checks(() => runner.run(fails()));
  runner.close();
  runner.close();
  log(kept.map((task) => task.cancelled()));
  checks(() => runner.getLoop());
  checks(() => runner.run(begins()));
}

export function nestedRuns(kit: Kit): void {
  const { log, loop } = kit;
  const checks = checking(kit);
  function* inner(): Coroutine<void> {
    log("never");
  }
  new Runner({ loopFactory: () => loop }).use((runner) => {
    function* outer(): Coroutine<string> {
      checks(() => run(inner()));
      checks(() => runner.run(inner()));
      return "ran";
    }
    checks(() => runner.run(5 as never));
    log(runner.run(outer()));
  });
}

export function drivenByHand(kit: Kit): void {
  const { log, loop } = kit;
  const checks = checking(kit);
  const future = loop.createFuture<string>();
  function* waits(): Coroutine<string> {
    return yield* future;
  }
  const [coroutine, again] = [waits(), waits()];
  log((coroutine.next().value as unknown) === future);
  checks(() => coroutine.next());
  checks(() => again.next());
  future.setResult("done");
  const last = waits().next();
  if (last.done) log("ends with", last.value);
  checks(() => waits().throw(new ValueError("before it begins")));
}

export function contextOfTheExceptionHandler({ log, loop }: Kit): void {
  const variable = new ContextVar("var", "none");
  loop.setExceptionHandler((_loop, { exception }) => log(exception, variable.get()));
  const fails = () => {
    variable.set("the callback's");
    throw new ValueError("oops");
  };
  loop.callSoon(fails);
  loop.callSoon(() => loop.stop(), { name: "BaseEventLoop.stop" });
  loop.runForever();
  loop.callExceptionHandler({ message: "told from outside" });
}
