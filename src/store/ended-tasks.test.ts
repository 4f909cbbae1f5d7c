import { expect, test } from "vitest";
import { traceFromText } from "../testing/trace-from-text.ts";
import { nextEnded } from "./ended-tasks.ts";
import { Spans } from "./spans.ts";

test("the tasks that failed are walked from end to end, and round again", () => {
  const spans = new Spans();
  spans.append(
    traceFromText(`
      taskCreated A; taskCreated B; taskCreated C; taskCreated D
      taskDone C outcome=exception; taskDone B outcome=result; taskDone A outcome=exception`),
  );
  const walk = (index: number) => nextEnded(spans, "exception", index)?.name;
  expect([walk(-1), walk(4), walk(6)]).toEqual(["C", "A", "C"]);
  expect(nextEnded(spans, "cancelled", -1)).toBe(null);
});
