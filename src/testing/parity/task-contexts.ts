/** Programs whose tasks and callbacks run in contexts. */
import { ContextVar, copyContext } from "../../runtime/contexts/contextvars.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { createTask } from "../../runtime/tasks/task.ts";
import { named, withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

export const taskContexts: Program[] = withTools([
  [
    "a task runs in a copy, made with the task: what it sets is its own",
    `
    var = ContextVar("var", default="none")
    async def sets(name):
        log(name, "begins with", var.get())
        var.set(name)
        await sleep(1)
        log(name, "still has", var.get())
    var.set("main's")
    a, b = spawn("a", sets("a")), spawn("b", sets("b"))
    var.set("main's later")
    await a
    await b
    log(var.get())
    await sets("a plain await")
    log(var.get())
    `,
    function* ({ log, spawn }) {
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
    },
  ],

  [
    "callbacks run in a copy made where they are added, each in its own",
    `
    var = ContextVar("var", default="none")
    @bare
    def tells(*_):
        log("has", var.get())
        var.set("a callback's")
    future = loop.create_future()
    for name in "abc":
        var.set(name)
        if name == "a": loop.call_soon(tells)
        if name == "b": loop.call_later(1, tells)
        if name == "c": future.add_done_callback(tells)
    var.set("main's")
    future.set_result(None)
    await sleep(2)
    log(var.get())
    `,
    function* ({ log, loop }) {
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
    },
  ],

  [
    "a context given to tasks and callbacks is shared by them",
    `
    var = ContextVar("var", default="none")
    context = copy_context()
    @bare
    def tells(*_):
        log("callback has", var.get())
        var.set("from a callback")
    async def sets(name):
        log(name, "has", var.get())
        var.set(f"from {name}")
        await sleep(1)
        log(name, "has then", var.get())
    a = create_task(sets("a"), name="a", context=context)
    handle = loop.call_soon(tells, context=context)
    b = create_task(sets("b"), name="b", context=context)
    timer = loop.call_later(0.5, tells, context=context)
    a.add_done_callback(tells, context=context)
    log(handle.get_context() is context, timer.get_context() is context, a.get_context() is context)
    await sleep(2)
    log(var.get(), context.run(var.get), context[var], context.get(var), var in context)
    `,
    function* ({ log, loop }) {
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
    },
  ],

  [
    "who calls a coroutine, who awaits its task, and a callback inside of it: who sees what",
    `
    var = ContextVar("var", default="none")
    async def outer():
        var.set("outer")
        inner = spawn("inner", tells("inner"))
        var.set("outer, changed")
        await tells("awaited by outer")
        await inner
    async def tells(name):
        log(name, var.get())
        loop.call_soon(callback)
        await sleep(0)
        log(name, "then", var.get())
    @bare
    def callback():
        log("callback", var.get())
    await spawn("outer", outer())
    log(var.get())
    `,
    function* ({ log, loop, spawn }) {
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
    },
  ],
  [
    "what went wrong with a task is told in its context",
    `
    var = ContextVar("var", default="none")
    async def sets():
        var.set("the task's")
    task = spawn("task", sets())
    await task
    loop.set_exception_handler(lambda loop, context: log(context["message"], var.get()))
    loop.call_exception_handler({"message": "of a task", "task": task})
    loop.call_exception_handler({"message": "of a future that is one", "future": task})
    loop.call_exception_handler({"message": "of a future that is none", "future": loop.create_future()})
    loop.call_exception_handler({"message": "of nothing"})
    `,
    function* ({ log, loop, spawn }) {
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
    },
  ],
]);
