/** The corpus and random schedules on CPython's own loop and on the guest's, in the same interpreter. */
import { describe, test } from "vitest";
import { runOnBothLoops } from "../../testing/oracle/both-loops.ts";
import { corpus } from "../../testing/oracle/corpus.ts";
import randomSchedule from "../../testing/oracle/random-schedule.py?raw";

describe("as on CPython's own loop:", () => {
  test.each(corpus)("%s", async (_name, program) => {
    await runOnBothLoops(program);
  });

  test.each(Array.from({ length: 40 }, (_, seed) => seed))("random schedule %i", async (seed) => {
    await runOnBothLoops(randomSchedule, seed);
  });
});
