/** Scripts that run programs on a runner, and coroutines by hand. */
import { ContextVar, copyContext } from "../../runtime/contexts/contextvars.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import { run, Runner } from "../../runtime/loop/runner.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { createTask, currentTask } from "../../runtime/tasks/task.ts";
import { checks as checking } from "./callback-kit.ts";
import type { Script } from "./scripts.ts";

export const runners: Script[] = [
  [
    "runs share a loop, its time and one context, unless a run is given its own",
    `
    var = ContextVar("var", default="none")
    async def sets(value):
        log(current_task(), "has", var.get())
        var.set(value)
        await sleep(1)
        return value
    with Runner(loop_factory=lambda: loop) as runner:
        log(runner.get_loop() is loop, runner.run(sets("first")), runner.run(sets("second")))
        own = copy_context()
        log(runner.run(sets("third"), context=own), own.get(var))
        log(runner.run(sets("fourth")), var.get())
    log(loop.is_closed())
    `,
    ({ log, loop }) => {
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
    },
  ],

  [
    "what a run leaves behind goes on in the next, and is cancelled as the runner closes",
    `
    async def stays(name, delay):
        try:
            await sleep(delay)
            log(name, "slept")
        except CancelledError as error:
            log(name, "cancelled", error)
            await sleep(1)
            log(name, "cleaned up")
            raise
    async def begins():
        kept.append(create_task(stays("a", 2), name="a"))
        kept.append(create_task(stays("b", 9), name="b"))
    async def fails():
        await sleep(3)
        raise ValueError("oops")
    runner = Runner(loop_factory=lambda: loop)
    runner.run(begins())
    log("between")
    checks(lambda: runner.run(fails()))
    runner.close()
    runner.close()
    log([task.cancelled() for task in kept])
    checks(runner.get_loop)
    coroutine = begins()
    checks(lambda: runner.run(coroutine))
    `,
    (kit) => {
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
    },
  ],

  [
    "nothing is run inside of what runs",
    `
    async def inner():
        log("never")
    async def outer():
        coroutine = inner()
        checks(lambda: run(coroutine))
        checks(lambda: runner.run(coroutine))
        coroutine.close()
        return "ran"
    with Runner(loop_factory=lambda: loop) as runner:
        checks(lambda: runner.run(5))
        log(runner.run(outer()))
    `,
    (kit) => {
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
    },
  ],

  [
    "a coroutine that is driven by hand gives the future that it waits on",
    `
    future = loop.create_future()
    async def waits():
        return await future
    coroutine, again = waits(), waits()
    log(coroutine.send(None) is future)
    checks(lambda: coroutine.send(None))
    checks(lambda: again.send(None))
    last = waits()
    future.set_result("done")
    try:
        last.send(None)
    except StopIteration as stop:
        log("ends with", stop.value)
    thrown = waits()
    checks(lambda: thrown.throw(ValueError("before it begins")))
    `,
    (kit) => {
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
    },
  ],

  [
    "an exception handler runs in the context of the callback that failed",
    `
    var = ContextVar("var", default="none")
    loop.set_exception_handler(lambda _, context: log(context["exception"], var.get()))
    @bare
    def fails():
        var.set("the callback's")
        raise ValueError("oops")
    loop.call_soon(fails)
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.call_exception_handler({"message": "told from outside", "exception": None})
    `,
    ({ log, loop }) => {
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
    },
  ],
];
