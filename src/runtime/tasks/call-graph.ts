/**
 * Graph of futures and the tasks that wait for them. Mirrors `asyncio/graph.py`. Call stacks hold source locations that
 * coroutines report themselves, since JavaScript cannot read the frames of a suspended generator.
 */
import type { SourceLocation } from "./coroutine.ts";
import { RuntimeError } from "../errors/exceptions.ts";
import { type Future, futureInternals, isFuture } from "./future.ts";
import { textRepr } from "../instrument/text-repr.ts";
import { runningLoop } from "../loop/running-loop.ts";
import { currentTask, taskInternals, Task } from "./task.ts";

/**
 * Future, the locations where its coroutine is suspended (for tasks alone), and the graphs of the futures awaiting it.
 */
export interface FutureCallGraph {
  readonly future: Future<unknown>;
  readonly callStack: readonly SourceLocation[];
  readonly awaitedBy: readonly FutureCallGraph[];
}

/**
 * Return the graph of the future, by default of the current task; null if no task runs. Throws RuntimeError if no future
 * is given and no loop runs, TypeError for an argument that is not a future. Mirrors `capture_call_graph`.
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

/**
 * Return the graph as text, a future a line; empty for no graph. Throws as `captureCallGraph`. Mirrors
 * `format_call_graph`.
 */
export function formatCallGraph(future?: Future<unknown>): string {
  const graph = captureCallGraph(future);
  return graph ? lines(graph, "").join("\n") : "";
}

/** Write the graph to the console. Throws as `captureCallGraph`. Mirrors `print_call_graph`. */
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
