/** Programs that wait for several eager tasks at once. */
import {
  asCompleted,
  gather,
  shield,
  sleep,
  wait,
  waitFor,
} from "../../../runtime/combinators/combinators.ts";
import { createEagerTaskFactory } from "../../../runtime/tasks/eager-tasks.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import { allTasks, createTask, Task, type TaskOptions } from "../../../runtime/tasks/task.ts";
import { tries as trying } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

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

export function* gatherIsDoneAtOnce(kit: Kit): Coroutine<void> {
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
}

export function* waitAsCompletedShieldAndWaitFor(kit: Kit): Coroutine<void> {
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
}
