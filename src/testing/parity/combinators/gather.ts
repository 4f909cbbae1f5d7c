/** Programs with gather. */
import { gather, sleep } from "../../../runtime/combinators/combinators.ts";
import type { Awaitable, Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../../runtime/errors/exceptions.ts";
import { allTasks, type Task } from "../../../runtime/tasks/task.ts";
import type { Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

export function* resultsInOrder({ log, loop, work, spawn }: Kit): Coroutine<void> {
  const future = loop.createFuture<string>();
  loop.callLater(1, () => future.setResult("future"), { name: "Future.set_result" });
  const done = spawn("done", work("done", 0));
  yield* sleep(0);
  log(yield* gather([work("a", 2), done, future, work("b", 1), done]));
  log(yield* gather([]));
  log(yield* gather([done, future]));
}

export function* failureLeavesSiblingsRunning({ log, work, spawn, attempt }: Kit): Coroutine<void> {
  const siblings = [0, 1, 2, 3].map((i) =>
    spawn(`t${i}`, work(`t${i}`, i, i > 1 ? { fails: `fails ${i}` } : {})),
  );
  yield* attempt(gather(siblings));
  log(siblings.map((task) => task.done()));
  yield* sleep(3);
  log(siblings.map((task) => task.done()));
  yield* attempt(gather(siblings));
}

export function* returnExceptions({ log, loop, work, spawn }: Kit): Coroutine<void> {
  const cancelled = spawn("cancelled", work("cancelled", 5));
  loop.callLater(1, () => void cancelled.cancel("why"), { name: "Task.cancel" });
  log(
    yield* gather([work("a", 2), work("b", 1, { fails: "b fails" }), cancelled], {
      returnExceptions: true,
    }),
  );
  log(yield* gather([cancelled], { returnExceptions: true }));
}

export function* cancelledChild({ log, loop, work, spawn, attempt }: Kit): Coroutine<void> {
  const [a, b] = [spawn("a", work("a", 2)), spawn("b", work("b", 2))];
  const both = gather([a, b]);
  loop.callLater(1, () => void a.cancel("a alone"), { name: "Task.cancel" });
  yield* attempt(both);
  log(both.cancelled(), a.cancelled(), b.done());
  log(yield* b);
}

export const cancelledFromOutside = withCases(
  [false, true].flatMap((returnExceptions) =>
    (["future", "task"] as const).map((cancelled) => [returnExceptions, cancelled] as const),
  ),
  function* ({ log, work, stubborn, spawn, attempt }, returnExceptions, cancelled): Coroutine<void> {
    const children = [work("a", 5, { cleanup: 1 }), work("b", 5), stubborn("c", 5), work("d", 0)];
    const both = gather(children, { returnExceptions });
    const task = spawn(
      "outer",
      (function* (): Coroutine<unknown> {
        return yield* both;
      })(),
    );
    yield* sleep(1);
    log((cancelled === "future" ? both : task).cancel("enough"));
    yield* attempt(task);
    log(both.done(), both.cancelled(), both.cancel(), task.cancelling());
    yield* sleep(2);
  },
);

export const cancelledByItsChild = withCases(
  [[false], [true]],
  function* ({ spawn, attempt }, fails): Coroutine<void> {
    function* waits(): Coroutine<unknown> {
      return yield* gather([inner], { returnExceptions: true });
    }
    function* cancels(): Coroutine<void> {
      task.cancel("why");
      if (fails) throw new ValueError("fails");
      yield* sleep(0);
    }
    const task = spawn("outer", waits());
    const inner: Task<void> = spawn("inner", cancels());
    yield* attempt(task);
    yield* attempt(inner);
  },
);

export function* nestedAndLeftRunning({ work, attempt, spawn, log }: Kit): Coroutine<void> {
  const inner = gather([work("a", 1), work("b", 2, { fails: "b fails" })]);
  yield* attempt(gather([inner, work("c", 3, { cleanup: 1 }), work("d", 1.5)]));
  log(allTasks().size);
  spawn("fails late", failsLate());
  yield* sleep(0);
}

export function* notAwaitableAndFailingAtOnce({ log, loop, work, attempt }: Kit): Coroutine<void> {
  try {
    gather([work("never", 1), 5 as unknown as Awaitable<void>]);
  } catch (error) {
    log(error);
  }
  const failed = loop.createFuture<void>();
  failed.setException(new ValueError("already"));
  yield* attempt(gather([failed, work("a", 1)]));
  log(yield* gather([failed], { returnExceptions: true }));
  yield* sleep(2);
}

function* failsLate(): Coroutine<void> {
  try {
    yield* sleep(9);
  } catch (error) {
    if (error instanceof CancelledError) throw new ValueError("at the end");
  }
}
