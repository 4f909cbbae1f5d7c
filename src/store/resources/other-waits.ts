/** Waits for no resource: for time, for a task, for a future, for a thread. */
import { clockText, durationText, ordinal } from "../../base/number-text.ts";
import { named, say } from "../sentence.ts";
import type { WaitKind } from "./wait-kind.ts";

export const otherWaits: Readonly<Record<string, WaitKind>> = {
  sleep: {
    does: ({ timers, time }, _on, task) => {
      const timer = timers.find((timer) => timer.task === task && timer.name === "sleep");
      return timer ? `sleeps for ${durationText(timer.when - time)}` : "sleeps";
    },
    whyNotYet: ({ state: { timers, time }, task }) => {
      const at = timers.findIndex((timer) => timer.task === task.id && timer.name === "sleep");
      const timer = timers[at];
      if (!timer) return say`Its timer is due: the callback that wakes it is in the ready queue.`;
      const place = at === 0 ? "its timer is next" : `its timer is ${ordinal(at + 1)} to come due`;
      return say`It ${{ text: "sleeps", handle: timer.id }} until ${clockText(timer.when)} s, for another ${durationText(timer.when - time)}: ${place}.`;
    },
    texture: "hatched",
    title: () => "asleep",
  },
  task: {
    several: "wait for a task",
    does: (state, on) => `waits for ${named(state, on).text}`,
    whyNotYet: ({ who }) => say`It awaits ${who}, which is not done.`,
    endedBy: "task",
    title: (state, on) => `awaiting ${named(state, on).text}`,
  },
  thread: {
    several: "wait for a thread",
    does: () => "waits for a worker thread",
    whyNotYet: () => say`A worker thread is still running its function.`,
    title: () => "waiting for a thread",
  },
  future: {
    does: () => "waits for a future",
    whyNotYet: () => say`The future that it waits for has no result yet.`,
    title: () => "waiting for a future",
  },
};
