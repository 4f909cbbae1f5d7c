/** Wake chains, from traces drawn as text and from a program. */
import { describe, expect, test } from "vitest";
import groups from "../testing/groups-program.py?raw";
import { recordPython } from "../testing/record-program.ts";
import { chunkFromText } from "../testing/trace-from-text.ts";
import { TraceStore } from "./trace-store.ts";
import { lastLink, wakeChain, wokenBy } from "./wake-chain.ts";

function storeOf(text: string): TraceStore {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return store;
}

/** Trace in which A creates B and sleeps, A's timer wakes A, and A wakes B. */
const story = `
  taskCreated A; handleScheduled 1 A; handleStarted 1 A; taskStepped A            # 0–3
  taskCreated B A; handleScheduled 2 B                                            # 4–5
  timerScheduled 3 A name=sleep when=1; taskSuspended A reason=sleep; handleEnded 1 A  # 6–8
  handleStarted 2 B; taskStepped B; taskSuspended B reason=future; handleEnded 2 B     # 9–12
  @1; timerDue 3 A name=sleep; handleStarted 3 A name=sleep; handleScheduled 4 A; handleEnded 3 A  # 13–16
  handleStarted 4 A; taskStepped A; handleScheduled 5 B; taskSuspended A reason=future; handleEnded 4 A # 17–21
  handleStarted 5 B; taskStepped B; taskDone B outcome=result`;

test("a chain leads back through wake-ups, timers and creations, to the beginning", () => {
  const { spans } = storeOf(story);
  expect(wakeChain(spans, 2, 24)).toEqual([
    { task: 2, at: 19, how: "woken", by: 1, since: 19 },
    { task: 1, at: 15, how: "timer", by: 1, since: 6 },
    { task: 1, at: 0, how: "created", by: 0, since: 0 },
  ]);
  expect(wakeChain(spans, 2, 11)).toEqual([
    { task: 2, at: 4, how: "created", by: 1, since: 4 },
    { task: 1, at: 0, how: "created", by: 0, since: 0 },
  ]);
  expect(wakeChain(spans, 2, 24, 1)).toHaveLength(1);
});

test("a task that is not created yet has no chain", () => {
  expect(lastLink(storeOf(story).spans, 2, 3)).toBeNull();
});

test("a task that yields with sleep(0) continues by its turn", () => {
  const { spans } = storeOf(
    `taskCreated A; taskStepped A; handleScheduled 2 A; taskSuspended A; taskStepped A`,
  );
  expect(lastLink(spans, 1, 4)).toEqual({ task: 1, at: 3, how: "turn", by: 1, since: 2 });
});

test("the tasks that a task woke in its step", () => {
  const { spans } = storeOf(story);
  expect(wokenBy(spans, 1, 18)).toEqual([2]);
  expect(wokenBy(spans, 1, 7)).toEqual([]);
});

describe("of a program", () => {
  test("every chain leads to the beginning, one step earlier with every link", async () => {
    const store = new TraceStore();
    for (const chunk of await recordPython(groups)) store.append(chunk);
    const kinds = new Set<string>();
    for (let index = 0; index < store.length; index += 3) {
      for (const { task } of store.spans.lanes) {
        const links = wakeChain(store.spans, task, index, 1000);
        let before = index;
        for (const link of links) {
          kinds.add(link.how);
          expect(link.at).toBeLessThanOrEqual(before);
          expect(link.since).toBeLessThanOrEqual(link.at);
          before = link.since;
        }
        const last = links.at(-1);
        if (last) expect([last.by, links.length < 1000]).toEqual([0, true]);
      }
    }
    expect([...kinds].sort()).toEqual(["created", "timer", "woken"]);
  });
});
