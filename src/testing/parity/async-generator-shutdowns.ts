/** Programs that leave asynchronous generators open, and have their loop close them. */
import {
  type AsyncGen,
  asyncGenerator,
  type AsyncGenBody,
  emit,
  GeneratorExit,
  StopAsyncIteration,
} from "../../runtime/asyncgen/async-generator.ts";
import { collect } from "../../runtime/asyncgen/async-iteration.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../runtime/errors/exceptions.ts";
import { loopInternals } from "../../runtime/loop/loop-internals.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Kit } from "./kit.ts";
import type { Program } from "./parity.ts";

/** Emits for ever; takes its time to close, and then fails or not. */
const OPEN = `
    async def opened(name, seconds=0, error=None):
        try:
            while True: yield name
        finally:
            log(name, "closes")
            await sleep(seconds)
            log(name, "closed")
            if error is not None: raise error
    opened.__qualname__ = "opened"
`;

const openedOf = ({ log }: Kit) =>
  asyncGenerator(function* opened(name: string, seconds: number = 0, error?: Error): AsyncGenBody<string> {
    try {
      for (;;) yield emit(name);
    } finally {
      log(name, "closes");
      yield* sleep(seconds);
      log(name, "closed");
      // eslint-disable-next-line no-unsafe-finally -- so does the other language
      if (error !== undefined) throw error;
    }
  });

type Opened = AsyncGen<string>;

export const asyncGeneratorShutdowns: Program[] = [
  [
    "all that are open are closed at once, in the order of their first iteration",
    `${OPEN}
    unborn, ended, a, b, c = (opened(name, i) for i, name in enumerate(["unborn", "ended", "a", "b", "c"]))
    log(await c.__anext__(), await ended.__anext__(), await a.__anext__(), await b.asend(None), await c.__anext__())
    await ended.aclose()
    async def once(): yield "once"
    returned = once()
    log([name async for name in returned])
    await loop.shutdown_asyncgens()
    log("shut down")
    for items in (a, b, c, unborn): await attempt(items.__anext__())
    await unborn.aclose()
    `,
    function* (kit) {
      const { log, loop, attempt } = kit;
      const [unborn, ended, a, b, c] = ["unborn", "ended", "a", "b", "c"].map((name, i) =>
        openedOf(kit)(name, i),
      ) as [Opened, Opened, Opened, Opened, Opened];
      log(
        yield* c.anext(),
        yield* ended.anext(),
        yield* a.anext(),
        yield* b.asend(undefined),
        yield* c.anext(),
      );
      yield* ended.aclose();
      const once = asyncGenerator(function* (): AsyncGenBody<string> {
        yield emit("once");
      });
      log(yield* collect(once()));
      yield* loop.shutdownAsyncgens();
      log("shut down");
      for (const items of [a, b, c, unborn]) yield* attempt(items.anext());
      yield* unborn.aclose();
    },
  ],
  [
    "any method makes a generator the loop's, before that is awaited",
    `${OPEN}
    a, b, c, d = (opened(name) for name in "abcd")
    steps = [d.__anext__(), c.asend(None), b.athrow(ValueError("thrown")), a.aclose()]
    await loop.shutdown_asyncgens()
    log("shut down")
    for step in steps: await attempt(step)
    `,
    function* (kit) {
      const [a, b, c, d] = [..."abcd"].map((name) => openedOf(kit)(name)) as [Opened, Opened, Opened, Opened];
      const steps = [d.anext(), c.asend(undefined), b.athrow(new ValueError("thrown")), a.aclose()];
      yield* kit.loop.shutdownAsyncgens();
      kit.log("shut down");
      for (const step of steps) yield* kit.attempt(step as Coroutine<unknown>);
    },
  ],
  [
    "what they throw is told to the exception handler, once all are closed; cancellations are nobody's",
    `${OPEN}
    class Plain(Exception): pass
    errors = [ValueError("a fails"), CancelledError("b"), None, GeneratorExit("d"), StopAsyncIteration("e"), Plain("f")]
    left = [opened(name, 9 - i, error) for i, (name, error) in enumerate(zip("abcdef", errors))]
    for items in left: await items.__anext__()
    await loop.shutdown_asyncgens()
    log("shut down")
    `,
    function* (kit) {
      class Plain extends Error {
        override name = "Plain";
      }
      const errors = [
        new ValueError("a fails"),
        new CancelledError("b"),
        undefined,
        new GeneratorExit("d"),
        new StopAsyncIteration("e"),
        new Plain("f"),
      ];
      const left = errors.map((error, i) => openedOf(kit)("abcdef".charAt(i), 9 - i, error));
      for (const items of left) yield* items.anext();
      yield* kit.loop.shutdownAsyncgens();
      kit.log("shut down");
    },
  ],
  [
    "one that emits when it is closed, one that did so before, and one whose body is running",
    `
    async def ignores():
        for i in range(3):
            try: yield i
            except GeneratorExit: log("ignores", i)
    ignores.__qualname__ = "ignores"
    async def runs():
        await sleep(5)
        yield "through"
    runs.__qualname__ = "runs"
    emits, emitted, running = ignores(), ignores(), runs()
    await emits.__anext__()
    await emitted.__anext__()
    await attempt(emitted.aclose())
    task = follow("task", running.__anext__())
    await sleep(1)
    for i in range(2):
        await loop.shutdown_asyncgens()
        log("shut down", i)
    await task
    for items in (emits, emitted, running):
        for _ in range(2): await attempt(items.__anext__())
    `,
    function* ({ log, loop, attempt, follow }) {
      const ignores = asyncGenerator(function* ignores(): AsyncGenBody<number> {
        for (let i = 0; i < 3; i++) {
          try {
            yield emit(i);
          } catch {
            log("ignores", i);
          }
        }
      });
      const runs = asyncGenerator(function* runs(): AsyncGenBody<string> {
        yield* sleep(5);
        yield emit("through");
      });
      const [emits, emitted, running] = [ignores(), ignores(), runs()];
      yield* emits.anext();
      yield* emitted.anext();
      yield* attempt(emitted.aclose());
      const task = follow("task", running.anext());
      yield* sleep(1);
      for (let i = 0; i < 2; i++) {
        yield* loop.shutdownAsyncgens();
        log("shut down", i);
      }
      yield* task;
      for (const items of [emits, emitted, running]) {
        for (let i = 0; i < 2; i++) yield* attempt((items as AsyncGen<unknown>).anext());
      }
    },
  ],
  [
    "with none open there is nothing to wait for, the second time neither",
    `${OPEN}
    await loop.shutdown_asyncgens()
    log("none")
    items = opened("items", 1)
    await items.__anext__()
    await loop.shutdown_asyncgens()
    await loop.shutdown_asyncgens()
    log("shut down")
    `,
    function* (kit) {
      yield* kit.loop.shutdownAsyncgens();
      kit.log("none");
      yield* openedOf(kit)("items", 1).anext();
      yield* kit.loop.shutdownAsyncgens();
      yield* kit.loop.shutdownAsyncgens();
      kit.log("shut down");
    },
  ],
  [
    "one that is begun after the shutdown is warned of, once, and closed by the next",
    `${OPEN}
    import re, warnings
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        early, late = opened("early"), opened("late")
        await early.__anext__()
        await loop.shutdown_asyncgens()
        for _ in range(2): await attempt(late.__anext__())
        await attempt(early.__anext__())
        log(len(caught), *[re.sub(" at 0x[0-9a-f]+", "", str(warning.message)) for warning in caught])
    await loop.shutdown_asyncgens()
    `,
    function* (kit) {
      const { log, loop, attempt } = kit;
      const caught: string[] = [];
      loopInternals(loop).hooks.warningRaised = (_time, message) => void caught.push(message);
      const [early, late] = [openedOf(kit)("early"), openedOf(kit)("late")];
      yield* early.anext();
      yield* loop.shutdownAsyncgens();
      for (let i = 0; i < 2; i++) yield* attempt(late.anext());
      yield* attempt(early.anext());
      log(caught.length, ...caught);
      yield* loop.shutdownAsyncgens();
    },
  ],
  [
    "a shutdown that is cancelled cancels what still cleans up",
    `${OPEN}
    left = [opened("a", 1), opened("b", 3), opened("c", 5)]
    for items in left: await items.__anext__()
    task = follow("task", loop.shutdown_asyncgens())
    await sleep(2)
    task.cancel()
    await attempt(task)
    for items in left: await attempt(items.__anext__())
    `,
    function* (kit) {
      const { attempt, follow } = kit;
      const left = [openedOf(kit)("a", 1), openedOf(kit)("b", 3), openedOf(kit)("c", 5)];
      for (const items of left) yield* items.anext();
      const task = follow("task", kit.loop.shutdownAsyncgens());
      yield* sleep(2);
      task.cancel();
      yield* attempt(task);
      for (const items of left) yield* attempt(items.anext());
    },
  ],
];
