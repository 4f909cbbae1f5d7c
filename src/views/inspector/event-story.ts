/** The story of one event: what happened, and why the task that did it had its turn then; of a warning, what to do. */
import type { Diagnosis, Warning } from "../../store/warnings/warning.ts";
import type { TraceEvent } from "../../events/event.ts";
import { countText } from "../../base/number-text.ts";
import { brief } from "./brief.ts";
import { linePiece, type Inspected, type Row, type Scene, type Section } from "./pieces.ts";
import { whyNow } from "./why.ts";

/** What is wrong, in two or three words. */
const diagnoses: Record<Diagnosis, string> = {
  neverAwaited: "never awaited",
  lostReference: "a lost task",
  neverRetrieved: "an unheard error",
  replaced: "no longer in asyncio",
  blockingCall: "a blocking call",
  heldLock: "asleep with a lock",
  leftSiblings: "siblings left behind",
  swallowedCancellation: "a swallowed cancellation",
  deadlock: "a deadlock",
};

export function eventStory(scene: Scene, index: number): Inspected {
  const { store } = scene;
  const event = store.trace.event(index);
  const task = store.trace.task(index);
  const line = store.trace.line(index);
  const code: Row[] =
    line > 0 ? [{ pieces: [linePiece(line)], code: (scene.source[line - 1] ?? "").trim() }] : [];
  const why = task > 0 ? whyNow(scene, task, index) : null;
  const warnings = store.warnings.all.filter((warning) => warning.index === index);
  const sections: Section[] = [
    { title: "What to do", rows: warnings.map(({ message }): Row => ({ pieces: [{ text: message }] })) },
    {
      title: "What",
      rows: [{ pieces: brief(scene, index, { withLine: false }), at: index, time: event.time }],
    },
    { title: "Where", rows: code },
    ...(why ? [{ ...why, title: "Why then?" }] : []),
  ];
  return {
    kind: warnings.length > 0 ? "Warning" : event.kind === "outputWritten" ? "Output" : "Event",
    title: titleOf(event, index, warnings),
    task,
    status: [],
    stats: null,
    sections: sections.filter((section) => section.rows.length > 0),
  };
}

function titleOf(event: TraceEvent, index: number, [warning]: readonly Warning[]): string {
  if (warning) return diagnoses[warning.diagnosis];
  if (event.kind === "outputWritten") return event.text.trimEnd().slice(0, 60);
  return `event ${countText(index + 1)}`;
}
