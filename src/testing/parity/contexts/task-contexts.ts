/** Programs whose tasks and callbacks run in contexts. */
import { ContextVar, copyContext } from "../../../runtime/contexts/contextvars.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { createTask } from "../../../runtime/tasks/task.ts";
import { named } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

export function* taskRunsInACopy({ log, spawn }: Kit): Coroutine<void> {
  const variable = new ContextVar("var", "none");
  function* sets(name: string): Coroutine<void> {
    log(name, "begins with", variable.get());
    variable.set(name);
    yield* sleep(1);
    log(name, "still has", variable.get());
  }
  variable.set("main's");
  const [a, b] = [spawn("a", sets("a")), spawn("b", sets("b"))];
  variable.set("main's later");
  yield* a;
  yield* b;
  log(variable.get());
  yield* sets("a plain await");
  log(variable.get());
}

export function* callbacksRunInACopy({ log, loop }: Kit): Coroutine<void> {
  const variable = new ContextVar("var", "none");
  const tells = () => {
    log("has", variable.get());
    variable.set("a callback's");
  };
  const future = loop.createFuture<void>();
  for (const name of "abc") {
    variable.set(name);
    if (name === "a") loop.callSoon(tells);
    if (name === "b") loop.callLater(1, tells);
    if (name === "c") future.addDoneCallback(tells);
  }
  variable.set("main's");
  future.setResult();
  yield* sleep(2);
  log(variable.get());
}

export function* contextIsShared({ log, loop }: Kit): Coroutine<void> {
  const variable = new ContextVar("var", "none");
  const context = copyContext();
  const tells = () => {
    log("callback has", variable.get());
    variable.set("from a callback");
  };
  function* sets(name: string): Coroutine<void> {
    log(name, "has", variable.get());
    variable.set(`from ${name}`);
    yield* sleep(1);
    log(name, "has then", variable.get());
  }
  const a = createTask(sets("a"), { name: "a", context });
  const handle = loop.callSoon(tells, { context });
  createTask(sets("b"), { name: "b", context });
  const timer = loop.callLater(0.5, tells, { context });
  a.addDoneCallback(tells, { context });
  log(handle.getContext() === context, timer.getContext() === context, a.getContext() === context);
  yield* sleep(2);
  const inside = context.get(variable);
  log(
    variable.get(),
    context.run(() => variable.get()),
    inside,
    inside,
    context.has(variable),
  );
}

export function* visibilityOfValues({ log, loop, spawn }: Kit): Coroutine<void> {
  const variable = new ContextVar("var", "none");
  const callback = named("callback", () => log("callback", variable.get()));
  function* outer(): Coroutine<void> {
    variable.set("outer");
    const inner = spawn("inner", tells("inner"));
    variable.set("outer, changed");
    yield* tells("awaited by outer");
    yield* inner;
  }
  function* tells(name: string): Coroutine<void> {
    log(name, variable.get());
    loop.callSoon(callback);
    yield* sleep(0);
    log(name, "then", variable.get());
  }
  yield* spawn("outer", outer());
  log(variable.get());
}

export function* errorsAreReportedInTheContext({ log, loop, spawn }: Kit): Coroutine<void> {
  const variable = new ContextVar("var", "none");
  function* sets(): Coroutine<void> {
    variable.set("the task's");
  }
  const task = spawn("task", sets());
  yield* task;
  loop.setExceptionHandler((_loop, { message }) => log(message, variable.get()));
  loop.callExceptionHandler({ message: "of a task", task });
  loop.callExceptionHandler({ message: "of a future that is one", future: task });
  loop.callExceptionHandler({ message: "of a future that is none", future: loop.createFuture() });
  loop.callExceptionHandler({ message: "of nothing" });
}
