/** Eager tasks, against CPython's own. */
import { expect, test } from "vitest";
import type { Coroutine } from "./coroutine.ts";
import { RuntimeError } from "../errors/exceptions.ts";
import { run } from "../loop/runner.ts";
import { sleep } from "./sleep.ts";
import { allTasks, createTask, currentTask } from "./task.ts";

test("one is not begun in the context that runs already, and leaves nothing behind", () => {
  let begun = false;
  function* neverBegins(): Coroutine<void> {
    begun = true;
  }
  const names = run(
    (function* (): Coroutine<string[]> {
      const context = currentTask()!.getContext();
      const options = { name: "eager", eagerStart: true, context };
      expect(() => createTask(neverBegins(), options)).toThrow(
        new RuntimeError("cannot enter context: <Context> is already entered"),
      );
      yield* sleep(1);
      return [...allTasks()].map((task) => task.getName());
    })(),
  );
  expect([names, begun]).toEqual([["Task-1"], false]);
});
