/**
 * Scripts that lose something: exceptions that are never retrieved, tasks that never end. CPython reports each when it is
 * collected, the runtime when the loop is closed; here that is the same moment.
 */
import { gather, shield, sleep, wait } from "../../../runtime/combinators/combinators.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../../runtime/errors/exceptions.ts";
import type { Future } from "../../../runtime/tasks/future.ts";
import { createTask } from "../../../runtime/tasks/task.ts";
import { checks as checking, named, tries as trying } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

function reportLossesAtTheEnd({ log, loop }: Kit): () => void {
  const losses: unknown[][] = [];
  loop.setExceptionHandler((_loop, context) => {
    const { message, exception, task } = context;
    const name = (task as { getName(): string } | undefined)?.getName() ?? "";
    losses.push([Object.keys(context).sort().join(", "), message.replace(/^G/, "_G"), exception, name]);
  });
  const key = ([, , error, name]: unknown[]) =>
    `${error ? (error as Error).message : "None"} ${name as string}`;
  return () => {
    loop.close();
    losses.sort((a, b) => (key(a) < key(b) ? -1 : 1));
    for (const what of losses) log(...what);
    log("closed");
  };
}

export function exceptionsOfFutures(kit: Kit): void {
  const { log, loop } = kit;
  const end = reportLossesAtTheEnd(kit);
  const tries = trying(kit);
  const failed = (name: string): Future<unknown> => {
    const future = loop.createFuture();
    future.setException(new ValueError(name));
    return future;
  };
  function* main(): Coroutine<void> {
    failed("nobody's");
    log(failed("only shown").done());
    failed("cancelled").cancel();
    failed("asked by exception()").exception();
    const asked = failed("asked by result()");
    checking(kit)(() => asked.result());
    yield* tries(failed("awaited"));
    yield* wait([failed("waited for")]);
    yield* tries(gather([failed("gathered"), failed("gathered, too")]));
    yield* gather([failed("among the results")], { returnExceptions: true });
    yield* tries(shield(failed("shielded")));
    failed("told to a callback").addDoneCallback(
      named("main.<locals>.main.<locals>.<lambda>", () => log("called")),
    );
    failed("asked by a callback").addDoneCallback(
      named("main.<locals>.main.<locals>.<lambda>", (future: Future<unknown>) => void future.exception()),
    );
    yield* sleep(1);
  }
  loop.runUntilComplete(main());
  end();
}

export function exceptionsOfTasks(kit: Kit): void {
  const { loop } = kit;
  const end = reportLossesAtTheEnd(kit);
  function* fails(name: string): Coroutine<void> {
    yield* sleep(1);
    throw new ValueError(name);
  }
  function* ends(): Coroutine<void> {
    throw new CancelledError("no exception in this sense");
  }
  function* main(): Coroutine<void> {
    createTask(fails("nobody's"), { name: "nobody's" });
    const awaited = createTask(fails("awaited"), { name: "awaited" });
    createTask(ends(), { name: "cancelled" });
    gather([fails("gathered")]);
    shield(createTask(fails("shielded")));
    yield* trying(kit)(awaited);
    yield* sleep(1);
  }
  loop.runUntilComplete(main());
  end();
}

export function tasksThatNeverEnd(kit: Kit): void {
  const { loop } = kit;
  const end = reportLossesAtTheEnd(kit);
  function* waits(): Coroutine<void> {
    yield* loop.createFuture<void>();
  }
  function* main(): Coroutine<void> {
    createTask(waits(), { name: "waits" });
    const cancelled = createTask(waits(), { name: "cancelled too late" });
    createTask(sleep(9), { name: "sleeps" });
    createTask(sleep(0), { name: "done" });
    gather([waits(), waits()]);
    yield* sleep(1);
    cancelled.cancel();
    createTask(waits(), { name: "never begun" });
    loop.stop();
    yield* waits();
  }
  checking(kit)(() => loop.runUntilComplete(main()));
  end();
}
