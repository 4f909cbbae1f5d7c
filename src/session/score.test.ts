/** Every example at the speed Story: how long each sentence and each stop stands, and how long the whole takes. */
import { expect, test } from "vitest";
import { examples } from "../examples/index.ts";
import { tourOf } from "../examples/tours.ts";
import { unpackRun } from "../formats/packed-run.ts";
import { MOST_WORDS, tell } from "../store/beat-sentence.ts";
import { movesOf } from "../store/moves.ts";
import { findStops } from "../store/find-stops.ts";
import { plainText } from "../store/narration.ts";
import { stopTime } from "../store/pace.ts";
import { TraceStore } from "../store/trace-store.ts";
import { chunkFromText } from "../testing/trace-from-text.ts";
import { Score } from "./score.ts";

interface Shown {
  text: string;
  isStop: boolean;
  /** In milliseconds. */
  stands: number;
}

/** What the caption shows while a score is played, in order. */
function captions(store: TraceStore, score: Score): Shown[] {
  const shown: Shown[] = [];
  for (let time = 0; time < score.total;) {
    const { index, until } = score.at(time);
    const said = score.said(index);
    const isStop = "caption" in said;
    const text = isStop ? said.caption : plainText(tell(store, said.first, said.last));
    const stands = Math.min(until, score.total) - time;
    const last = shown.at(-1);
    if (last?.text === text) last.stands += stands;
    else shown.push({ text, isStop, stands });
    time = until;
  }
  return shown;
}

async function storeOf(recorded: () => Promise<string>): Promise<TraceStore> {
  const store = new TraceStore();
  for (const chunk of (await unpackRun(await recorded())).chunks) store.append(chunk);
  return store;
}

function storeFromText(text: string): TraceStore {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return store;
}

const table: string[] = [];

test.each(
  examples.flatMap((example) =>
    (["python", "typescript"] as const)
      .filter((language) => example.languages.includes(language))
      .map((language) => ({ ...example, language })),
  ),
)("$id in $language plays at reading pace, in 20 to 90 s", async ({ language, ...example }) => {
  const { id, recorded } = example;
  const stops = tourOf(example);
  const store = await storeOf(recorded[language] as () => Promise<string>);
  const events = findStops(store.trace, stops);
  const placed = events.map((event, i) => ({ event, caption: stops[i]?.caption ?? "" }));
  const score = new Score(store.trace, store.beats, placed);
  const shown = captions(store, score);
  const stands = (isStop: boolean) =>
    Math.min(...shown.filter((one) => one.isStop === isStop).map((one) => one.stands));
  table.push(
    [
      `${id} (${language})`.padEnd(36),
      shown.length,
      stands(false) / 1000,
      stands(true) / 1000,
      score.total / 1000,
    ]
      .map((cell) => (typeof cell === "number" ? cell.toFixed(2).padStart(7) : cell))
      .join(" "),
  );
  for (const { text, isStop, stands } of shown) {
    expect(stands, text).toBeGreaterThanOrEqual(isStop ? stopTime(text) : 450);
    expect(text, text).not.toMatch(/undefined|null|NaN|locals/);
    // The name "fetch · 3" is one word.
    const words = text.replace(/ · (?=\d)/g, "").split(/\s+/);
    if (!isStop) expect(words.length, text).toBeLessThanOrEqual(MOST_WORDS);
  }
  expect(shown.filter(({ isStop }) => isStop).map(({ text }) => text)).toEqual(
    stops.map(({ caption }) => caption),
  );
  expect(score.total).toBeGreaterThanOrEqual(20_000);
  // A library says much on the wire: these are meant to be walked from stop to stop.
  expect(score.total).toBeLessThanOrEqual(example.libraries ? 300_000 : 90_000);
  for (let beat = 0; beat < store.beats.count; beat++) {
    const sum = movesOf(store.trace, store.beats, beat).reduce((total, { time }) => total + time, 0);
    expect(sum, `moves of beat ${beat}`).toBeCloseTo(store.beats.time(beat));
  }
});

test("the table of all examples", () => {
  console.log(
    `${"at Story".padEnd(36)} captions, shortest sentence, shortest stop, whole (s)\n${table.join("\n")}`,
  );
  expect(table.length).toBeGreaterThan(examples.length);
});

/** Return a trace in which `count` tasks take the same first step. */
function alike(count: number): string {
  const tasks = Array.from(
    { length: count },
    (_, i) => `taskCreated ${i + 1} name=t-${i + 1} coroutine=work`,
  );
  const steps = tasks.map(
    (_, i) =>
      `handleStarted ${i + 1} ${i + 1}; taskStepped ${i + 1}; taskSuspended ${i + 1} reason=sleep; handleEnded ${i + 1} ${i + 1}`,
  );
  return [...tasks, "loopStarted", `iterationStarted ready=${count}`, ...steps].join("; ");
}

test("ten tasks that do the same are one sentence, and take a second more than one", () => {
  const times = [1, 10].map((count) => {
    const { trace, beats } = storeFromText(alike(count));
    return new Score(trace, beats, []).total;
  });
  expect((times[1] as number) - (times[0] as number)).toBeCloseTo(900);
  const store = storeFromText(alike(10));
  expect(captions(store, new Score(store.trace, store.beats, [])).map(({ text }) => text)).toEqual([
    "The event loop starts with its first task, t-10.",
    "10 tasks, t-1 to t-10, sleep.",
  ]);
});

test("a stop holds at its event, and the rest of a passage has a sentence of its own", () => {
  const store = storeFromText(alike(5));
  const caption = "Read this.";
  const event = store.beats.to(2) - 1;
  const score = new Score(store.trace, store.beats, [{ event, caption }]);
  expect(captions(store, score).map(({ text }) => text)).toEqual([
    "The event loop starts with its first task, t-5.",
    "t-1 sleeps.",
    caption,
    "t-3, t-4 and t-5 sleep.",
  ]);
  const time = score.timeOf(event);
  expect(score.at(time)).toEqual({ index: event, until: time + 1800 });
});

test("bookkeeping after a stop stands below the stop's caption", () => {
  const aside = "StreamReaderProtocol.connection_made";
  const store = storeFromText(`
    taskCreated A; loopStarted; iterationStarted ready=2; handleStarted 1 A; taskStepped A; outputWritten A text=hello
    taskSuspended A reason=sleep; handleEnded 1 A; handleStarted 2 name=${aside}; handleEnded 2 name=${aside}
    handleStarted 3 name=${aside}; handleEnded 3 name=${aside}`);
  const event = store.trace.length - 7;
  const score = new Score(store.trace, store.beats, [{ event, caption: "Read this." }]);
  expect(captions(store, score).map(({ text }) => text)).toEqual([
    "The event loop starts with its first task, A.",
    "Read this.",
  ]);
});

test("each move leads on to the next, up to the end", () => {
  const { trace, beats } = storeFromText(alike(20));
  const score = new Score(trace, beats, []);
  let time = 0;
  let last = -1;
  for (;;) {
    const { index, until } = score.at(time);
    expect(index).toBeGreaterThan(last);
    expect(score.timeOf(index)).toBe(time);
    if (until === Infinity) break;
    [time, last] = [until, index];
  }
  expect(score.at(1e9).index).toBe(trace.length - 1);
});
