import { expect, test } from "vitest";
import { fits, tellingTags } from "./gallery-filter.ts";

test("every word is somewhere in the texts, in any case and order; nothing typed fits everything", () => {
  const texts = ["A semaphore lets three in", "Ten tasks want in.", "asyncio.Semaphore"];
  expect(fits("three SEMA", texts)).toBe(true);
  expect(fits("asyncio.semaphore", texts)).toBe(true);
  expect(fits("semaphore lock", texts)).toBe(false);
  expect(fits("  ", texts)).toBe(true);
});

test("a word is found at its beginning alone, and so are the parts of a name", () => {
  expect(fits("lock", ["Hello, blocked world"])).toBe(false);
  expect(fits("lock", ["unlock a lock"])).toBe(true);
  for (const query of ["group", "taskgroup", "asyncio.task"])
    expect(fits(query, ["asyncio.TaskGroup"])).toBe(true);
  expect(fits("future", ["loop.create_future"])).toBe(true);
});

test("a card shows the tags that few cards have, and one of most cards only if it has no other", () => {
  const all = [["TaskGroup", "Lock"], ["TaskGroup"], ["TaskGroup", "a", "b", "c", "Lock"], ["d"]];
  expect(tellingTags(all[0]!, all)).toEqual(["Lock"]);
  expect(tellingTags(all[1]!, all)).toEqual(["TaskGroup"]);
  expect(tellingTags(all[2]!, all)).toEqual(["a", "b"]);
});
