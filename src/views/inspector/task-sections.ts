/** The sections about a task: its status and the reason for it, its creation, its history. */
import type { Mark, Span } from "../../store/lane.ts";
import { hasOtherLoops, loopName } from "../../store/loop-name.ts";
import type { Task } from "../../store/loop-state.ts";
import { resourceOf } from "../../store/resources/kinds.ts";
import { taskStats } from "../../store/task-stats.ts";
import { spanAt, wokenBy } from "../../store/wake-chain.ts";
import { durationText } from "../../base/number-text.ts";
import { say } from "../../store/sentence.ts";
import {
  linePiece,
  listed,
  resourcePiece,
  taskPiece,
  windowed,
  type Inspected,
  type Piece,
  type Row,
  type Scene,
  type Section,
} from "./pieces.ts";
import { stackRows } from "./await-stack.ts";
import { doneCallbacks } from "./done-callbacks.ts";
import { raised } from "./raised.ts";
import { whyNotYet, whyNow } from "./why.ts";

export function inspectTask(scene: Scene, id: number): Inspected | null {
  const { store, state } = scene;
  const lane = store.spans.lane(id);
  if (!lane) return null;
  const task = state.tasks.get(id);
  const common = { kind: "Task", title: lane.shownName, task: id };
  if (!task) return { ...common, status: say`not created yet`, stats: null, sections: [created(scene, id)] };
  const sections = [
    outcome(task),
    raised(scene, task),
    cancellation(scene, id),
    whyNotYet(scene, task),
    task.status === "ready" || task.status === "running" ? whyNow(scene, id) : null,
    woke(scene, id),
    doneCallbacks(scene, task),
    stack(scene, task),
    awaitedBy(scene, task),
    created(scene, id),
    eventLoop(scene, task),
    variables(scene, id),
    history(scene, id),
  ];
  return {
    ...common,
    status: status(task),
    stats: taskStats(store.spans, id, state),
    sections: sections.filter((section): section is Section => section !== null && section.rows.length > 0),
  };
}

function status({ status, reason, outcome, cancelling, line }: Task): Piece[] {
  const what =
    status === "waiting"
      ? reason === "sleep"
        ? "sleeps"
        : `waits: ${reason}`
      : status === "done"
        ? `done: ${outcome}`
        : status;
  const where = line > 0 && status !== "done" ? say`, ${linePiece(line)}` : [];
  const asked = cancelling > 0 && status !== "done" ? ", cancel requested" : "";
  return say`${what}${where}${asked}`;
}

function outcome({ status, outcome, value }: Task): Section | null {
  if (status !== "done" || outcome === "cancelled") return null;
  return {
    title: outcome === "exception" ? "Exception" : "Result",
    rows: [{ pieces: [], code: value || "None" }],
  };
}

/** Cancel requests and their deliveries, up to the cursor. */
function cancellation(scene: Scene, id: number): Section {
  const { trace, spans } = scene.store;
  const marks = (spans.lane(id)?.marks ?? []).filter(
    ({ kind, at }) => (kind === "cancelRequested" || kind === "cancelThrown") && at <= scene.state.index,
  );
  return windowed("Cancel requests", marks.length, marks.length, (i): Row => {
    const { kind, at, time } = marks[i] as Mark;
    const line = trace.line(at);
    const where = line > 0 ? say`, ${linePiece(line)}` : [];
    const pieces =
      kind === "cancelRequested"
        ? say`by ${taskPiece(scene, trace.eventOf(at, "taskCancelRequested").by)}${where}`
        : say`CancelledError delivered${where}`;
    return { pieces, at, time };
  });
}

function created(scene: Scene, id: number): Section {
  const { trace, spans } = scene.store;
  const lane = spans.lane(id);
  const at = lane?.spans[0]?.from ?? 0;
  const line = trace.line(at);
  // The name that the program sees, where another is shown.
  const realName = lane && lane.shownName !== lane.name ? `, as ${lane.name}` : "";
  const by = say`by ${taskPiece(scene, lane?.parent ?? 0)}${line > 0 ? say`, ${linePiece(line)}` : []}, to run ${lane?.coroutine ?? ""}()${realName}`;
  return { title: "Created", rows: [{ pieces: by, at, time: trace.time(at) }] };
}

/** The event loop that runs the task, if the program has several. */
function eventLoop({ state }: Scene, { loop, status }: Task): Section | null {
  if (status === "done" || !hasOtherLoops(state)) return null;
  return { title: "Runs in", rows: [{ pieces: say`${loopName(state, loop)}` }] };
}

function woke(scene: Scene, id: number): Section | null {
  const woken = wokenBy(scene.store.spans, id, scene.state.index);
  if (woken.length === 0) return null;
  return {
    title: "Woke",
    rows: [
      {
        pieces: listed(
          woken.map((task) => taskPiece(scene, task)),
          woken.length,
          6,
        ),
      },
    ],
  };
}

function stack(scene: Scene, task: Task): Section | null {
  if (task.line === 0 || task.status === "running" || task.status === "done") return null;
  const rows = stackRows(scene, task.coroutine, task.line, task.stack);
  return { title: rows.length > 1 ? "Suspended in, innermost first" : "Suspended at", rows };
}

function awaitedBy(scene: Scene, { id, groups }: Task): Section | null {
  const { state } = scene;
  const waiting = [...state.tasks.values()].filter((task) => task.reason === "task" && task.on === id);
  const rows: Row[] = [];
  if (waiting.length > 0)
    rows.push({
      pieces: listed(
        waiting.map((task) => taskPiece(scene, task.id)),
        waiting.length,
        6,
      ),
    });
  for (const group of groups) {
    const known = state.groups.get(group);
    if (!known) continue;
    const by = [...state.tasks.values()].filter((task) => resourceOf(task) === group);
    rows.push({
      pieces:
        by.length > 0
          ? say`${listed(by.map((task) => taskPiece(scene, task.id)))} in ${resourcePiece(known)}`
          : [resourcePiece(known)],
    });
  }
  return { title: "Awaited by", rows };
}

function variables({ store, state }: Scene, id: number): Section {
  const rows = [...store.contextVariables.of(id, state.index)].map(([name, at]): Row => ({
    pieces: [],
    code: `${name} = ${store.trace.eventOf(at, "contextVariableSet").value}`,
    at,
  }));
  return { title: "Context variables", rows };
}

function history({ store, state }: Scene, id: number): Section {
  const lane = store.spans.lane(id);
  const spans = lane?.spans ?? [];
  const current = lane ? spanAt(lane, state.index) : 0;
  return windowed("History", spans.length, current, (i): Row => {
    const { status, reason, start, end, from, to } = spans[i] as Span;
    const phase = from > state.index ? "future" : to >= 0 && to <= state.index ? "past" : "now";
    const what = status === "waiting" ? (reason === "sleep" ? "sleeps" : `waits: ${reason}`) : status;
    const isOpen = phase === "now";
    const length = (isOpen ? state.time : Math.min(end, store.trace.time(store.length - 1))) - start;
    const line = store.trace.line(from);
    return {
      pieces: say`${what}${line > 0 ? say`, ${linePiece(line)}` : []}${length > 0 ? `, ${durationText(length)}` : ""}`,
      at: from,
      time: start,
      phase,
    };
  });
}
