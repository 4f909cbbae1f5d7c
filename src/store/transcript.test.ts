import { expect, test } from "vitest";
import { chunkFromText } from "../testing/trace-from-text.ts";
import { TraceStore } from "./trace-store.ts";
import { transcriptText } from "./transcript.ts";

test("a run in sentences, up to the cursor; a long transcript says how much it leaves out", () => {
  const store = new TraceStore();
  store.append(
    chunkFromText("loopStarted; @1.5; clockAdvanced from=0; taskCreated A coroutine=main; loopStopped"),
  );
  expect(transcriptText(store, 2, 10)).toBe(
    [
      "0.000 s  The event loop starts.",
      "1.500 s  Nothing is ready: the clock jumps 1.5 s to the next timer.",
      "1.500 s  A is created: it will run main().",
      "",
    ].join("\n"),
  );
  expect(transcriptText(store, 3, 1)).toBe(
    "(3 events before this are left out.)\n1.500 s  The event loop stops.\n",
  );
});

test("events of one sentence and one time have one line; times are as fine as they must be", () => {
  const store = new TraceStore();
  store.append(
    chunkFromText("loopStarted; @0.0003; futureCreated 1; futureCreated 2; @0.0004; futureCreated 3"),
  );
  expect(transcriptText(store, 3, 10)).toBe(
    [
      "0.000 s  The event loop starts.",
      "0.0003 s  A future is created.",
      "0.0004 s  A future is created.",
      "",
    ].join("\n"),
  );
});
