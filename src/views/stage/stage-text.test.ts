/** The stage as a text, from traces drawn as text. */
import { expect, test } from "vitest";
import { TraceStore } from "../../store/trace-store.ts";
import { chunkFromText } from "../../testing/trace-from-text.ts";
import { phaseOf } from "./phase.ts";
import { stageModel } from "./stage-model.ts";
import type { TokenRun } from "./stage-token.ts";
import type { Card } from "./wait-cards.ts";

/** The stage after the last event. */
function drawn(text: string): string {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  const state = store.stateAt(store.length - 1);
  const model = stageModel(state, store.groupChildren);
  const names = (tokens: readonly { label: string }[]) => tokens.map(({ label }) => label).join(" ");
  const lines = [
    `loop ${phaseOf(state) ?? "stands"}`,
    `ready [${names(model.batch)}] ${names(model.later)}`.trimEnd(),
    `running ${model.running?.label ?? "-"}`,
    `timers ${names(model.timers) || "-"}`,
    ...model.cards.map(cardText),
    `done ${model.done.map(({ label, outcome }) => `${label}:${outcome}`).join(" ") || "-"}`,
  ];
  return lines.join("\n");
}

function cardText(card: Card): string {
  const line = ({ tokens }: TokenRun) => tokens.map(({ label }) => label).join(" ");
  switch (card.kind) {
    case "resource": {
      const { type, name, status, lines } = card.resource;
      return `${type} ${name}: ${status} ← ${lines.map(line).join(" | ")}`.trimEnd();
    }
    case "group": {
      const { type, status, children, waiters } = card.group;
      return `${type}: ${status} (${children.map((child) => `${child.name}:${child.status}`).join(" ")}) ← ${line(waiters)}`;
    }
    case "wait":
      return `${card.title}: ${line(card.waiters)}`;
    case "threads":
      return `threads ${card.threads.map(({ name, passed }) => `${name}:${passed}`).join(" ")}`;
    case "processes":
      return `processes ${card.running} of ${card.count}`;
    case "cycle":
      return `cycle ${card.tasks.map(({ name, wants }) => `${name}-${wants}`).join(" ")}`;
  }
}

const begun = "loopStarted; taskCreated A; taskCreated B; taskCreated C;";

test("a batch is frozen; callbacks scheduled meanwhile run in the next iteration", () => {
  expect(
    drawn(`${begun} handleScheduled 1 A; handleScheduled 2 B; iterationStarted ready=2; handleStarted 1 A
      taskStepped A; handleScheduled 3 C`),
  ).toMatchInlineSnapshot(`
    "loop run
    ready [B] C
    running A
    timers -
    done -"
  `);
});

test("a sleeping task is among the timers, then in the ready queue", () => {
  const asleep = `${begun} timerScheduled 1 B name=sleep when=1; taskSuspended B reason=sleep
    timerScheduled 2 C name=sleep when=0.5; taskSuspended C reason=sleep; @0.5; clockAdvanced from=0`;
  expect(drawn(asleep)).toMatchInlineSnapshot(`
    "loop wait
    ready []
    running -
    timers C B
    done -"
  `);
  expect(drawn(`${asleep}; timerDue 2 C name=sleep`)).toMatchInlineSnapshot(`
    "loop due
    ready [] C
    running -
    timers B
    done -"
  `);
});

test("a waiting task is in the line of its resource; a group has its children", () => {
  expect(
    drawn(`${begun} resourceCreated 1 type=Lock name=door value=1; resourceAcquired 1 A value=0
      resourceWaited 1 B; taskSuspended B on=1 reason=Lock; resourceCreated 2 type=TaskGroup; childAdded 2 B
      childAdded 2 C; taskSuspended A on=2 reason=TaskGroup; taskDone C outcome=exception value=ValueError()`),
  ).toMatchInlineSnapshot(`
    "loop turn
    ready []
    running -
    timers -
    cycle A-TaskGroup B-door
    Lock door: 1 of 1 held ← B
    TaskGroup: 1 of 2 done (B:waiting) ← A
    done C:exception"
  `);
});

test("threads fill while they sleep; a deadlock is a cycle", () => {
  expect(
    drawn(`${begun} threadStarted 1 name=worker; threadSuspended 1 call=time.sleep until=2; taskSuspended B reason=thread
      @1; clockAdvanced from=0`),
  ).toMatchInlineSnapshot(`
    "loop wait
    ready []
    running -
    timers -
    threads worker:0.5
    waiting for a thread: B
    done -"
  `);
  expect(
    drawn(`${begun} resourceCreated 1 type=Lock name=x value=1; resourceAcquired 1 B value=0
      resourceCreated 2 type=Lock name=y value=1; resourceAcquired 2 C value=0; taskDone A outcome=result
      resourceWaited 2 B; taskSuspended B on=2 reason=Lock; resourceWaited 1 C; taskSuspended C on=1 reason=Lock`),
  ).toMatchInlineSnapshot(`
    "loop turn
    ready []
    running -
    timers -
    cycle B-y C-x
    Lock x: 1 of 1 held ← C
    Lock y: 1 of 1 held ← B
    done A:result"
  `);
});
