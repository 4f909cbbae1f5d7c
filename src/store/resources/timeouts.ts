/** Timeouts and async generators: resources without a line. */
import { durationText } from "../../base/number-text.ts";
import { say, task } from "../sentence.ts";
import type { ResourceKind } from "./resource-kind.ts";

export const timeout: ResourceKind = {
  bases: ["Timeout"],
  kept: "none",
  created: ({ value, time }) =>
    value
      ? say`A timeout of ${durationText(value - time)} begins.`
      : say`A timeout without a deadline begins.`,
  changes: {
    expire: ({ event, after }) =>
      event.task
        ? say`${task(after, event)} reaches the deadline of its timeout.`
        : say`The timeout expires: its task will be cancelled.`,
    swallow: ({ event, after }) =>
      say`${task(after, event)} leaves the timeout's block without TimeoutError: the cancellation was caught inside.`,
    reschedule: ({ event, after }) =>
      event.value
        ? say`${task(after, event)} moves the deadline to ${durationText(event.value)}.`
        : say`${task(after, event)} removes the deadline.`,
  },
};

export const asyncGenerator: ResourceKind = {
  bases: ["async_generator"],
  kept: "none",
  created: ({ name }) => say`The async generator${name && ` ${name}`} starts: its first item is requested.`,
};
