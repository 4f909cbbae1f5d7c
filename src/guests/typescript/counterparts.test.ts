/** The built-in programs in both languages: the same run, event for event. */
import { describe, test } from "vitest";
import { expectSameRun } from "../../testing/expect-same-run.ts";
import { counterparts } from "../../testing/counterparts.ts";

describe.each(counterparts)("$id", ({ programs: { python, typescript }, network = {} }) => {
  test.each([1, 0, 4_000_000_000])("with seed %d", async (seed) => {
    await expectSameRun(python.source, typescript.source, { seed, network });
  });
});

test.each([
  [{ name: "SIGINT", at: 1.25 }],
  [{ name: "SIGTERM", at: 1.25 }],
  [{ name: "SIGHUP", at: 100 }],
] as const)("shutdown, sent %o by a person", async (signal) => {
  const { python, typescript } = counterparts.find(({ id }) => id === "shutdown")!.programs;
  await expectSameRun(python.source, typescript.source, { signals: [signal] });
});
