/** Programs that wait for one thing, for a time. */
import { sleep, wait, waitFor } from "../../runtime/combinators/combinators.ts";
import { createTask } from "../../runtime/tasks/task.ts";
import type { Program } from "./parity.ts";

export const waitingFor: Program[] = [
  [
    "in time, late, failing",
    `
    await attempt(wait_for(work("a", 1), 2))
    await attempt(wait_for(work("b", 2, cleanup=1), 1))
    await attempt(wait_for(work("c", 1, fails="c fails"), 2))
    await attempt(wait_for(work("d", 1), None))
    await attempt(wait_for(work("e", 1), 1))
    await attempt(wait_for(stubborn("f", 2), 1))
    `,
    function* ({ work, stubborn, attempt }) {
      yield* attempt(waitFor(work("a", 1), 2));
      yield* attempt(waitFor(work("b", 2, { cleanup: 1 }), 1));
      yield* attempt(waitFor(work("c", 1, { fails: "c fails" }), 2));
      yield* attempt(waitFor(work("d", 1), null));
      yield* attempt(waitFor(work("e", 1), 1));
      yield* attempt(waitFor(stubborn("f", 2), 1));
    },
  ],

  [
    "without any time",
    `
    await attempt(wait_for(work("a", 1), 0))
    await attempt(wait_for(work("b", 1), -1))
    done = spawn("done", work("done", 0))
    running = spawn("running", work("running", 1, cleanup=0.5))
    refuses = spawn("refuses", stubborn("refuses", 1))
    await sleep(0)
    await sleep(0)
    await attempt(wait_for(done, 0))
    await attempt(wait_for(running, 0))
    await attempt(wait_for(refuses, 0))
    `,
    function* ({ work, stubborn, spawn, attempt }) {
      yield* attempt(waitFor(work("a", 1), 0));
      yield* attempt(waitFor(work("b", 1), -1));
      const done = spawn("done", work("done", 0));
      const running = spawn("running", work("running", 1, { cleanup: 0.5 }));
      const refuses = spawn("refuses", stubborn("refuses", 1));
      yield* sleep(0);
      yield* sleep(0);
      yield* attempt(waitFor(done, 0));
      yield* attempt(waitFor(running, 0));
      yield* attempt(waitFor(refuses, 0));
    },
  ],

  ...[0, 0.5, 1, 1.5].map((when): Program => [
    `cancelled after ${when} s`,
    `
    inner = spawn("inner", work("inner", 5, cleanup=1))
    outer = spawn("outer", wait_for(inner, 1))
    await sleep(${when})
    log(outer.cancel("no more"))
    await attempt(outer)
    log(inner.cancelled(), outer.cancelled())
    await wait([inner])
    `,
    function* ({ log, work, spawn, attempt }) {
      const inner = spawn("inner", work("inner", 5, { cleanup: 1 }));
      const outer = spawn("outer", waitFor(inner, 1));
      yield* sleep(when);
      log(outer.cancel("no more"));
      yield* attempt(outer);
      log(inner.cancelled(), outer.cancelled());
      yield* wait([inner]);
    },
  ]),

  [
    "whose task is cancelled by another",
    `
    inner = spawn("inner", work("inner", 5))
    outer = create_task(wait_for(inner, 3))
    await sleep(1)
    inner.cancel("inside")
    await attempt(outer)
    log(outer.cancelled(), outer.cancelling())
    `,
    function* ({ log, work, spawn, attempt }) {
      const inner = spawn("inner", work("inner", 5));
      const outer = createTask(waitFor(inner, 3));
      yield* sleep(1);
      inner.cancel("inside");
      yield* attempt(outer);
      log(outer.cancelled(), outer.cancelling());
    },
  ],
];
