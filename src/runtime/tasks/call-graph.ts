/**
 * Who waits for whom. Mirrors `asyncio/graph.py`, whose call stacks are here what a coroutine tells of itself: the
 * frames of a suspended generator are nobody's to read.
 */
import type { SourceLocation } from "./coroutine.ts";
import { RuntimeError } from "../errors/exceptions.ts";
import { type Future, futureInternals, isFuture } from "./future.ts";
import { textRepr } from "../instrument/repr.ts";
import { runningLoop } from "../loop/running-loop.ts";
import { currentTask, taskInternals, Task } from "./task.ts";

/** A future, where its coroutine stands if it is a task whose coroutine can tell, and the graphs of who awaits it. */
export interface FutureCallGraph {
  readonly future: Future<unknown>;
  readonly callStack: readonly SourceLocation[];
  readonly awaitedBy: readonly FutureCallGraph[];
}

/**
 * The graph of the future, or of the current task; null if no task runs.
 * Throws RuntimeError if neither a loop runs nor a future is given, TypeError for what is no future.
 */
export function captureCallGraph(future?: Future<unknown>): FutureCallGraph | null {
  if (future === undefined) {
    if (runningLoop() === null) {
      throw new RuntimeError(
        "capture_call_graph() is called outside of a running event loop and no *future* to introspect was provided",
      );
    }
    const current = currentTask();
    return current && graphOf(current);
  }
  if (!isFuture(future)) {
    throw new TypeError(`${String(future)} object does not appear to be compatible with asyncio.Future`);
  }
  return graphOf(future);
}

/** The graph as text, a future a line; empty if there is none. Errors as `captureCallGraph`. */
export function formatCallGraph(future?: Future<unknown>): string {
  const graph = captureCallGraph(future);
  return graph ? lines(graph, "").join("\n") : "";
}

/** Writes the graph to the console. Errors as `captureCallGraph`. */
export function printCallGraph(future?: Future<unknown>): void {
  console.log(formatCallGraph(future));
}

function graphOf(future: Future<unknown>): FutureCallGraph {
  return {
    future,
    callStack: future instanceof Task ? future.getStack() : [],
    awaitedBy: [...futureInternals.awaitedBy(future)].map(graphOf),
  };
}

function lines({ future, callStack, awaitedBy }: FutureCallGraph, indent: string): string[] {
  const name =
    future instanceof Task
      ? `Task(name=${textRepr(future.getName())}, id=${taskInternals.id(future)})`
      : `Future(id=${futureInternals.id(future)})`;
  const stack = callStack.map(
    ({ qualname, line }) => `${indent}  |   line ${line ?? "?"}, in async ${qualname}()`,
  );
  const parents = awaitedBy.flatMap((graph) => lines(graph, `${indent}    `));
  return [
    `${indent}* ${name}`,
    ...(stack.length > 0 ? [`${indent}  + Call stack:`, ...stack] : []),
    ...(parents.length > 0 ? [`${indent}  + Awaited by:`, ...parents] : []),
  ];
}
