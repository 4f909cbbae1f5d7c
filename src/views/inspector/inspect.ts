/** The sections about the selection, at the cursor. */
import { firstIndex } from "../../base/binary-search.ts";
import type { Selection } from "../../session/selection.ts";
import { eventsOf } from "../../store/entity-events.ts";
import type { OtherLoop } from "../../store/loop-state.ts";
import { kindOf, resourceOf } from "../../store/resources/kinds.ts";
import { standingOf } from "../../store/resources/shape.ts";
import type { Trace } from "../../trace/trace.ts";
import { countText } from "../../base/number-text.ts";
import { say } from "../../store/sentence.ts";
import { brief } from "./brief.ts";
import { connectionEvents, inspectEndpoint } from "./connection-sections.ts";
import { inspectEvent } from "./event-sections.ts";
import { inspectFuture } from "./future-sections.ts";
import { inspectHandle } from "./handle-sections.ts";
import { visitsOf } from "./line-visits.ts";
import {
  linePiece,
  listed,
  taskPiece,
  windowed,
  type Inspected,
  type Piece,
  type Row,
  type Scene,
  type Section,
} from "./pieces.ts";
import { inspectProcess, processEvents } from "./process-sections.ts";
import { inspectTask } from "./task-sections.ts";

/** Events about a selection: found once for each selection, and kept while the cursor moves. */
export interface Known {
  readonly events: readonly number[];
  /** Number of the events that are visits to a line. */
  readonly visits: number;
}

export const NOTHING_KNOWN: Known = { events: [], visits: 0 };

export function knownOf(trace: Trace, { kind, id }: Selection): Known {
  if (kind === "task" || kind === "event") return NOTHING_KNOWN;
  if (kind === "endpoint") return { events: connectionEvents(trace, id), visits: 0 };
  if (kind === "process") return { events: processEvents(trace, id), visits: 0 };
  return kind === "line" ? visitsOf(trace, id) : { events: eventsOf(trace, kind, id), visits: 0 };
}

/** Return the sections; null for a selection that is not in the trace. */
export function inspect(scene: Scene, selection: Selection, { events, visits }: Known): Inspected | null {
  const { kind, id } = selection;
  if (kind === "task") return inspectTask(scene, id);
  if (kind === "event") return id < scene.store.length ? inspectEvent(scene, id) : null;
  if (events.length === 0 && kind !== "line") return null;
  const history = listOf(scene, events, kind === "line" ? "Visits" : "History", kind !== "line");
  const common = { task: 0, stats: null };
  switch (kind) {
    case "resource":
      return { ...common, ...resourceHead(scene, id), sections: [...resourceSections(scene, id), history] };
    case "handle":
    case "future": {
      const found = (kind === "handle" ? inspectHandle : inspectFuture)(scene, id, events);
      return { ...found, stats: null, sections: [...found.sections, history] };
    }
    case "endpoint":
      return { ...inspectEndpoint(scene, id, events), stats: null };
    case "process": {
      const found = inspectProcess(scene, id, events);
      return { ...found, stats: null, sections: [...found.sections, history] };
    }
    case "thread": {
      const lane = scene.store.spans.threads.find(({ thread }) => thread === id);
      return {
        ...common,
        kind: "Thread",
        title: lane?.name ?? "",
        status: threadStatus(scene, id),
        sections: [...threadSections(scene, id), history],
      };
    }
    case "line":
      return {
        ...common,
        kind: "Line",
        title: String(id),
        status: say`${countText(visits)} ${visits === 1 ? "visit" : "visits"}`,
        sections: [
          { title: "Code", rows: [{ pieces: [], code: (scene.source[id - 1] ?? "").trim() }] },
          history,
        ],
      };
  }
}

function threadStatus({ state }: Scene, id: number): Piece[] {
  const thread = state.threads.find((one) => one.id === id);
  if (!thread) return say`idle`;
  const { wait } = thread;
  if (!wait) return say`runs`;
  const does = wait.call === "time.sleep" ? "sleeps" : `waits in ${wait.call}`;
  return wait.line > 0 ? say`${does}, ${linePiece(wait.line)}` : say`${does}`;
}

/** The task that a thread works for, the one that it waits for, and the event loop that it runs. */
function threadSections(scene: Scene, id: number): Section[] {
  const { state } = scene;
  const thread = state.threads.find((one) => one.id === id);
  if (!thread) return [];
  const sections: Section[] = [];
  const add = (title: string, pieces: Piece[]) => sections.push({ title, rows: [{ pieces }] });
  if (thread.task > 0) add("Works for", [taskPiece(scene, thread.task)]);
  if (thread.wait?.task) add("Waits for", [taskPiece(scene, thread.wait.task)]);
  for (const loop of [state.loop, ...state.otherLoops.keys()]) {
    const { thread: runner, looping } =
      loop === state.loop
        ? { ...state, thread: state.loopThread }
        : (state.otherLoops.get(loop) as OtherLoop);
    if (runner !== id || !looping) continue;
    const tasks = [...state.tasks.values()].filter((task) => task.loop === loop && task.status !== "done");
    const shown = tasks.slice(0, 12).map((task) => taskPiece(scene, task.id));
    add("Its event loop", tasks.length > 0 ? listed(shown, tasks.length, 12) : say`has no tasks`);
  }
  return sections;
}

function listOf(scene: Scene, events: readonly number[], title: string, withLine: boolean): Section {
  const { state, store } = scene;
  const past = firstIndex(events.length, (i) => (events[i] as number) > state.index);
  return windowed(title, events.length, past, (i): Row => {
    const at = events[i] as number;
    const phase = at === state.index ? "now" : at < state.index ? "past" : "future";
    return { pieces: brief(scene, at, { withLine }), at, time: store.trace.time(at), phase };
  });
}

function resourceHead({ store, state }: Scene, id: number): Pick<Inspected, "kind" | "title" | "status"> {
  const created = store.trace.resourceCreation(id);
  if (!created) return { kind: "", title: "", status: [] };
  const { base, type, name, index: at } = created;
  const head = { kind: type, title: name };
  const resource = state.resources.get(id);
  const group = state.groups.get(id);
  if (kindOf(base).kept === "group") {
    const total = store.groupChildren.count(id, state.index);
    if (group)
      return { ...head, status: say`${countText(total - group.living)} of ${countText(total)} done` };
    return { ...head, status: at > state.index ? say`not created yet` : say`finished` };
  }
  if (!resource) return { ...head, status: at > state.index ? say`not created yet` : [] };
  const standing = standingOf(state.tasks, resource, state.items.get(id) ?? []);
  return { ...head, status: say`${kindOf(base).shape?.(resource, standing).status ?? ""}` };
}

function resourceSections(scene: Scene, id: number): Section[] {
  const { store, state } = scene;
  const sections: Section[] = [];
  const add = (title: string, tasks: readonly number[], count = tasks.length) => {
    if (count > 0)
      sections.push({
        title,
        rows: [
          {
            pieces: listed(
              tasks.slice(0, 12).map((task) => taskPiece(scene, task)),
              count,
              12,
            ),
          },
        ],
      });
  };
  const created = store.trace.resourceCreation(id);
  if (!created) return [];
  const { base, line, value, index: at } = created;
  sections.push({
    title: "Created",
    rows: [
      {
        pieces: line > 0 ? [linePiece(line)] : say`outside the program`,
        at,
        time: store.trace.time(at),
      },
    ],
  });
  const group = state.groups.get(id);
  if (group) {
    const waiting = [...state.tasks.values()].filter((task) => resourceOf(task) === id);
    add(
      "Awaited by",
      waiting.map((task) => task.id),
    );
    add(
      "Not done",
      store.groupChildren.livingTasks(id, state, 12).map((task) => task.id),
      group.living,
    );
  }
  const resource = state.resources.get(id);
  add("Held by", resource?.holders ?? []);
  add("Waiting in line", resource?.waiters ?? []);
  const items = state.items.get(id) ?? [];
  if (items.length > 0) {
    const texts = items.slice(0, 12).map((text) => ({ text }));
    sections.push({ title: "Items", rows: [{ pieces: listed(texts, items.length, 12) }] });
  }
  if (base === "Timeout") sections.push({ title: "Expires", rows: [{ pieces: say`at ${value} s` }] });
  return sections;
}
