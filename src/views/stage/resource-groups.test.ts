import { describe, expect, test } from "vitest";
import { TraceStore } from "../../store/trace-store.ts";
import { chunkFromText } from "../../testing/trace-from-text.ts";
import type { ResourceGroup } from "./resource-groups.ts";
import { fittingCards, lineRoom, shownOf } from "./card-layout.ts";
import { stageModel } from "./stage-model.ts";

function groupsAfter(text: string): ResourceGroup[] {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return stageModel(store.stateAt(store.length - 1), store.groupChildren).cards.flatMap((card) =>
    card.kind === "resource" ? [card.resource] : [],
  );
}

/** The status, marks, items, and the lines with their labels. */
function shown(text: string): unknown[] {
  const [group] = groupsAfter(text) as [ResourceGroup];
  const marks = group.marks.map(({ look, task }) => (task ? `${look} ${task}` : look));
  const lines = group.lines.map(({ label, tokens }) =>
    [label, ...tokens.map((token) => token.label)].join(" "),
  );
  return [group.status, marks, (group.items ?? []).map((item) => item.text), lines];
}

const tasks = "taskCreated A; taskCreated B; taskCreated C;";

test("an event is set or not, with who waits", () => {
  const event = `${tasks} resourceCreated 1 type=Gate base=Event; taskSuspended A reason=Event on=1;`;
  expect(shown(event)).toEqual(["not set", ["free"], [], [" A"]]);
  expect(shown(`${event} handleScheduled 1 A; resourceChanged 1 change=set value=1`)).toEqual([
    "set",
    ["held"],
    [],
    [],
  ]);
});

test("a condition shows the tasks that wait", () => {
  const room = `${tasks} resourceCreated 1 type=Condition;`;
  expect(shown(room)).toEqual(["no task waits", [], [], []]);
  expect(shown(`${room} taskSuspended B reason=Condition on=1`)).toEqual(["", [], [], [" B"]]);
});

test("permits that are not drawn are counted", () => {
  const [gate] = groupsAfter(
    `${tasks} resourceCreated 1 type=Semaphore value=20; resourceAcquired 1 A value=19`,
  );
  expect([gate?.status, gate?.marks.length, gate?.moreMarks]).toEqual(["1 of 20 held", 12, 8]);
});

test("a barrier counts who is there, then lets them go", () => {
  const two = `${tasks} resourceCreated 1 type=Barrier value=3
    taskSuspended A reason=Barrier on=1; taskSuspended B reason=Barrier on=1;`;
  expect(shown(two)).toEqual(["2 of 3 there", ["free"], [], [" A B"]]);
  const tripped = `${two} resourceChanged 1 C change=trip value=3;`;
  expect(shown(tripped)).toEqual(["all 3 came", ["promised 3"], [], [" A B"]]);
  const woken = `${tripped} handleScheduled 1 A; handleScheduled 2 B;`;
  expect(shown(woken)).toEqual(["all 3 came", ["promised 1", "promised 2", "promised 3"], [], []]);
  expect(shown(`${woken} taskDone C; taskStepped A; taskStepped B`)[0]).toBe("0 of 3 there");
  expect(shown(`${two} resourceChanged 1 C change=abort value=2`)[0]).toBe("broken");
});

describe("a queue", () => {
  test("has its next item first, and takers apart from putters", () => {
    const put = "queuePut 1 item=x value=1; queuePut 1 item=y value=2; queuePut 1 item=z value=3 next=y;";
    const items = (type: string) => shown(`resourceCreated 1 type=${type} value=3; ${put}`).slice(0, 3);
    expect(items("Queue")).toEqual(["3 of 3", [], ["x", "y", "z"]]);
    expect(items("LifoQueue")[2]).toEqual(["z", "y", "x"]);
    expect(items("PriorityQueue")[2]).toEqual(["y", "x", "z"]);
    const waits = `${tasks} resourceCreated 1 type=Queue value=3; ${put}
      taskSuspended A reason=Queue.put on=1; taskSuspended B reason=Queue.join on=1; taskSuspended C reason=Queue.get on=1`;
    expect(shown(waits)[3]).toEqual([" A", "join() waits B"]);
    expect(groupsAfter(waits)[0]?.takers.tokens.map((token) => token.label)).toEqual(["C"]);
  });

  test("shows some of many, and counts them", () => {
    const puts = Array.from({ length: 500 }, (_, i) => `queuePut 1 item=${i} value=${i + 1}`).join("\n");
    const [group] = groupsAfter(`resourceCreated 1 type=Queue\n${puts}`);
    expect([group?.status, group?.size, group?.items?.length]).toEqual(["500 items", 500, 6]);
  });
});

test("a semaphore that was given more than it began with has them all", () => {
  const gate =
    "resourceCreated 1 type=Semaphore value=0; resourceReleased 1 A value=1; resourceReleased 1 A value=2;";
  expect(shown(gate).slice(0, 2)).toEqual(["0 of 2 held", ["free", "free"]]);
});

test("where room is short, what is waited for stays, then what is in use, in order", () => {
  const locks = Array.from(
    { length: 9 },
    (_, i) => `resourceCreated ${i + 1} type=Lock name=lock value=1`,
  ).join("\n");
  const store = new TraceStore();
  const use = "resourceAcquired 8 A value=0; resourceAcquired 9 A value=0";
  const wait = "resourceWaited 9 B; taskSuspended B on=9 reason=Lock";
  store.append(chunkFromText(`taskCreated A; taskCreated B\n${locks}\n${use}\n${wait}`));
  const cardsAt = (index: number) => stageModel(store.stateAt(index), store.groupChildren).cards;
  const cards = cardsAt(store.length - 3);
  const ids = (width: number, rows: number) => fittingCards(cards, width, rows).map((card) => card.id);
  expect(ids(4000, 1)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(ids(500, 1)).toEqual([8, 9]);
  expect(ids(500, 2)).toEqual([1, 2, 8, 9]);
  expect(ids(10, 1)).toEqual([8]);
  expect(fittingCards(cardsAt(store.length - 1), 10, 1).map((card) => card.id)).toEqual([9]);
});

test("where rows are short a line has fewer names; a single one more is shown, not counted", () => {
  const tokens = ["A", "B", "C", "D"].map((label, i) => ({
    key: label,
    task: i + 1,
    handle: 0,
    label,
    note: "",
  }));
  const labels = (count: number, width: number) =>
    shownOf({ tokens: tokens.slice(0, count), count }, lineRoom(width)).map(({ label }) => label);
  expect(labels(4, 700)).toEqual(["A", "B", "C", "D"]);
  expect(labels(4, 490)).toEqual(["A", "B"]);
  expect(labels(3, 490)).toEqual(["A", "B", "C"]);
});
