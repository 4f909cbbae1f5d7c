/** Programs that take results as they come. */
import { asCompleted, sleep, wait } from "../../runtime/combinators/combinators.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import type { Program } from "./parity.ts";

export const asCompletedPrograms: Program[] = [
  [
    "as a plain iterable",
    `
    a = spawn("a", work("a", 3))
    for next_one in as_completed([a, work("b", 1), work("c", 2, fails="c fails"), a]):
        await attempt(next_one)
    await attempt(a)
    log(len(list(as_completed([]))))
    `,
    function* ({ log, work, spawn, attempt }) {
      const a = spawn("a", work("a", 3));
      for (const next of asCompleted([a, work("b", 1), work("c", 2, { fails: "c fails" }), a])) {
        yield* attempt(next);
      }
      yield* attempt(a);
      log([...asCompleted([])].length);
    },
  ],

  [
    "as an async iterable",
    `
    tasks = [spawn(f"t{i}", work(f"t{i}", i, fails="fails" if i == 2 else None)) for i in (3, 2, 1)]
    async for task in as_completed(tasks):
        log(task, task in tasks)
        await attempt(task)
    `,
    function* ({ log, work, spawn, attempt }) {
      const tasks = [3, 2, 1].map((i) => spawn(`t${i}`, work(`t${i}`, i, i === 2 ? { fails: "fails" } : {})));
      const completed = asCompleted(tasks)[Symbol.asyncIterator]();
      for (let step = yield* completed.next(); !step.done; step = yield* completed.next()) {
        log(step.value, (tasks as unknown[]).includes(step.value));
        yield* attempt(step.value);
      }
    },
  ],

  ...[0, 1, 1.5, 3, 9].map((timeout): Program => [
    `with a timeout of ${timeout} s, taken at once and too late`,
    `
    for pause in (0, 5):
        tasks = [spawn(f"t{i}", work(f"t{i}", i)) for i in (2, 1, 3)]
        coming = as_completed(tasks, timeout=${timeout})
        await sleep(pause)
        for next_one in coming:
            await attempt(next_one)
        await wait(tasks)
    `,
    function* ({ work, spawn, attempt }) {
      for (const pause of [0, 5]) {
        const tasks = [2, 1, 3].map((i) => spawn(`t${i}`, work(`t${i}`, i)));
        const coming = asCompleted(tasks, { timeout });
        yield* sleep(pause);
        for (const next of coming) yield* attempt(next);
        yield* wait(tasks);
      }
    },
  ]),

  [
    "cancelled while it waits, and taken out of order",
    `
    tasks = [spawn(f"t{i}", work(f"t{i}", i)) for i in (2, 1)]
    first, second = as_completed(tasks)
    waits = [spawn("second", second), spawn("first", first)]
    await sleep(0.5)
    waits[0].cancel("not this one")
    await attempt(waits[0])
    await attempt(waits[1])
    try:
        as_completed(tasks[0])
    except TypeError as error:
        log(error)
    `,
    function* ({ log, work, spawn, attempt }) {
      const tasks = [2, 1].map((i) => spawn(`t${i}`, work(`t${i}`, i)));
      const [first, second] = [...asCompleted(tasks)] as [Coroutine<string>, Coroutine<string>];
      const waits = [spawn("second", second), spawn("first", first)] as const;
      yield* sleep(0.5);
      waits[0].cancel("not this one");
      yield* attempt(waits[0]);
      yield* attempt(waits[1]);
      try {
        asCompleted(tasks[0] as unknown as Coroutine<void>[]);
      } catch (error) {
        log(error);
      }
    },
  ],
];
