import { expect, test } from "vitest";
import { hasName, isCleanup, shownName } from "./task-name.ts";

test.each([
  ["hello-3", "hello", "hello-3"],
  ["Task-3", "fetch", "fetch · 3"],
  ["Task-12", "Crawler.fetch", "fetch · 12"],
  ["Task-4", "main.<locals>.fetch", "fetch · 4"],
  ["Task-1", "main", "main"],
  ["Task-3", "", "Task-3"],
  ["Task-3a", "fetch", "Task-3a"],
  ["Task-5", "BaseEventLoop.shutdown_asyncgens", "asyncio.run"],
])("%s of %s is shown as %s", (name, coroutine, shown) => {
  expect(shownName({ name, coroutine })).toBe(shown);
});

test("a task is found by its real name, its shown name and its coroutine", () => {
  const task = { name: "Task-3", coroutine: "Crawler.fetch" };
  for (const text of ["task-3", "fetch · 3", "crawler"]) expect(hasName(task, text), text).toBe(true);
  expect(hasName(task, "task-4")).toBe(false);
});

test("only tasks of asyncio.run's own are its clean-up", () => {
  expect(isCleanup({ coroutine: "BaseEventLoop.shutdown_default_executor" })).toBe(true);
  expect(isCleanup({ coroutine: "shutdown" })).toBe(false);
});
