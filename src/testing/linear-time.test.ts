/** All patterns that see a stranger's text take steps that grow linearly with it. */
import { expect, test } from "vitest";
import { attack, patternsIn } from "./patterns.ts";

test("an attack finds a pattern that backtracks", () => {
  expect(attack(/\/(?:\\.|[^/[])+\//y)).toContain("×23");
  expect(attack(/\s+$/)).toContain("×20000");
  expect(attack(/"(?:\\[^]|[^"\\])*"?/)).toBeNull();
});

test("no pattern of the page or the build backtracks", { timeout: 120_000 }, () => {
  const patterns = patternsIn(["src", "build"]);
  expect(patterns.length).toBeGreaterThan(60);
  const slow = patterns.flatMap(({ place, pattern }) => {
    const text = attack(pattern);
    return text === null ? [] : [`${place} ${String(pattern)} takes long for ${JSON.stringify(text)}`];
  });
  expect(slow).toEqual([]);
});
