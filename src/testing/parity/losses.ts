/**
 * Scripts that lose something: exceptions that nobody asked for, tasks that never end. CPython tells of each when it is
 * garbage, the runtime when the loop is closed; here that is the same moment.
 */
import { gather, shield, sleep, wait } from "../../runtime/combinators/combinators.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../runtime/errors/exceptions.ts";
import type { Future } from "../../runtime/tasks/future.ts";
import { createTask } from "../../runtime/tasks/task.ts";
import { checks as checking, named, tries as trying } from "./callback-kit.ts";
import type { Kit } from "./kit.ts";
import type { Script } from "./scripts.ts";

const TELL = `import gc
    told = []
    def tell(_, context):
        told.append([", ".join(sorted(context)), context["message"], context.get("exception"),
                     context["task"].get_name() if "task" in context else ""])
    loop.set_exception_handler(tell)
    def end(lost):
        loop.close()
        while lost: lost.pop(0)
        gc.collect()
        for what in sorted(told, key=lambda what: f"{what[2]} {what[3]}"): log(*what)
        log("closed")`;

function tellAndEnd({ log, loop }: Kit): () => void {
  const told: unknown[][] = [];
  loop.setExceptionHandler((_loop, context) => {
    const { message, exception, task } = context;
    const name = (task as { getName(): string } | undefined)?.getName() ?? "";
    told.push([Object.keys(context).sort().join(", "), message.replace(/^G/, "_G"), exception, name]);
  });
  const key = ([, , error, name]: unknown[]) =>
    `${error ? (error as Error).message : "None"} ${name as string}`;
  return () => {
    loop.close();
    told.sort((a, b) => (key(a) < key(b) ? -1 : 1));
    for (const what of told) log(...what);
    log("closed");
  };
}

export const losses: Script[] = [
  [
    "exceptions count as asked for by whoever looks at them, and by a cancel",
    `
    ${TELL}
    def failed(name):
        future = loop.create_future()
        future.set_exception(ValueError(name))
        lost.append(future)
        return future
    lost = []
    async def main():
        failed("nobody's")
        log(failed("only shown").done())
        failed("cancelled").cancel()
        failed("asked by exception()").exception()
        checks(failed("asked by result()").result)
        await tries(failed("awaited"))
        await wait([failed("waited for")])
        await tries(gather(failed("gathered"), failed("gathered, too")))
        await gather(failed("among the results"), return_exceptions=True)
        await tries(shield(failed("shielded")))
        failed("told to a callback").add_done_callback(lambda future: log("called"))
        failed("asked by a callback").add_done_callback(lambda future: future.exception())
        await sleep(1)
    loop.run_until_complete(main())
    end(lost)
    `,
    (kit) => {
      const { log, loop } = kit;
      const end = tellAndEnd(kit);
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
        failed("told to a callback").addDoneCallback(named("main.<locals>.<lambda>", () => log("called")));
        failed("asked by a callback").addDoneCallback(
          named("main.<locals>.<lambda>", (future: Future<unknown>) => void future.exception()),
        );
        yield* sleep(1);
      }
      loop.runUntilComplete(main());
      end();
    },
  ],

  [
    "those of tasks, too, and of what gather and shield gave that nobody awaited",
    `
    ${TELL}
    async def fails(name):
        await sleep(1)
        raise ValueError(name)
    async def ends():
        raise CancelledError("no exception in this sense")
    async def main():
        lost.append(create_task(fails("nobody's"), name="nobody's"))
        lost.append(create_task(fails("awaited"), name="awaited"))
        lost.append(create_task(ends(), name="cancelled"))
        lost.append(gather(fails("gathered")))
        lost.append(shield(create_task(fails("shielded"))))
        await tries(lost[1])
        await sleep(1)
    lost = []
    loop.run_until_complete(main())
    end(lost)
    `,
    (kit) => {
      const { loop } = kit;
      const end = tellAndEnd(kit);
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
    },
  ],

  [
    "tasks that never end, but not those that the program never saw",
    `
    ${TELL}
    async def waits():
        await loop.create_future()
    async def main():
        lost.append(create_task(waits(), name="waits"))
        lost.append(create_task(waits(), name="cancelled too late"))
        lost.append(create_task(sleep(9), name="sleeps"))
        lost.append(create_task(sleep(0), name="done"))
        lost.append(gather(waits(), waits()))
        await sleep(1)
        lost[1].cancel()
        lost.append(create_task(waits(), name="never begun"))
        loop.stop()
        await waits()
    lost = []
    checks(lambda: loop.run_until_complete(main()))
    end(lost)
    `,
    (kit) => {
      const { loop } = kit;
      const end = tellAndEnd(kit);
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
    },
  ],
];
