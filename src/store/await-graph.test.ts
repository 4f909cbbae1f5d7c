/** The await graph, from traces drawn as text and from programs in a deadlock. */
import { describe, expect, test } from "vitest";
import { recordPython } from "../testing/record-program.ts";
import { chunkFromText } from "../testing/trace-from-text.ts";
import type { Chunk } from "../trace/chunk.ts";
import { anyCycle, cycleFrom, waitOf } from "./await-graph.ts";
import { TraceStore } from "./trace-store.ts";

function ended(...chunks: Chunk[]) {
  const store = new TraceStore();
  for (const chunk of chunks) store.append(chunk);
  const state = store.stateAt(store.length - 1);
  return { state, children: store.groupChildren };
}

const after = (text: string) => ended(chunkFromText(text));
const tasks = "taskCreated A; taskCreated B; taskCreated C;";

function wait(text: string) {
  const { state, children } = after(`${tasks} ${text}`);
  const found = waitOf(state, children, state.tasks.get(1));
  return found && [found.tasks, found.needsAll];
}

describe("the wait of a task", () => {
  test("is null while it runs", () => expect(wait("taskStepped A")).toBeNull());
  test("is for a task", () => expect(wait("taskSuspended A reason=task on=2")).toEqual([[2], true]));
  test("is for the holder of a lock", () =>
    expect(
      wait("resourceCreated 1 type=Lock value=1; resourceAcquired 1 B; taskSuspended A reason=Lock on=1"),
    ).toEqual([[2], true]));
  test("is for one of the holders of permits", () =>
    expect(
      wait(`resourceCreated 1 type=Semaphore value=2; resourceAcquired 1 B; resourceAcquired 1 C;
        taskSuspended A reason=Semaphore on=1`),
    ).toEqual([[2, 3], false]));
  test("is for each child of a gather, and for one child of a wait", () => {
    const of = (type: string) =>
      wait(`resourceCreated 1 type=${type} value=2; childAdded 1 B; childAdded 1 C;
        taskSuspended A reason=${type} on=1`);
    expect(of("gather")).toEqual([[2, 3], true]);
    expect(of("as_completed")).toEqual([[2, 3], false]);
  });
  test("is for no known task at an event", () =>
    expect(wait("resourceCreated 1 type=Event; taskSuspended A reason=Event on=1")).toEqual([[], false]));
});

test("a cycle needs every one of its waits", () => {
  const holds = (type: string, rest: string) =>
    after(`${tasks} resourceCreated 1 type=${type} value=2; resourceAcquired 1 B; ${rest}
      taskSuspended A reason=${type} on=1; taskSuspended B reason=task on=1`);
  const one = holds("Lock", "");
  expect(cycleFrom(one.state, one.children, 1)).toEqual([1, 2]);
  const two = holds("Semaphore", "resourceAcquired 1 C;");
  expect(cycleFrom(two.state, two.children, 1)).toEqual([]);
});

test("a task that waits for a cycle finds the cycle without being in it", () => {
  const { state, children } = after(`${tasks}
    taskSuspended A reason=task on=2; taskSuspended B reason=task on=3; taskSuspended C reason=task on=2`);
  expect(cycleFrom(state, children, 1)).toEqual([2, 3]);
});

test("two locks taken in two orders are a cycle of two tasks", async () => {
  const program = `
import asyncio
async def take(first, second):
    async with first:
        await asyncio.sleep(0)
        async with second:
            pass
async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(take(a, b), name="one")
        group.create_task(take(b, a), name="two")
        group.create_task(asyncio.sleep(1), name="sleeper")
asyncio.run(main())`;
  const { state, children } = ended(...(await recordPython(program)));
  const names = anyCycle(state, children).map((id) => state.tasks.get(id)?.name);
  expect(names.sort()).toEqual(["one", "two"]);
});
