/** Programs with the outcomes of futures: which there are, and who is told of them. */
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../runtime/errors/exceptions.ts";
import type { Future } from "../../runtime/tasks/future.ts";
import { isFuture } from "../../runtime/tasks/future.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { checks as checking, plain, says as saying, withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

export const futureOutcomes: Program[] = withTools([
  [
    "the first outcome is the last",
    `
    def outcomes(future):
        checks(lambda: future.set_result(2))
        checks(lambda: future.set_exception(ValueError("no")))
        log(future.cancel("no"), future.done(), future.cancelled())
        checks(future.result)
        checks(future.exception)
    for end in (lambda f: f.set_result(1), lambda f: f.set_exception(ValueError("yes")), lambda f: f.cancel("yes")):
        future = loop.create_future()
        end(future)
        outcomes(future)
    pending = loop.create_future()
    checks(pending.result)
    checks(pending.exception)
    log(pending.done(), pending.cancelled(), pending.get_loop() is loop, isfuture(pending), isfuture(5))
    `,
    function* (kit) {
      const { log, loop } = kit;
      const checks = checking(kit);
      const outcomes = (future: Future<unknown>) => {
        checks(() => future.setResult(2));
        checks(() => future.setException(new ValueError("no")));
        log(future.cancel("no"), future.done(), future.cancelled());
        checks(() => future.result());
        checks(() => future.exception());
      };
      for (const end of [
        (f: Future<unknown>) => f.setResult(1),
        (f: Future<unknown>) => f.setException(new ValueError("yes")),
        (f: Future<unknown>) => f.cancel("yes"),
      ]) {
        const future = loop.createFuture();
        end(future);
        outcomes(future);
      }
      const pending = loop.createFuture();
      checks(() => pending.result());
      checks(() => pending.exception());
      log(pending.done(), pending.cancelled(), pending.getLoop() === loop, isFuture(pending), isFuture(5));
    },
  ],

  [
    "a class of errors stands for a new one of it",
    `
    future = loop.create_future()
    future.set_exception(ValueError)
    await attempt(future)
    log(future.exception(), future.exception() is future.exception())
    `,
    function* ({ log, loop, attempt }) {
      const future = loop.createFuture();
      future.setException(ValueError);
      yield* attempt(future);
      log(future.exception(), future.exception() === future.exception());
    },
  ],

  [
    "a CancelledError that is set as an exception is one, and cancels who awaits it",
    `
    future = loop.create_future()
    future.set_exception(CancelledError("set"))
    log(future.cancelled(), future.exception(), future.exception() is future.exception())
    async def waits():
        await future
    task = spawn("waits", waits())
    await attempt(task)
    log(task.cancelled(), task.cancelling(), plain(future))
    `,
    function* ({ log, loop, spawn, attempt }) {
      const future = loop.createFuture<void>();
      future.setException(new CancelledError("set"));
      log(future.cancelled(), future.exception(), future.exception() === future.exception());
      function* waits(): Coroutine<void> {
        yield* future;
      }
      const task = spawn("waits", waits());
      yield* attempt(task);
      log(task.cancelled(), task.cancelling(), plain(future));
    },
  ],

  [
    "a cancelled future makes a new error for each who asks, with its message",
    `
    for message in (), ("why",):
        future = loop.create_future()
        log(future.cancel(*message), future.cancel("again"))
        errors = []
        for ask in future.result, future.exception, future.result:
            try:
                ask()
            except CancelledError as error:
                errors.append(error)
        log(errors, errors[0] is errors[1], errors[1] is errors[2])
        await attempt(future)
    `,
    function* ({ log, loop, attempt }) {
      for (const message of [[], ["why"]]) {
        const future = loop.createFuture();
        log(future.cancel(...message), future.cancel("again"));
        const errors: unknown[] = [];
        for (const ask of [() => future.result(), () => future.exception(), () => future.result()]) {
          try {
            ask();
          } catch (error) {
            errors.push(error);
          }
        }
        log(errors, errors[0] === errors[1], errors[1] === errors[2]);
        yield* attempt(future);
      }
    },
  ],

  [
    "a task's own cancellation goes to the first who asks, and a new one to each after that",
    `
    class Mine(CancelledError): pass
    own = Mine("own")
    async def ends():
        raise own
    task = spawn("ends", ends())
    await sleep(0)
    errors = []
    for _ in range(3):
        try:
            task.result()
        except CancelledError as error:
            errors.append(error)
    log(task.cancelled(), [error is own for error in errors], [str(error) for error in errors])
    `,
    function* ({ log, spawn }) {
      class Mine extends CancelledError {}
      const own = new Mine("own");
      function* ends(): Coroutine<void> {
        throw own;
      }
      const task = spawn("ends", ends());
      yield* sleep(0);
      const errors: Error[] = [];
      for (let i = 0; i < 3; i++) {
        try {
          task.result();
        } catch (error) {
          errors.push(error as Error);
        }
      }
      log(
        task.cancelled(),
        errors.map((error) => error === own),
        errors.map(({ message }) => message),
      );
    },
  ],

  [
    "cancelling one who awaits cancels the future, and so all who await it",
    `
    future = loop.create_future()
    future.add_done_callback(says("called"))
    async def waits():
        return await future
    tasks = [follow(name, waits()) for name in "abc"]
    await sleep(0)
    log(tasks[1].cancel("only b"), future, [task.cancelling() for task in tasks])
    await sleep(0)
    log(future, [task.cancelled() for task in tasks])
    `,
    function* (kit) {
      const { loop, follow, log } = kit;
      const says = saying(kit);
      const future = loop.createFuture();
      future.addDoneCallback(says("called"));
      const waits = function* (): Coroutine<unknown> {
        return yield* future;
      };
      const tasks = [..."abc"].map((name) => follow(name, waits()));
      yield* sleep(0);
      log(
        tasks[1]!.cancel("only b"),
        future,
        tasks.map((task) => task.cancelling()),
      );
      yield* sleep(0);
      log(
        future,
        tasks.map((task) => task.cancelled()),
      );
    },
  ],
]);
