/** Eager tasks, against CPython's own. */
import { describe, expect, test } from "vitest";
import { eagerCombinators } from "../../testing/parity/eager-combinators.ts";
import { eagerTasks } from "../../testing/parity/eager-tasks.ts";
import { testTwins } from "../../testing/parity/parity.ts";
import type { Coroutine } from "./coroutine.ts";
import { RuntimeError } from "../errors/exceptions.ts";
import { run } from "../loop/runner.ts";
import { sleep } from "./sleep.ts";
import { allTasks, createTask, currentTask } from "./task.ts";

const parts = { "eager tasks": eagerTasks, "combinators of eager tasks": eagerCombinators };

describe.each(Object.entries(parts))("%s, as CPython's:", (_name, programs) => testTwins(programs));

test("an eager task in a context that is entered already throws and leaves no task behind", () => {
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
