/** Programs whose loop makes all tasks eager, and that wait for many at once. */
import { asCompleted, gather, shield, sleep, wait, waitFor } from "../../runtime/combinators/combinators.ts";
import { createEagerTaskFactory } from "../../runtime/tasks/eager-tasks.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import { allTasks, createTask, Task, type TaskOptions } from "../../runtime/tasks/task.ts";
import { tries as trying, withTools } from "./callback-kit.ts";
import type { Kit } from "./kit.ts";
import type { Program } from "./parity.ts";

const RUNS = `
    async def runs(name, delay=0, fails=False):
        log(name, "begins", len(all_tasks()))
        if delay: await sleep(delay)
        if fails: raise ValueError(name)
        log(name, "ends")
        return name
    from itertools import count
    names, task_class = count(1), type(current_task())
    def named_task(coroutine, *, name=None, **options):
        return task_class(coroutine, name=name or f"eager {next(names)}", **options)
    loop.set_task_factory(create_eager_task_factory(named_task))
`;

const runsOf = ({ log, loop }: Kit) => {
  let made = 0;
  const nameOf = ({ name }: TaskOptions) => name ?? `eager ${++made}`;
  loop.setTaskFactory(
    createEagerTaskFactory(
      (coroutine, on, options) => new Task(coroutine, on, { ...options, name: nameOf(options) }),
    ),
  );
  return function* (name: string, delay = 0, fails = false): Coroutine<string> {
    log(name, "begins", allTasks().size);
    if (delay > 0) yield* sleep(delay);
    if (fails) throw new ValueError(name);
    log(name, "ends");
    return name;
  };
};

const programs: Program[] = [
  [
    "gather is done at once when all its coroutines are, and fails at once when one does",
    `
    both = gather(runs("a"), runs("b"))
    log(both.done(), await both)
    mixed = gather(runs("c"), runs("d", 1))
    log(mixed.done(), await mixed)
    failed = gather(runs("e", fails=True), runs("f", 1), runs("g", fails=True))
    log(failed.done())
    await attempt(failed)
    log(await gather(runs("h", fails=True), runs("i"), return_exceptions=True))
    await sleep(1)
    `,
    function* (kit) {
      const { log, attempt } = kit;
      const runs = runsOf(kit);
      const both = gather([runs("a"), runs("b")]);
      log(both.done(), yield* both);
      const mixed = gather([runs("c"), runs("d", 1)]);
      log(mixed.done(), yield* mixed);
      const failed = gather([runs("e", 0, true), runs("f", 1), runs("g", 0, true)]);
      log(failed.done());
      yield* attempt(failed);
      log(yield* gather([runs("h", 0, true), runs("i")], { returnExceptions: true }));
      yield* sleep(1);
    },
  ],

  [
    "wait returns what is done, as_completed gives it first, and shield and wait_for give it at once",
    `
    done, pending = await wait([create_task(runs("a"), name="a"), create_task(runs("b", 1), name="b")])
    log(done, pending)
    done, pending = await wait([create_task(runs("c"), name="c")], return_when=FIRST_COMPLETED)
    log(done, pending)
    for next_one in as_completed([create_task(runs("d", 1)), create_task(runs("e")), create_task(runs("f"))]):
        log(await next_one)
    inner = create_task(runs("g"), name="g")
    log(shield(inner) is inner, await shield(runs("h")))
    log(await wait_for(runs("i"), 1), await wait_for(runs("j"), 0), await wait_for(runs("k", 1), 2))
    await tries(wait_for(runs("l", 2), 1))
    await tries(wait_for(runs("m", 2), 0))
    `,
    function* (kit) {
      const { log } = kit;
      const [runs, tries] = [runsOf(kit), trying(kit)];
      const make = (name: string, delay = 0) => createTask(runs(name, delay), { name });
      log(...(yield* wait([make("a"), make("b", 1)])));
      log(...(yield* wait([make("c")], { returnWhen: "FIRST_COMPLETED" })));
      const tasks = [createTask(runs("d", 1)), createTask(runs("e")), createTask(runs("f"))];
      for (const nextOne of asCompleted(tasks)) log(yield* nextOne);
      const inner = make("g");
      log(shield(inner) === inner, yield* shield(runs("h")));
      log(yield* waitFor(runs("i"), 1), yield* waitFor(runs("j"), 0), yield* waitFor(runs("k", 1), 2));
      yield* tries(waitFor(runs("l", 2), 1));
      yield* tries(waitFor(runs("m", 2), 0));
    },
  ],
];

export const eagerCombinators = withTools(
  programs.map(([name, python, main]) => [name, RUNS + python, main]),
);
