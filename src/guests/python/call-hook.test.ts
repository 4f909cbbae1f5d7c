import { expect, test } from "vitest";
import { guardInstrument } from "../../runtime/instrument/instrument.ts";
import { callHook } from "./call-hook.ts";

test.each([0, 1, 6, 7, 12])("a hook gets all %i values of its event", (count) => {
  const values = Array.from({ length: 14 }, (_, i) => `value ${i}`);
  let passed: unknown[] = [];
  const hook = (...all: unknown[]) => (passed = all);
  callHook(guardInstrument({ taskDone: hook }), "taskDone", 1.5, values, count);
  expect(passed.slice(0, count + 1)).toEqual([1.5, ...values.slice(0, count)]);
  // Further values would be fields of no kind: only short kinds may have them, and their hooks ignore them.
  if (count > 6) expect(passed).toHaveLength(count + 1);
});
