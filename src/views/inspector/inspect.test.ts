/** The inspector's content, from traces written as text and from programs. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Selection, SelectionKind } from "../../session/selection.ts";
import { TraceStore } from "../../store/trace-store.ts";
import groups from "../../testing/groups-program.py?raw";
import resources from "../../testing/resources-program.py?raw";
import { recordPython } from "../../testing/record-program.ts";
import { chunkFromText } from "../../testing/trace-from-text.ts";
import { awaitTree } from "./await-tree.ts";
import { inspect, knownOf, NOTHING_KNOWN } from "./inspect.ts";
import { plain, type Inspected, type Scene } from "./pieces.ts";
import { deadlockAt } from "./why.ts";

function sceneOf(text: string, index?: number): Scene {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return { store, state: store.stateAt(index ?? store.length - 1), source: [] };
}

function look(scene: Scene, kind: SelectionKind, id: number): Inspected {
  const selection: Selection = { kind, id };
  return inspect(scene, selection, knownOf(scene.store.trace, selection)) as Inspected;
}

/** A section's rows, each as one text. */
function rows(scene: Scene, kind: SelectionKind, id: number, title: string): string[] {
  const found = look(scene, kind, id).sections.find((section) => section.title === title);
  return (found?.rows ?? []).map((row) => plain(row.pieces) || (row.code ?? ""));
}

const notYet = (text: string) => rows(sceneOf(text), "task", 1, "Why not yet?");
const tasks = "taskCreated A; taskCreated B; taskCreated C;";

describe("why not yet", () => {
  test("a ready task has others ahead of it, and the batch", () => {
    const queue = `${tasks} handleScheduled 2 B; handleScheduled 3 C; handleScheduled 1 A;`;
    expect(notYet(queue)).toEqual(["It is 3rd in the ready queue, behind B and C."]);
    expect(notYet(`taskCreated A; handleScheduled 1 A`)).toEqual(["It is next in the ready queue."]);
    expect(
      notYet(`${tasks} handleScheduled 2 B; handleScheduled 3 C; iterationStarted ready=2; handleScheduled 1 A;
        handleStarted 2 B`),
    ).toEqual([
      "It is 2nd in the ready queue, behind C.",
      "B runs now.",
      "It runs in the next iteration: this one runs only what was ready at its start.",
    ]);
  });

  test("a sleeping task has its timer, and a timeout", () => {
    expect(
      notYet(`${tasks} timerScheduled 1 B name=sleep when=1; timerScheduled 2 A name=sleep when=3
        timerScheduled 3 A name=Timeout._on_timeout when=2; @0.5; taskSuspended A reason=sleep`),
    ).toEqual([
      "It sleeps until 3.000 s, for another 2.5 s: its timer is 3rd to come due.",
      "At 2.000 s, in 1.5 s, a timeout cancels it.",
    ]);
  });

  test("a task in line has who holds what it wants, and its place", () => {
    const lock = `${tasks} resourceCreated 1 type=Lock name=door value=1; resourceAcquired 1 B; resourceWaited 1 C;
      taskSuspended C reason=Lock on=1; resourceWaited 1 A; taskSuspended A reason=Lock on=1;`;
    expect(notYet(lock)).toEqual(["It is second in line for door, held by B."]);
    expect(notYet(`${lock} taskSuspended B reason=task on=1`)).toEqual([
      "It is second in line for door, held by B.",
      "A waits for B, which waits for A: neither can continue.",
    ]);
  });

  test("who gathers has the children that are not done", () => {
    expect(
      notYet(`${tasks} resourceCreated 1 type=gather value=2; childAdded 1 B; childAdded 1 C
        taskSuspended A reason=gather on=1; taskDone B outcome=result`),
    ).toEqual(["gather still waits for C."]);
  });
});

test("why now leads back along the wake chain", () => {
  const scene = sceneOf(`
    taskCreated A; taskCreated B line=3; handleScheduled 1 A; handleStarted 1 A; taskStepped A; taskSuspended A reason=Event
    handleEnded 1 A; handleScheduled 2 B; handleStarted 2 B; taskStepped B; handleScheduled 3 A line=7`);
  expect(rows(scene, "task", 1, "Why now?")).toEqual(["B woke A, line 7", "the program created B, line 3"]);
});

test("a line has its visits, a handle its history, an output its cause", () => {
  const scene = sceneOf(`
    taskCreated A; handleScheduled 1 A line=2; handleStarted 1 A; taskStepped A line=3; outputWritten A line=4 text=hi
    taskSuspended A line=3 reason=sleep; handleEnded 1 A; handleScheduled 2 name=later`);
  expect(rows(scene, "line", 4, "Visits")).toEqual(["A writes “hi”"]);
  expect(plain(look(scene, "handle", 2).status)).toBe("1st in the ready queue");
  expect(rows(scene, "handle", 1, "History")).toEqual(["joins the ready queue, line 2", "runs", "has run"]);
  expect(look(scene, "event", 4)).toMatchObject({ kind: "Output", title: "hi", task: 1 });
  expect(rows(scene, "event", 4, "Why at that time?")).toEqual(["the program created A"]);
});

test("a task visits a line once, however much happens there, and leaves it", () => {
  const scene = sceneOf(`
    taskCreated A; handleStarted 1 A; taskStepped A line=1; taskCreated B A name=B line=2; handleScheduled 2 B line=2
    taskCreated C A name=C line=2; handleScheduled 3 C line=2; futureCreated 1 A line=3; timerScheduled 4 A name=sleep line=3
    taskSuspended A line=3 reason=sleep; handleEnded 1 A; handleStarted 5 A; taskStepped A line=3
    timerScheduled 6 A name=sleep line=3; taskSuspended A line=3 reason=sleep; handleEnded 5 A; handleStarted 7 A
    taskStepped A line=3; handleScheduled 8 name=later line=5; handleScheduled 9 name=later line=5`);
  const visits = (line: number) => [
    plain(look(scene, "line", line).status),
    ...rows(scene, "line", line, "Visits"),
  ];
  expect(visits(1)).toEqual(["1 visit", "A continues"]);
  expect(visits(2)).toEqual(["2 visits", "A creates B", "A creates C"]);
  expect(visits(3)).toEqual(["2 visits", "A sleeps", "A sleeps", "A continues"]);
  expect(visits(5)).toEqual(["2 visits", "joins the ready queue", "joins the ready queue"]);
  expect(visits(9)).toEqual(["0 visits"]);
});

test("a timer has its due time and the task that set it; a callback the ones ahead of it and its scheduler", () => {
  const scene =
    sceneOf(`taskCreated A; taskCreated B; handleStarted 9 A; timerScheduled 1 B name=sleep when=1 line=4
    timerScheduled 2 A name=sleep when=3 line=5; handleScheduled 3 name=first; handleScheduled 4 name=second`);
  expect(rows(scene, "handle", 2, "Why not yet?")).toEqual([
    "It is due at 3.000 s, in 3 s: one timer is due before it.",
  ]);
  expect(rows(scene, "handle", 2, "Set")).toEqual(["by A, line 5"]);
  expect(rows(scene, "handle", 4, "Why not yet?")[0]).toBe("It is 2nd in the ready queue, behind first.");
  expect(rows(scene, "handle", 4, "Scheduled")).toEqual(["by A"]);
});

test("a future names its creator, the tasks awaiting it and the task that set it; a task leads to its future", () => {
  const text = `taskCreated A; taskCreated B; handleStarted 1 A; futureCreated 7 A line=2
    taskSuspended A 7 reason=future line=3; handleEnded 1 A; handleStarted 2 B`;
  const pending = sceneOf(text);
  expect(plain(look(pending, "future", 7).status)).toBe("pending");
  expect(rows(pending, "future", 7, "Created")).toEqual(["by A, line 2"]);
  expect(rows(pending, "future", 7, "Awaited by")).toEqual(["A"]);
  const [notYet] = look(pending, "task", 1).sections;
  expect(notYet?.rows[0]?.pieces).toContainEqual({ text: "future", open: { kind: "future", id: 7 } });
  const settled = sceneOf(`${text}; futureDone 7 outcome=result; handleScheduled 3 A`);
  expect(plain(look(settled, "future", 7).status)).toBe("done: result");
  expect(rows(settled, "future", 7, "Done")).toEqual(["by B"]);
  expect(rows(settled, "future", 7, "Awaited by")).toEqual([]);
});

test("a selection that is not in the trace has no sections", () => {
  const scene = sceneOf("taskCreated A");
  for (const kind of ["task", "resource", "handle", "future", "thread", "event"] as const)
    expect(inspect(scene, { kind, id: 99 }, NOTHING_KNOWN)).toBeNull();
});

test("a timer's link says when it was set, and when it came due", () => {
  const slept =
    sceneOf(`taskCreated A; handleStarted 1 A; taskStepped A; timerScheduled 2 A name=sleep when=0.5 line=4
    taskSuspended A reason=sleep; handleEnded 1 A; @0.5; clockAdvanced from=0; timerDue 2 A name=sleep
    handleStarted 2 A name=sleep; handleScheduled 3 A; handleEnded 2; handleStarted 3 A; taskStepped A`);
  expect(rows(slept, "task", 1, "Why now?")[0]).toBe("A set the timer that came due at 0.500 s, line 4");
  expect(look(slept, "task", 1).sections.find(({ title }) => title === "Why now?")?.rows[0]?.time).toBe(0);
});

test("a task has its cancel requests, once they were made", () => {
  const text = `taskCreated A; taskCreated B; taskSuspended A line=3 reason=sleep; handleStarted 1 B; taskStepped B
    taskCancelRequested A B line=8; handleEnded 1 B; handleStarted 2 A; taskCancelThrown A line=3`;
  const asked = (index?: number) => rows(sceneOf(text, index), "task", 1, "Cancel requests");
  expect(asked(4)).toEqual([]);
  expect(asked()).toEqual(["by B, line 8", "CancelledError delivered, line 3"]);
});

test("a done task has the callbacks that its end scheduled, not those of the program or of a future", () => {
  const text = `taskCreated A; handleStarted 1 A; taskStepped A; handleScheduled 2 0 name=later line=4
    handleScheduled 3 0 name=_on_task_done; taskDone A outcome=result value=None; handleEnded 1
    handleScheduled 4 0 name=other`;
  const callbacks = (index?: number) => rows(sceneOf(text, index), "task", 1, "Called when it finished");
  expect(callbacks(4)).toEqual([]);
  expect(callbacks()).toEqual(["_on_task_done()"]);
});

describe("where an exception comes from", () => {
  test("the line of its traceback, also through a group", async () => {
    const source =
      "import asyncio\n\ndef check():\n    raise ValueError('no')\n\nasync def bad():\n    await asyncio.sleep(0.1)\n    check()\n\n" +
      "async def main():\n    async with asyncio.TaskGroup() as tg:\n        tg.create_task(bad())\n\nasyncio.run(main())\n";
    const store = new TraceStore();
    for (const chunk of await recordPython(source)) store.append(chunk);
    const scene = { store, state: store.stateAt(store.length - 1), source: source.split("\n") };
    expect(rows(scene, "task", 2, "Where it was raised")[0]).toBe("raised on line 4");
  });

  const begun = "taskCreated A coroutine=main; taskCreated B; taskCreated C;";
  const failed = (text: string) => rows(sceneOf(`${begun} ${text}`), "task", 1, "Where it was raised");
  const ends = "handleStarted 1 A; taskStepped A line=3; taskDone A outcome=exception value=ValueError()";

  test("the line where the task last continued", () => {
    expect(failed(`taskSuspended A line=9 reason=sleep; ${ends}`)).toEqual(["continued from main(), line 9"]);
  });

  test("a line that it passed after that", () => {
    expect(
      failed(`taskSuspended A line=3 reason=sleep; handleStarted 1 A; taskStepped A line=3
        outputWritten A line=5 text=x; taskDone A outcome=exception value=ValueError()`),
    ).toEqual(["passed line 5", "continued from main(), line 3"]);
  });

  test("the failed tasks that it waited for", () => {
    expect(
      failed(`resourceCreated 1 type=TaskGroup; childAdded 1 B; childAdded 1 C; taskSuspended A line=3 reason=TaskGroup on=1
        taskDone B outcome=exception value=KeyError(); taskDone C outcome=cancelled; ${ends}`)[0],
    ).toBe("came from B");
    expect(
      failed(
        `taskSuspended A line=3 reason=task on=2; taskDone B outcome=exception value=KeyError(); ${ends}`,
      )[0],
    ).toBe("came from B");
  });

  test("a result comes from nowhere", () => {
    expect(
      failed("taskSuspended A line=3 reason=sleep; taskStepped A line=3; taskDone A outcome=result"),
    ).toEqual([]);
  });
});

test("the await tree has each task below the one that awaits it, and a deadlock is a cycle", () => {
  const scene = sceneOf(`taskCreated A; taskCreated B A name=B; taskCreated C A name=C
    resourceCreated 1 type=TaskGroup; childAdded 1 B; childAdded 1 C; taskSuspended A reason=TaskGroup on=1
    taskSuspended B reason=task on=3; taskSuspended C reason=task on=2`);
  expect(awaitTree(scene).map((row) => `${"  ".repeat(row.depth ?? 0)}${plain(row.pieces)}`)).toEqual([
    "A waits: TaskGroup",
    "  B awaits",
    "    C awaits",
    "      B, shown above",
    "  C, shown above",
  ]);
  expect(deadlockAt(scene)).toEqual([2, 3]);
});

describe.each([
  ["groups", groups],
  ["resources", resources],
])("of a program with every kind of %s", (_, source) => {
  let store: TraceStore;
  beforeAll(async () => {
    store = new TraceStore();
    for (const chunk of await recordPython(source)) store.append(chunk);
  });

  test("every selection has sections at every moment, with no value missing", () => {
    const selections: Selection[] = [
      ...store.spans.lanes.map(({ task }) => ({ kind: "task", id: task }) as const),
      ...Array.from({ length: 12 }, (_, i) => ({ kind: "resource", id: i + 1 }) as const),
      ...Array.from({ length: 12 }, (_, i) => ({ kind: "handle", id: i * 5 + 1 }) as const),
      ...store.spans.threads.map(({ thread }) => ({ kind: "thread", id: thread }) as const),
      { kind: "future", id: 2 },
      { kind: "line", id: 20 },
      ...store.outputs.map((id) => ({ kind: "event", id }) as const),
    ];
    const lines = source.split("\n");
    for (const selection of selections) {
      const known = knownOf(store.trace, selection);
      for (let index = 0; index < store.length; index += 5) {
        const scene = { store, state: store.stateAt(index), source: lines };
        const found = inspect(scene, selection, known);
        if (selection.kind === "resource" && known.events.length === 0) continue;
        expect(found, `${selection.kind} ${selection.id} at ${index}`).not.toBeNull();
        const texts = found?.sections.flatMap(({ rows }) =>
          rows.map((row) => plain(row.pieces) + (row.code ?? "")),
        );
        const all = [found?.title, plain(found?.status ?? []), ...(texts ?? [])].join("\n");
        expect(all).not.toMatch(/undefined|NaN|null|Infinity/);
      }
    }
  });
});
