import { describe, expect, test } from "vitest";
import semaphore from "../../examples/python/semaphore.py?raw";
import { isCleanup } from "../../store/task-name.ts";
import { TraceStore } from "../../store/trace-store.ts";
import network from "../../testing/network-program.py?raw";
import groups from "../../testing/groups-program.py?raw";
import resources from "../../testing/resources-program.py?raw";
import { recordPython } from "../../testing/record-program.ts";
import { chunkFromText } from "../../testing/trace-from-text.ts";
import { stageModel, type StageModel } from "./stage-model.ts";

function after(text: string): StageModel {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return stageModel(store.stateAt(store.length - 1), store.groupChildren);
}

function keysOf(model: StageModel): string[] {
  const { batch, later, last, running, timers, cards, wire, done } = model;
  const waiting = cards.flatMap((card) => {
    if (card.kind === "resource") return [card.resource.takers, ...card.resource.lines];
    if (card.kind === "group") return [card.group.waiters];
    return card.kind === "wait" ? [card.waiters] : [];
  });
  const single = [last, running].filter((token) => token !== null);
  const tokens = [
    ...batch,
    ...later,
    ...single,
    ...timers,
    ...[...waiting, ...wire.values()].flatMap((some) => some.tokens),
    ...done,
  ];
  return tokens.map((token) => token.key);
}

test.each([
  ["a semaphore", semaphore],
  ["every kind of resource", resources],
  ["every kind of group", groups],
  ["every wait for the network", network],
])(
  "at every event of a run with %s each key stands once, and every live task stands somewhere",
  async (_, source) => {
    const store = new TraceStore();
    for (const chunk of await recordPython(source)) store.append(chunk);
    for (let index = 0; index < store.length; index++) {
      const state = store.stateAt(index);
      const keys = keysOf(stageModel(state, store.groupChildren, true));
      expect(new Set(keys).size, `event ${index}`).toBe(keys.length);
      for (const task of state.tasks.values()) {
        // Between its creation and its first handle a task is nowhere yet.
        if (task.status === "ready" && state.ready.findIndex((handle) => handle.task === task.id) < 0)
          continue;
        if (task.status === "done" && isCleanup(task)) continue;
        expect(keys, `${task.name} at event ${index}, ${store.trace.kind(index)}`).toContain(
          `task:${task.id}`,
        );
      }
    }
  },
);

describe("a sleeping task", () => {
  const asleep = "taskCreated A; timerScheduled 2 A name=sleep when=1; taskSuspended A 1 reason=sleep";

  test("is among the timers", () => {
    expect(after(asleep).timers[0]?.key).toBe("task:1");
    expect(after(asleep).cards).toEqual([]);
  });

  test("joins the queue with its timer, and is in Running until the timer's callback ends", () => {
    const due = after(`${asleep}; @1; timerDue 2 A name=sleep`);
    expect(due.later).toMatchObject([{ key: "task:1", note: "timer" }]);
    const woken = `${asleep}; @1; timerDue 2 A name=sleep; iterationStarted ready=1; handleStarted 2 A name=sleep; handleScheduled 3 A`;
    expect(after(woken).running).toMatchObject({ key: "task:1" });
    expect(after(woken).later).toMatchObject([{ key: "handle:3", isOutline: true }]);
    expect(after(`${woken}; handleEnded 2 A`).later).toMatchObject([{ key: "task:1", isOutline: false }]);
  });
});

describe("a running task", () => {
  const running =
    "taskCreated A; handleScheduled 1 A; iterationStarted ready=1; handleStarted 1 A; taskStepped A";

  test("that will sleep is an outline among the timers until its callback ends", () => {
    const sleeps = `${running}; timerScheduled 2 A name=sleep when=1; taskSuspended A 1 reason=sleep`;
    expect(after(sleeps).running?.key).toBe("task:1");
    expect(after(sleeps).timers).toMatchObject([{ key: "handle:2", isOutline: true }]);
    expect(after(`${sleeps}; handleEnded 1 A`).timers).toMatchObject([{ key: "task:1", isOutline: false }]);
  });

  test("that will wait for a lock is an outline in its line", () => {
    const waits = `resourceCreated 7 type=Lock value=0; ${running}; resourceWaited 7 A; taskSuspended A 1 reason=Lock on=7`;
    const line = (text: string) => {
      const [card] = after(text).cards;
      return card?.kind === "resource" ? card.resource.lines[0]?.tokens : [];
    };
    expect(after(waits).running?.key).toBe("task:1");
    expect(line(waits)).toMatchObject([{ key: "line:7:1", isOutline: true }]);
    expect(line(`${waits}; handleEnded 1 A`)).toMatchObject([{ key: "task:1", isOutline: false }]);
  });

  test("stays where it waits while the timer of its timeout runs", () => {
    const timeout = "timerScheduled 2 A name=Timeout._on_timeout when=1";
    const model = after(`resourceCreated 7 type=Lock value=0; ${running}; ${timeout}; resourceWaited 7 A
      taskSuspended A 1 reason=Lock on=7; handleEnded 1 A; @1; timerDue 2 A name=Timeout._on_timeout
      iterationStarted ready=1; handleStarted 2 A name=Timeout._on_timeout`);
    expect(model.running?.key).toBe("handle:2");
    expect(model.cards[0]).toMatchObject({ resource: { lines: [{ tokens: [{ key: "task:1" }] }] } });
  });
});

test("the batch of this iteration is apart from later callbacks", () => {
  const model = after(
    "handleScheduled 1 name=a; handleScheduled 2 name=b; iterationStarted ready=2; handleStarted 1 name=a; handleScheduled 3 name=c",
  );
  expect(model.running?.label).toBe("a");
  expect(model.batch.map((token) => token.label)).toEqual(["b"]);
  expect(model.later.map((token) => token.label)).toEqual(["c"]);
});

describe("the card of a wait", () => {
  const card = (text: string) => after(text).cards[0];
  const tasks = "taskCreated A; taskCreated B A name=B; taskCreated C A name=C;";

  test("is a group with its children that are not done", () => {
    const gather = `${tasks} resourceCreated 1 type=gather value=2; childAdded 1 B; childAdded 1 C
      taskSuspended A reason=gather on=1; taskDone B outcome=result`;
    expect(card(gather)).toMatchObject({
      kind: "group",
      group: {
        status: "1 of 2 done",
        children: [{ task: 3, name: "C" }],
        childCount: 1,
        waiters: { tokens: [{ key: "task:1" }], count: 1 },
      },
    });
  });

  test("is a thread, which fills while it sleeps and names what else it waits in", () => {
    const [threads, wait] =
      after(`taskCreated A; threadStarted 1 name=pool_0 task=A; threadSuspended 1 call=time.sleep until=2
      threadStarted 2 name=pool_1; threadSuspended 2 call=Queue.get
      threadStarted 3 name=asker; threadSuspended 3 call=Future.result; resultAwaited 3 task=A; taskSuspended A reason=thread; @0.5; handleScheduled 9 name=x`).cards;
    expect(threads).toMatchObject({
      kind: "threads",
      threads: [
        { name: "pool_0", waitsIn: "", passed: 0.25, task: 1, relation: "for", taskName: "A" },
        { name: "pool_1", waitsIn: "Queue.get", passed: 0, task: 0 },
        { name: "asker", waitsIn: "Future.result", task: 1, relation: "waits for" },
      ],
    });
    expect(wait).toMatchObject({ kind: "wait", title: "waiting for a thread" });
  });

  test("is a task that waits for it: a cycle, when nothing else is left", () => {
    const circle = `${tasks} taskDone A outcome=result; taskSuspended B reason=task on=3; taskSuspended C reason=task on=2`;
    expect(card(circle)).toMatchObject({ kind: "cycle", tasks: [{ name: "B" }, { name: "C" }] });
    expect(card(`${circle}; timerScheduled 1 when=1`)).toMatchObject({ kind: "wait" });
  });
});

test("of 50,000 ready callbacks the ends are given, and the true counts", () => {
  const many = Array.from({ length: 50_000 }, (_, i) => `handleScheduled ${i + 1} name=c${i + 1}`).join("\n");
  const model = after(`${many}\niterationStarted ready=40000`);
  expect([model.batchCount, model.laterCount]).toEqual([40_000, 10_000]);
  expect([model.batch[0]?.label, model.later[0]?.label, model.last?.label]).toEqual([
    "c1",
    "c40001",
    "c50000",
  ]);
  expect(model.batch.length + model.later.length).toBeLessThan(500);
});

test("of 1,000 locks and of what is done some are given, and the true counts", () => {
  const locks = Array.from({ length: 1000 }, (_, i) => `resourceCreated ${i + 1} type=Lock value=1`).join(
    "\n",
  );
  const done = Array.from(
    { length: 500 },
    (_, i) => `taskCreated ${i + 1} name=t; taskDone ${i + 1} outcome=cancelled`,
  );
  const model = after(`${locks}\n${done.join("\n")}\nresourceAcquired 900 A`);
  expect(model.cards.length + model.moreCards).toBe(1000);
  expect(model.cards.some((card) => card.id === 900)).toBe(true);
  expect(model.doneCounts).toEqual({ result: 0, exception: 0, cancelled: 500 });
  expect(model.done.at(-1)?.key).toBe("task:500");
  expect(model.done.length).toBeLessThan(100);
});

test("a library's own lock has a card while a task waits for it", () => {
  const made = "taskCreated A; taskCreated B; resourceCreated 1 type=Lock base=Lock name=Pool._lock value=1";
  const held = `${made}; resourceAcquired 1 task=1 value=0`;
  expect(after(held)).toMatchObject({ cards: [], moreCards: 0 });
  expect(after(`${held}; taskSuspended B reason=Lock on=1; resourceWaited 1 task=2`).cards).toHaveLength(1);
});
