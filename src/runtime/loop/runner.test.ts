/** The runner: its shutdown against CPython's own on its stock loop, the rest by itself. */
import { describe, expect, test } from "vitest";
import { sleep } from "../combinators/combinators.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { EventLoop } from "./event-loop.ts";
import { getRunningLoop } from "./events.ts";
import { Deadlock, RuntimeError } from "../errors/exceptions.ts";
import { run, Runner } from "./runner.ts";
import { createTask } from "../tasks/task.ts";

describe("a runner", () => {
  function* answer(): Coroutine<number> {
    yield* sleep(1);
    return 42;
  }

  test("runs coroutines one after another on one loop, and closes it", () => {
    const [runner, loop] = new Runner().use((inner) => {
      expect([inner.run(answer()), inner.run(answer()), inner.getLoop().time()]).toEqual([42, 42, 2]);
      return [inner, inner.getLoop()] as const;
    });
    expect(loop.isClosed()).toBe(true);
    runner.close();
    expect(() => runner.run(answer())).toThrow(new RuntimeError("Runner is closed"));
  });

  test("throws in a running loop, and for an argument that is not awaitable", () => {
    function* nested(): Coroutine<void> {
      run(answer());
    }
    expect(() => run(nested())).toThrow("asyncio.run() cannot be called from a running event loop");
    expect(() => run(5 as never)).toThrow(
      new TypeError("An asyncio.Future, a coroutine or an awaitable is required"),
    );
  });

  test("uses the loop of its loop factory", () => {
    const loop = new EventLoop();
    expect([run(answer(), { loopFactory: () => loop }), loop.isClosed(), loop.time()]).toEqual([42, true, 1]);
  });

  test("unwinds the tasks of a program in a deadlock", () => {
    const unwound: string[] = [];
    function* waits(): Coroutine<void> {
      try {
        yield* new EventLoop().createFuture<void>();
      } finally {
        unwound.push("foreign");
      }
    }
    function* main(): Coroutine<void> {
      const task = createTask(waits());
      try {
        yield* task;
      } catch (error) {
        expect((error as Error).message).toContain("attached to a different loop");
      }
      try {
        yield* getRunningLoop().createFuture<void>();
      } finally {
        unwound.push("main");
      }
    }
    expect(() => run(main())).toThrow(Deadlock);
    expect(unwound).toEqual(["foreign", "main"]);
  });
});
