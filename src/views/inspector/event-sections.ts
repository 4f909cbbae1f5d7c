/** The sections about one event: the event, its code, and the cause of the step in which it happened; advice for a warning. */
import { warningHelp } from "../../store/warnings/help.ts";
import type { Language } from "../../share/program.ts";
import type { Warning } from "../../store/warnings/warning.ts";
import type { TraceEvent } from "../../events/event.ts";
import { countText } from "../../base/number-text.ts";
import { brief } from "./brief.ts";
import { linePiece, type Inspected, type Row, type Scene, type Section } from "./pieces.ts";
import { whyNow } from "./why.ts";

export function inspectEvent(scene: Scene, index: number): Inspected {
  const { store } = scene;
  const event = store.trace.event(index);
  const task = store.trace.task(index);
  const line = store.trace.line(index);
  const code: Row[] =
    line > 0 ? [{ pieces: [linePiece(line)], code: (scene.source[line - 1] ?? "").trim() }] : [];
  const why = task > 0 ? whyNow(scene, task, index) : null;
  const warnings = store.warnings.all.filter((warning) => warning.index === index);
  const row: Row = { pieces: brief(scene, index, { withLine: false }), at: index, time: event.time };
  // Its sentence is the advice.
  const isSaid = event.kind === "warningRaised" && warnings.some(({ message }) => message === event.message);
  const sections: Section[] = [
    { title: "What to do", rows: warnings.map(({ message }): Row => ({ pieces: [{ text: message }] })) },
    { title: "Event", rows: isSaid ? [] : [row] },
    { title: "Code", rows: code },
    ...(why ? [{ ...why, title: "Why at that time?" }] : []),
    ...helpSections(warnings, store.warnings.language),
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
  if (warning) return warningHelp(warning.diagnosis, "python").title;
  if (event.kind === "outputWritten") return event.text.trimEnd().slice(0, 60);
  return `event ${countText(index + 1)}`;
}

/** The help about the kind of the first warning. */
function helpSections([warning]: readonly Warning[], language: Language): Section[] {
  if (!warning) return [];
  const { what, why, fix, example } = warningHelp(warning.diagnosis, language);
  const text = (sentence: string): Row => ({ pieces: [{ text: sentence }] });
  const silence = `To silence this warning, end its line with a comment: loopscope: ignore[${warning.diagnosis}]`;
  const more = example ? [{ pieces: [{ text: "See an example", example: { id: example, language } }] }] : [];
  return [
    { title: `About ${warning.diagnosis}`, rows: [text(what), text(why)] },
    { title: "In general", rows: [text(fix), text(silence), ...more] },
  ];
}
