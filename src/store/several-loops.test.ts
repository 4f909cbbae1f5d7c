/** Loops of several threads in one trace: each has its own ready queue, timers and running callback. */
import { beforeAll, describe, expect, test } from "vitest";
import { threadPrograms } from "../testing/threads/corpus.ts";
import { recordPython } from "../testing/record-program.ts";
import { tell } from "./beat-sentence.ts";
import { narrate, plainText } from "./narration.ts";
import { TraceStore } from "./trace-store.ts";

const fed = `
import asyncio, threading, time
async def answer():
    await asyncio.sleep(1)
loop = asyncio.new_event_loop()
loop.call_later(5, print)
thread = threading.Thread(target=loop.run_forever, name="fed")
thread.start()
async def main():
    job = asyncio.run_coroutine_threadsafe(answer(), loop)
    timer = loop.call_later(9, print)
    await asyncio.wrap_future(job)
    timer.cancel()
    loop.call_soon_threadsafe(loop.stop)
asyncio.run(main())
thread.join()
`;

const blocked = `
import asyncio, threading
async def answer():
    await asyncio.sleep(1)
    return 42
def work():
    print(asyncio.run(answer()))
async def main():
    thread = threading.Thread(target=work)
    thread.start()
    await asyncio.sleep(0)
    thread.join()
    await asyncio.sleep(1)
asyncio.run(main())
`;

const programs = {
  "each of three loops":
    threadPrograms["each of three loops runs its own tasks, in a thread of its own"] ?? "",
  "a loop that is fed": fed,
  "a loop that runs while a callback of another blocks": blocked,
};

describe.each(Object.entries(programs))("%s", (_, source) => {
  const store = new TraceStore();
  beforeAll(async () => {
    for (const chunk of await recordPython(source)) store.append(chunk);
  });

  test("has the handles in each loop that the host has there", () => {
    const loops = new Set<number>();
    for (let index = 0; index < store.length; index++) {
      const event = store.trace.event(index);
      const [before, after] = [store.stateAt(index - 1), store.stateAt(index)];
      loops.add(after.loop);
      if (event.kind === "iterationStarted") expect(after).toMatchObject({ ready: { length: event.ready } });
      if (event.kind === "handleStarted") {
        expect(before.running).toBeNull();
        expect(before.ready.at(0)?.id).toBe(event.handle);
      }
      if (event.kind === "handleEnded") expect(before.running?.id).toBe(event.handle);
      if (event.kind === "taskStepped") expect(before.running?.task).toBe(event.task);
      expect(after.otherLoops.has(after.loop)).toBe(false);
    }
    expect(loops.size).toBe(source === programs["each of three loops"] ? 3 : 2);
    const end = store.stateAt(store.length - 1);
    for (const loop of [end, ...end.otherLoops.values()])
      expect(loop).toMatchObject({ looping: false, running: null, batch: 0, ready: { length: 0 } });
    expect([...end.tasks.values()].filter(({ wakeups }) => wakeups > 0)).toEqual([]);
  });

  test("has the same states backwards", () => {
    const forwards = Array.from({ length: store.length }, (_, index) => store.stateAt(index));
    for (let index = store.length - 1; index >= 0; index--)
      expect(store.stateAt(index)).toEqual(forwards[index]);
  });
});

test("says who blocks: the task of a thread's loop, or the main thread outside of its own", async () => {
  const store = new TraceStore();
  const program = `import asyncio, threading, time
async def work():
    time.sleep(1)
    await asyncio.sleep(1)
thread = threading.Thread(target=lambda: asyncio.run(work()))
thread.start()
for _ in range(3):
    time.sleep(0.3)
    print("main")
`;
  for (const chunk of await recordPython(program)) store.append(chunk);
  const beats = Array.from({ length: store.beats.count }, (_, beat) => plainText(tell(store, beat, beat)));
  expect(beats).toContain("work blocks the loop for 1 s and sleeps for 1 s.");
  const index = Array.from({ length: store.length }, (_, at) => store.trace.kind(at)).indexOf("loopBlocked");
  expect(plainText(narrate(store.trace.event(index), store.stateAt(index)))).toBe(
    "The main thread waits in time.sleep for 0.3 s.",
  );
});

test("names the thread of each loop, and the task that caused a wake-up in another one", async () => {
  const store = new TraceStore();
  for (const chunk of await recordPython(fed)) store.append(chunk);
  const said = new Set<string>();
  for (let index = 0; index < store.length; index++) {
    const event = store.trace.event(index);
    const after = store.stateAt(index);
    // A task of the main thread has asked for it.
    if (event.kind === "taskCreated" && event.task === 2) expect(after.running?.by).toBe(1);
    if (["loopSwitched", "handlePassed"].includes(event.kind)) said.add(plainText(narrate(event, after)));
    if (event.kind === "taskStepped" && event.task === 2)
      expect(after).toMatchObject({ loop: 0, loopThread: 1 });
    if (event.kind === "taskStepped" && event.task === 1)
      expect(after).toMatchObject({ loop: 1, loopThread: 0 });
  }
  expect([...said].sort()).toEqual([
    "Another event loop is at work.",
    "The callback joins another event loop.",
    "The callback joins the event loop of the main thread.",
    "The callback joins the event loop of thread fed.",
    "The event loop of the main thread is at work.",
    "The event loop of thread fed is at work.",
  ]);
});
