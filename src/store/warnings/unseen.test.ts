/**
 * Warnings on programs that were written for other tests: those listed here are true, and all others are false. (The
 * examples of the gallery are checked in `examples.test.ts`.)
 */
import { expect, test } from "vitest";
import { recordProgram } from "../../cli/record.ts";
import busy from "../../testing/busy-program.py?raw";
import groups from "../../testing/groups-program.py?raw";
import { readPair } from "../../testing/parity/pairs.ts";
import network from "../../testing/network-program.py?raw";
import { socketPrograms, unclosedPrograms } from "../../testing/sockets/corpus.ts";
import resources from "../../testing/resources-program.py?raw";
import { bootPython } from "../../testing/run-python.ts";

/** Subjects of parity programs. */
const SUBJECTS = [
  "combinators/as-completed",
  "combinators/gather",
  "combinators/shield",
  "combinators/task-groups",
  "combinators/timeouts",
  "sync/events",
  "sync/queue-items",
  "sync/queue-joins",
  "sync/queue-waits",
  "sync/semaphores",
  "tasks/cancelled-chains",
];

/** The warnings that are true, by beginnings of the titles. */
const TRUE: Readonly<Record<string, readonly string[]>> = {
  "A failure is raised at once, and the siblings keep running.": ["leftSiblings"],
  "The future or the task that awaits it is cancelled.": ["swallowedCancellation"],
  "The block fails, and its tasks are cancelled.": ["swallowedCancellation"],
  "A chain whose innermost task refuses": ["swallowedCancellation"],
  "queue.Queue between a reading thread and the loop": ["blockingCall", "blockingCall"],
  "urlopen of the server that its own loop runs": ["blockingCall"],
  busy: ["blockingCall"],
  groups: ["leftSiblings"],
};

test("no warning is false", async () => {
  const programs = (await Promise.all(SUBJECTS.map(readPair))).flat().map((program) => ({
    title: program.title,
    source: program.python(),
  }));
  const whole = { busy, groups, resources, network, ...socketPrograms };
  programs.push(...Object.entries(whole).map(([title, source]) => ({ title, source })));
  expect(programs.length).toBeGreaterThanOrEqual(140);
  const found: Record<string, string[]> = {};
  for (const { title, source } of programs) {
    const { store } = recordProgram(await bootPython(), source, 1);
    const known = Object.entries(TRUE).find(([start]) => title.startsWith(start))?.[1] ?? [];
    const codes = store.warnings.all
      .map(({ diagnosis }) => diagnosis as string)
      .filter((code) => !(code.startsWith("unclosed") && unclosedPrograms.has(title)));
    if (codes.join() !== known.join()) found[title] = store.warnings.all.map(({ message }) => message);
  }
  expect(found).toEqual({});
});
