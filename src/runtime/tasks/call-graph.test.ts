/** Who waits for whom, against CPython's own; by itself what only a coroutine that knows its place can tell. */
import { expect, test, vi } from "vitest";
import { captureCallGraph, formatCallGraph, printCallGraph } from "./call-graph.ts";
import type { Coroutine, SourceLocation } from "./coroutine.ts";
import { EventLoop } from "../loop/event-loop.ts";
import { RuntimeError } from "../errors/exceptions.ts";
import { futureInternals } from "./future.ts";

test("a coroutine that knows its place is told with it, until its task is done", () => {
  const loop = new EventLoop();
  const future = loop.createFuture<string>();
  function* waits(): Coroutine<string> {
    return yield* future;
  }
  const place: SourceLocation = { qualname: "waits", line: 7 };
  const task = loop.createTask(Object.assign(waits(), place), { name: "it's" });
  loop.stop();
  loop.runForever();

  // Not by `toEqual`: that would go through the futures themselves, and to iterate one is to await it.
  const graph = captureCallGraph(future)!;
  const [by] = graph.awaitedBy;
  expect([graph.future === future, graph.callStack, graph.awaitedBy.length]).toEqual([true, [], 1]);
  expect([by?.future === task, by?.callStack.length, by?.awaitedBy]).toEqual([true, 1, []]);
  expect(by?.callStack[0]).toMatchObject(place);
  const text = `* Task(name="it's", id=1)\n  + Call stack:\n  |   line 7, in async waits()`;
  expect(formatCallGraph(task)).toBe(text);
  const print = vi.spyOn(console, "log").mockImplementation(() => {});
  printCallGraph(task);
  expect(print).toHaveBeenCalledExactlyOnceWith(text);
  print.mockRestore();

  future.setResult("done");
  expect(loop.runUntilComplete(task)).toBe("done");
  expect(formatCallGraph(task)).toBe(`* Task(name="it's", id=1)`);
});

test("a call graph needs a running loop or a future", () => {
  const words =
    "capture_call_graph() is called outside of a running event loop and no *future* to introspect was provided";
  expect(() => captureCallGraph()).toThrow(new RuntimeError(words));
  expect(() => formatCallGraph()).toThrow(new RuntimeError(words));
});

test("a future with many waiters has each of them once", () => {
  const loop = new EventLoop();
  const future = loop.createFuture();
  const waiters = [1, 2, 3].map(() => loop.createFuture());
  for (const waiter of [...waiters, ...waiters]) futureInternals.addAwaitedBy(future, waiter);
  expect([...futureInternals.awaitedBy(future)].map((waiter) => waiters.indexOf(waiter))).toEqual([0, 1, 2]);
  for (const waiter of [...waiters, ...waiters]) futureInternals.discardAwaitedBy(future, waiter);
  expect(futureInternals.awaitedBy(future).size).toBe(0);
});
