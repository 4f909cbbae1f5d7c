import { expect, test } from "vitest";
import { TraceStore } from "../../store/trace-store.ts";
import { chunkFromText } from "../../testing/trace-from-text.ts";
import { barsPath, bucketAt, depthBuckets, depthText } from "./depth-strip.ts";

const storeOf = (text: string) => {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return store;
};
const bucket = (depth: number, at = 0) => ({ depth, at });

test("each part has its longest queue, and the event after which it is so long", () => {
  const store = storeOf(`handleScheduled 1; handleScheduled 2; handleScheduled 3; handleScheduled 4
    handleStarted 1; handleStarted 2; handleStarted 3; handleStarted 4`);
  const buckets = depthBuckets(store, 8, 4);
  expect(buckets).toEqual([bucket(2, 1), bucket(4, 3), bucket(3, 4), bucket(1, 6)]);
  expect([0, 0.3, 1].map((share) => bucketAt(buckets, share)?.depth)).toEqual([2, 4, 1]);
});

test("fewer events than parts make as many parts; none make a flat one", () => {
  const depths = (text: string, length: number) =>
    depthBuckets(text ? storeOf(text) : new TraceStore(), length, 100).map(({ depth }) => depth);
  expect(depths("handleScheduled 1; handleStarted 1", 2)).toEqual([1, 0]);
  expect(depths("", 0)).toEqual([0]);
  expect(bucketAt([], 0.5)).toBeUndefined();
});

test("each part has a bar, higher for a longer queue and never empty; without parts there is no path", () => {
  const bars = barsPath([bucket(0), bucket(2), bucket(4)], 12)
    .split("z")
    .slice(0, -1);
  expect(bars.map((bar) => Number(/^M([\d.]+)/.exec(bar)?.[1]))).toEqual([0, 4, 8]);
  expect(bars.map((bar) => Number(/v(-?[\d.]+)/.exec(bar)?.[1]))).toEqual([0, -9, -20]);
  expect(barsPath([], 0)).toBe("");
});

test("a depth in words", () => {
  expect(depthText(12, 0.32)).toBe("12 callbacks ready at 0.32 s");
  expect(depthText(1, 0)).toBe("1 callback ready at 0 s");
  expect(depthText(0, 2.5)).toBe("No callback ready at 2.5 s");
});
