import { expect, test } from "vitest";
import { mapLines } from "../base/line-map.ts";
import { recordPython } from "../testing/record-program.ts";
import { Trace } from "../trace/trace.ts";
import { EventAnchor } from "./event-anchor.ts";

const program = `import asyncio

async def work(name, pause):
    for n in range(3):
        await asyncio.sleep(pause)
        print(name, n)
    await asyncio.sleep(0)

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(work("a", 1), name="a")
        group.create_task(work("b", 2))

asyncio.run(main())
`;

async function traceOf(source: string): Promise<Trace> {
  const trace = new Trace();
  for (const chunk of await recordPython(source)) trace.append(chunk);
  return trace;
}

function changed(...changes: [string, string][]): string {
  return changes.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, program);
}

/** Return an event with its task's name, without ids. */
function eventByName(trace: Trace, index: number | null | undefined) {
  if (typeof index !== "number") return index;
  return {
    kind: trace.kind(index),
    time: trace.time(index),
    line: trace.line(index),
    label: trace.label(index),
    task: trace.taskName(trace.task(index)),
  };
}

type NamedEvent = ReturnType<typeof eventByName> & object;

async function after(source: string, index: number) {
  const [before, now] = [await traceOf(program), await traceOf(source)];
  const moment = new EventAnchor(before, index, mapLines(program, source));
  return eventByName(now, moment.find(now, true));
}

async function eventWhere(wanted: (event: NamedEvent) => boolean): Promise<number> {
  const trace = await traceOf(program);
  const found = Array.from({ length: trace.length }, (_, i) => i).filter((i) =>
    wanted(eventByName(trace, i) as NamedEvent),
  );
  expect(found).not.toEqual([]);
  return found[0] as number;
}

const secondOfA = () =>
  eventWhere(({ kind, task, time }) => kind === "taskSuspended" && task === "a" && time === 1);

test("each event of an unchanged program is found at its index, as soon as it is recorded", async () => {
  const trace = await traceOf(program);
  const chunks = await recordPython(program);
  expect(chunks).toHaveLength(1);
  for (let index = 0; index < trace.length; index++) {
    const moment = new EventAnchor(trace, index, mapLines(program, program));
    expect(eventByName(trace, moment.find(trace, true))).toEqual(eventByName(trace, index));
  }
});

test("an await is the same after lines were added before it, other awaits among them", async () => {
  const source = changed(
    ["import asyncio\n", "import asyncio\n\nprint('hello')\n"],
    ["    for n", "    await asyncio.sleep(0.25)\n    for n"],
  );
  const found = await after(source, await secondOfA());
  expect(found).toMatchObject({ kind: "taskSuspended", task: "a", time: 1.25, line: 8 });
});

test("an await is the same after it was changed itself, and others come before it", async () => {
  const source = changed(["sleep(pause)", "sleep(pause * 5)"]);
  expect(await after(source, await secondOfA())).toMatchObject({ kind: "taskSuspended", task: "a", time: 5 });
});

test("a task without a name of its own is the same if others come before it", async () => {
  const source = changed([
    '        group.create_task(work("a"',
    '        asyncio.create_task(asyncio.sleep(9))\n        group.create_task(work("a"',
  ]);
  const output = await eventWhere(({ kind, label }) => kind === "outputWritten" && label === "b 1\n");
  expect(await after(source, output)).toMatchObject({ kind: "outputWritten", label: "b 1\n" });
});

test("a callback, a timer and a clock jump are found after the same await", async () => {
  const source = changed(["    for n", "    await asyncio.sleep(0.25)\n    for n"]);
  for (const kind of ["timerDue", "handleStarted"] as const) {
    const index = await eventWhere((event) => event.kind === kind && event.time === 2 && event.task === "a");
    expect(await after(source, index)).toMatchObject({ kind, time: 2.25, task: "a" });
  }
  const jump = await eventWhere((event) => event.kind === "clockAdvanced" && event.time === 2);
  expect(await after(source, jump)).toMatchObject({ kind: "clockAdvanced" });
});

test("the last visit takes the place of one that no longer happens", async () => {
  const third = await eventWhere(({ kind, label }) => kind === "outputWritten" && label === "a 2\n");
  const found = await after(changed(["range(3)", "range(2)"]), third);
  expect(found).toMatchObject({ task: "a", time: 2 });
});

test("a task that is gone has no match", async () => {
  expect(await after(changed(['name="a"', 'name="c"']), await secondOfA())).toBe(null);
});

test("the event may still be recorded while the run continues", async () => {
  const trace = await traceOf(program);
  const moment = new EventAnchor(trace, trace.length - 2, mapLines(program, program));
  expect(moment.find(new Trace(), false)).toBe(undefined);
  expect(moment.find(trace, false)).toBe(trace.length - 2);
});
