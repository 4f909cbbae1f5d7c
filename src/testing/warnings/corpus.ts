/** Reads the corpus of programs for warnings: texts with a title line `=== …` before each program. */
import type { TraceStore } from "../../store/trace-store.ts";

export interface CorpusProgram {
  readonly title: string;
  readonly source: string;
  /** The warnings that it must have, as `warningsOf` gives them. */
  readonly expected: readonly string[];
}

/** First line and last line of each program. */
const FRAMES: Readonly<Record<string, readonly [head: string, end: string]>> = {
  python: ["import asyncio, time", "asyncio.run(main())"],
  typescript: [
    'import { createTask, currentTask, EventLoop, enter, gather, getRunningLoop, Lock, print, Queue, run, shield, sleep, sleepBlocking, timeout, ValueError, wait, waitFor } from "asyncio";',
    "run(main());",
  ],
};

/** Mark of an expected warning: one or more codes at the end of a line. */
const MARK = / *(?:#|\/\/)! ([\w ]+)$/;

/** Return the programs of a text in a language. */
export function readCorpus(text: string, language: string): CorpusProgram[] {
  const [head, end] = FRAMES[language] as readonly [string, string];
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part): CorpusProgram => {
      const [title = "", ...rest] = part.trimEnd().split("\n");
      const marked = [
        head,
        ...rest,
        ...(/\bmain\(\) ?[:{]/.test(part) && !/^main\(\)/m.test(part) ? [end] : []),
      ];
      const expected = marked.flatMap((line, i) =>
        (MARK.exec(line)?.[1]?.split(" ") ?? []).map((code) => `${code} on line ${i + 1}`),
      );
      const source = `${marked.map((line) => line.replace(MARK, "")).join("\n")}\n`;
      return { title, source, expected: expected.sort() };
    });
}

/** Return the warnings of a run in a comparable form: codes and lines. */
export function warningsOf(store: TraceStore): string[] {
  return store.warnings.all.map(({ diagnosis, line }) => `${diagnosis} on line ${line}`).sort();
}
