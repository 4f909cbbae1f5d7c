import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RunWhileTyping } from "./run-while-typing.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A program that was run as "old" and says "new" by now. */
function begin(session: Partial<ConstructorParameters<typeof RunWhileTyping>[0]> = {}) {
  const run = vi.fn(() => Promise.resolve());
  const typed = {
    source: "new",
    tracedSource: "old",
    trusted: true,
    status: "idle" as const,
    runProgram: run,
    ...session,
  };
  const typing = new RunWhileTyping(typed);
  return { run, typing };
}

test("it runs once, after a pause", () => {
  const { run, typing } = begin({ tracedSource: null });
  typing.turn(true);
  for (let key = 0; key < 10; key++) {
    typing.touch();
    vi.advanceTimersByTime(200);
  }
  expect(typing.isWaiting).toBe(true);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(run).toHaveBeenCalledTimes(1);
  expect(typing.isWaiting).toBe(false);
});

test("nothing runs while it is off; turned on it makes up for that, and off again it lets that be", () => {
  const { run, typing } = begin();
  typing.touch();
  vi.advanceTimersByTime(1000);
  expect(run).not.toHaveBeenCalled();
  typing.turn(true);
  vi.advanceTimersByTime(1000);
  expect(run).toHaveBeenCalledTimes(1);
  typing.touch();
  typing.turn(false);
  vi.advanceTimersByTime(1000);
  expect(run).toHaveBeenCalledTimes(1);
});

test("a page that opens with it on runs nothing by that", () => {
  const { run, typing } = begin({ tracedSource: null });
  typing.turn(true);
  vi.advanceTimersByTime(1000);
  expect(run).not.toHaveBeenCalled();
});

test.each([
  ["a stranger's program", { trusted: false }, 0],
  ["an empty one", { source: "  \n" }, 0],
  ["what is shown already", { source: "old" }, 0],
  ["what is shown, while a run of something else is on its way", { source: "old", status: "running" }, 1],
] as const)("%s: runs", (_, session, runs) => {
  const { run, typing } = begin(session);
  typing.turn(true);
  typing.touch();
  vi.advanceTimersByTime(1000);
  expect(run).toHaveBeenCalledTimes(runs);
});
