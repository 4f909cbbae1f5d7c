/** Two stages in one page, each with a run, a cursor and a selection of its own. */
import { render } from "svelte/server";
import { expect, test } from "vitest";
import { Run } from "../../session/run.svelte.ts";
import { ShownRun } from "../../session/shown-run.ts";
import { chunkFromText } from "../../testing/trace-from-text.ts";
import Stage from "./Stage.svelte";

function shownRun(name: string): ShownRun {
  const program = { language: "python", source: `${name}()\n`, seed: 1 } as const;
  const shown = new ShownRun(Run.recording(program));
  const start = `loopStarted; iterationStarted; taskCreated A name=${name}`;
  shown.append(chunkFromText(`${start}; handleScheduled 1 A; handleStarted 1 A; taskStepped A line=1`));
  return shown;
}

/** The text of a stage. */
function textOf({ run, cursor, selection }: ShownRun): string {
  return render(Stage, { props: { run, cursor, selection } })
    .body.replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
}

test("each stage shows its own run at its own cursor", () => {
  const [left, right] = [shownRun("left"), shownRun("right")];
  left.cursor.seek(5);
  right.cursor.seek(3);
  const texts = [left, right].map(textOf);
  expect(texts[0]).toMatch(/Running line 1 left left\( ?\)/);
  expect(texts[1]).toMatch(/Ready queue 1 .*right.*Running Choosing the next callback/);
  expect(texts[0]).not.toContain("right");
  expect(texts[1]).not.toContain("left");
});

test("a task that is selected in one stage is not selected in the other", () => {
  const [left, right] = [shownRun("one"), shownRun("one")];
  for (const shown of [left, right]) shown.cursor.seek(5);
  left.selection.selectTask(1);
  const html = ({ run, cursor, selection }: ShownRun) =>
    render(Stage, { props: { run, cursor, selection } }).body;
  expect(html(left)).toMatch(/class="token [^"]*selected/);
  expect(html(right)).not.toMatch(/class="token [^"]*selected/);
});
