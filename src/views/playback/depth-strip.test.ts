import { expect, test } from "vitest";
import { TraceStore } from "../../store/trace-store.ts";
import { chunkFromText } from "../../testing/trace-from-text.ts";
import { barsPath, depthBuckets } from "./depth-strip.ts";

const storeOf = (text: string) => {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return store;
};

test("each part has its deepest queue, relative to the deepest of all", () => {
  const store = storeOf(`handleScheduled 1; handleScheduled 2; handleScheduled 3; handleScheduled 4
    handleStarted 1; handleStarted 2; handleStarted 3; handleStarted 4`);
  expect(depthBuckets(store, 8, 4)).toEqual([0.5, 1, 0.75, 0.25]);
});

test("fewer events than parts make as many parts; none make a flat one", () => {
  expect(depthBuckets(storeOf("handleScheduled 1; handleStarted 1"), 2, 100)).toEqual([1, 0]);
  expect(depthBuckets(new TraceStore(), 0, 10)).toEqual([0]);
});

test("each part has a bar, higher for a deeper queue and never empty; without parts there is no path", () => {
  const bars = barsPath([0, 0.5, 1], 12).split("z").slice(0, -1);
  expect(bars.map((bar) => Number(/^M([\d.]+)/.exec(bar)?.[1]))).toEqual([0, 4, 8]);
  expect(bars.map((bar) => Number(/v(-?[\d.]+)/.exec(bar)?.[1]))).toEqual([0, -13, -28]);
  expect(barsPath([], 0)).toBe("");
});
