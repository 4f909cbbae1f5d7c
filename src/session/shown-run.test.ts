/** Runs, their cursors and selections: values that move apart, and a cursor that follows a run while it is recorded. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chunkFromText } from "../testing/trace-from-text.ts";
import { atFirstStop, atNamedEvent, playFromBeginning, waitAtBeginning } from "./initial-cursor.ts";
import { Run } from "./run.svelte.ts";
import { ShownRun } from "./shown-run.ts";

const program = { language: "python", source: "a\nb\nc\n", seed: 1 } as const;
const first = chunkFromText("loopStarted; iterationStarted; taskCreated A name=one; handleScheduled 1 A");
const ok = { outcome: "ok", error: null, line: 0, invalid: false, time: 0 } as const;

// Frames come only when a test wants one.
const frames = new Map<number, FrameRequestCallback>();
let lastFrame = 0;
beforeEach(() => {
  frames.clear();
  vi.stubGlobal("requestAnimationFrame", (callback: FrameRequestCallback) => {
    frames.set(++lastFrame, callback);
    return lastFrame;
  });
  vi.stubGlobal("cancelAnimationFrame", (frame: number) => frames.delete(frame));
});
afterEach(() => void vi.unstubAllGlobals());

const recording = () => new ShownRun(Run.recording(program));
const second = () => chunkFromText("handleStarted 1 A; taskStepped A line=2");

test("two cursors of one run move apart, and so do their selections", () => {
  const run = Run.recording(program);
  const [left, right] = [new ShownRun(run), new ShownRun(run)];
  left.append(first);
  left.cursor.seek(3);
  right.cursor.seek(0);
  left.selection.selectTask(1);
  left.selection.hover(1);
  expect([left.cursor.index, right.cursor.index]).toEqual([3, 0]);
  expect([left.cursor.state.tasks.size, right.cursor.state.tasks.size]).toEqual([1, 0]);
  expect([left.selection.task, right.selection.task]).toEqual([1, null]);
  expect([left.selection.hoveredTask, right.selection.hoveredTask]).toEqual([1, 0]);
});

test("a cursor stays within its run", () => {
  const { cursor, ...shown } = recording();
  shown.run.append(first);
  cursor.seek(99);
  expect([cursor.index, cursor.isAtEnd]).toEqual([3, true]);
  cursor.step(-99);
  expect(cursor.index).toBe(-1);
  cursor.stepBy("iteration", 1, null);
  expect(cursor.index).toBe(1);
});

test("a cursor at the end stays there while the run grows, and any other one stays where it is", () => {
  const [atEnd, elsewhere] = [recording(), recording()];
  for (const shown of [atEnd, elsewhere]) shown.append(first);
  elsewhere.cursor.seek(1);
  for (const shown of [atEnd, elsewhere]) shown.append(second());
  expect([atEnd.cursor.index, elsewhere.cursor.index]).toEqual([5, 1]);
});

test("a run plays from its beginning as soon as it has events, and to its end", () => {
  const shown = recording();
  shown.startAt(playFromBeginning);
  expect(shown.cursor.playing).toBe(false);
  shown.append(first);
  expect([shown.cursor.playing, shown.cursor.index]).toEqual([true, -1]);
  let now = performance.now();
  const play = () => {
    const due = [...frames.values()];
    frames.clear();
    now += 100;
    for (const frame of due) frame(now);
  };
  for (let i = 0; i < 60; i++) play();
  // More may come, so it still plays.
  expect([shown.cursor.playing, shown.cursor.isAtEnd]).toEqual([true, true]);
  shown.finish(ok, { computation: null, explain: null, written: null });
  play();
  expect(shown.cursor.playing).toBe(false);
});

test("a run is shown at its end to a person who wants reduced motion", () => {
  const shown = new ShownRun(Run.recording(program), { isCalm: () => true });
  shown.startAt(playFromBeginning);
  for (const chunk of [first, second()]) {
    shown.append(chunk);
    expect([shown.cursor.playing, shown.cursor.isAtEnd]).toEqual([false, true]);
  }
});

test("a first visit waits at the first stop, and plays from the beginning", () => {
  const stop = { kind: "taskStepped", caption: "one runs." } as const;
  const shown = new ShownRun(Run.recording(program), { tour: () => [stop] });
  shown.startAt(atFirstStop(stop));
  shown.append(first);
  expect([shown.cursor.isPoster, shown.cursor.index]).toEqual([false, -1]);
  shown.append(second());
  expect([shown.cursor.isPoster, shown.cursor.playing, shown.cursor.index]).toEqual([true, false, 5]);
  shown.cursor.play();
  expect([shown.cursor.isPoster, shown.cursor.playing, shown.cursor.index]).toEqual([false, true, -1]);
});

test("a run waits at its beginning if it is to", () => {
  const shown = recording();
  shown.startAt(waitAtBeginning);
  shown.append(first);
  shown.append(second());
  expect([shown.cursor.playing, shown.cursor.index]).toEqual([false, -1]);
});

test("an event that a link names is shown once it is recorded, with its task", () => {
  const onMissing = vi.fn();
  const shown = recording();
  shown.startAt(atNamedEvent({ at: "taskStepped:one:1", task: "one", onMissing }));
  shown.append(first);
  expect(shown.cursor.index).toBe(-1);
  shown.append(second());
  shown.finish(ok, { computation: null, explain: null, written: null });
  expect([shown.cursor.index, shown.selection.task]).toEqual([5, 1]);
  expect(onMissing).not.toHaveBeenCalled();
  expect(shown.position).toEqual({ at: "taskStepped:one:1", task: "one", speed: null });
});

test("a run without the event that a link names says so, and plays", () => {
  const onMissing = vi.fn();
  const shown = recording();
  shown.startAt(atNamedEvent({ at: "taskDone:one:1", task: null, onMissing }));
  shown.append(first);
  shown.finish(ok, { computation: null, explain: null, written: null });
  expect(onMissing).toHaveBeenCalledTimes(1);
  expect(shown.cursor.playing).toBe(true);
});

test("a person who moves the cursor ends the search for the initial place", () => {
  const shown = recording();
  shown.startAt(atNamedEvent({ at: "taskStepped:one:1", task: null, onMissing() {} }));
  shown.append(first);
  shown.cursor.seek(2);
  shown.append(second());
  shown.finish(ok, { computation: null, explain: null, written: null });
  expect(shown.cursor.index).toBe(2);
});

test("what the pointer is on, and the line that is shown, hold until the cursor moves", () => {
  const shown = recording();
  shown.append(first);
  shown.selection.hover(1);
  shown.selection.showLine(2);
  expect([shown.selection.hoveredTask, shown.selection.shownLine]).toEqual([1, 2]);
  shown.cursor.step(-1);
  shown.cursor.step(1);
  expect([shown.selection.hoveredTask, shown.selection.shownLine]).toEqual([0, 0]);
});

test("an edited program is shown at the event that a person has paused at", () => {
  const [before, after] = [recording(), recording()];
  for (const shown of [before, after]) {
    shown.append(first);
    shown.append(second());
    shown.append(chunkFromText("handleEnded 1 A"));
  }
  before.cursor.seek(5);
  expect(before.pausedAt("a\nb\nnew\n")?.find(after.run.store.trace, true)).toBe(5);
  expect(before.pausedAt("another program\n")).toBeNull();
  before.cursor.seek(-1);
  expect(before.pausedAt(program.source)).toBeNull();
});
