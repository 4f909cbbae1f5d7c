import fc from "fast-check";
import { expect, test } from "vitest";
import { recordPython } from "../testing/record-program.ts";
import { traceFromText } from "../testing/trace-from-text.ts";
import { Trace } from "../trace/trace.ts";
import { eventByName, nameOfEvent } from "./event-name.ts";

const program = (pause: string) => `
import asyncio
async def work(n):
    for _ in range(2):
        await asyncio.sleep(n)
async def main():
    ${pause}
    await asyncio.gather(*[asyncio.create_task(work(n), name=f"task: {n} %") for n in (1, 2)])
asyncio.run(main())
`;

async function traceOf(source: string): Promise<Trace> {
  const trace = new Trace();
  for (const chunk of await recordPython(source)) trace.append(chunk);
  return trace;
}

test("every event of a run is found by its name", async () => {
  const trace = await traceOf(program("pass"));
  fc.assert(
    fc.property(fc.nat(trace.length - 1), (index) => {
      expect(eventByName(trace, nameOfEvent(trace, index))).toBe(index);
    }),
  );
});

test("a program that was changed elsewhere has the same name for the same moment", async () => {
  const before = await traceOf(program("pass"));
  const after = await traceOf(program("print('hello'); await asyncio.sleep(0.5)"));
  const second = eventByName(before, "taskSuspended:task%3A%202%20%25:2");
  expect(before.event(second)).toMatchObject({ kind: "taskSuspended", time: 2 });
  const found = eventByName(after, nameOfEvent(before, second));
  expect(after.event(found)).toMatchObject({ kind: "taskSuspended", time: 2.5 });
});

test.each([
  "",
  "nonsense:A:1",
  "taskStepped:A:9",
  "taskStepped:B",
  "taskStepped:A:0",
  "taskStepped:A:x",
  "%",
])("what no event is called finds none: %j", (name) => {
  expect(eventByName(traceFromText("taskCreated A; taskStepped A"), name)).toBe(-1);
});

test("a name without a number means the first occurrence", () => {
  expect(eventByName(traceFromText("taskCreated A; taskStepped A; taskStepped A"), "taskStepped:A")).toBe(1);
  expect(nameOfEvent(traceFromText("taskCreated A"), 5)).toBe("");
});
