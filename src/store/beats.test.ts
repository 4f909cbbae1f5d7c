import { expect, test } from "vitest";
import { chunkFromText } from "../testing/trace-from-text.ts";
import type { Chunk } from "../trace/chunk.ts";
import { tell } from "./beat-sentence.ts";
import { plainText } from "./narration.ts";
import { TraceStore } from "./trace-store.ts";

function storeOf(chunks: readonly Chunk[]): TraceStore {
  const store = new TraceStore();
  for (const chunk of chunks) store.append(chunk);
  return store;
}

/** Return the sentence of the last beat of a text trace. */
function lastSentence(text: string): string {
  const store = storeOf([chunkFromText(text)]);
  const last = store.beats.count - 1;
  return plainText(tell(store, last, last));
}

test("the beats cover the events in order, each event in one, also while the trace grows", () => {
  const { beats, trace } = storeOf([
    chunkFromText("taskCreated A; handleScheduled 1 A; loopStarted; iterationStarted; handleStarted 1 A"),
    chunkFromText("taskStepped A; taskSuspended A reason=sleep; handleEnded 1 A; @1; clockAdvanced from=0"),
    chunkFromText(
      "timerDue 2 A; iterationStarted; handleStarted 2 A name=sleep; handleEnded 2 A; loopStopped",
    ),
  ]);
  const ranges = Array.from({ length: beats.count }, (_, beat) => [
    beats.kind(beat),
    beats.from(beat),
    beats.to(beat),
  ]);
  expect(ranges).toEqual([
    ["outside", 0, 2],
    ["callback", 3, 7],
    ["wait", 8, 9],
    ["wake", 10, 12],
    ["outside", 13, 13],
  ]);
  expect(Array.from({ length: trace.length }, (_, index) => beats.at(index))).toEqual([
    0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 4,
  ]);
});

test("the sentence of a callback names what it did, with how it ended", () => {
  const before =
    "taskCreated A; taskCreated B; resourceCreated 1 type=Queue name=q base=Queue; loopStarted; iterationStarted";
  const step = (did: string) =>
    lastSentence(`${before}; handleStarted 1 A; taskStepped A; ${did}; handleEnded 1 A`);
  expect(step("queuePut 1 A item=b value=1; taskSuspended A reason=sleep")).toBe(
    "A puts b into q and sleeps.",
  );
  expect(step("taskCancelRequested B by=1; taskDone A outcome=result")).toBe("A cancels B and is done.");
  expect(step("taskDone A outcome=exception value=ValueError:bad")).toBe("A fails with ValueError:bad.");
});

test("a task that starts eagerly has its own deeds, in the step of the task that creates it", () => {
  expect(
    lastSentence(
      `taskCreated A; loopStarted; iterationStarted; handleStarted 1 A; taskStepped A; taskCreated B parent=1
       taskStepped B; outputWritten text=b task=2; taskSuspended B reason=sleep; outputWritten text=a task=1
       taskSuspended A reason=task on=2; handleEnded 1 A`,
    ),
  ).toBe("A creates B, writes “a” and waits for B.");
});

test("a jump of the clock and the tasks that it wakes are one sentence", () => {
  const store = storeOf([
    chunkFromText(`
      taskCreated A; taskCreated B; @1; clockAdvanced from=0.5; timerDue 1 A; timerDue 2 B; iterationStarted
      handleStarted 1 A name=sleep; futureDone 1; handleScheduled 3 A; handleEnded 1 A
      handleStarted 2 B name=sleep; futureDone 2; handleScheduled 4 B; handleEnded 2 B
    `),
  ]);
  const { beats } = store;
  expect([1, 2, 3].map((beat) => beats.position(beat))).toEqual([0, 1, 2]);
  expect(plainText(tell(store, 1, 3))).toBe("0.5 s later, A and B wake up.");
});
