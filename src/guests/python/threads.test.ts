/** Programs with threads write, in virtual time, what they write with real threads. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { preamble, threadPrograms } from "../../testing/thread-programs.ts";
import { bootPython, runPython, type PythonRun } from "../../testing/run-python.ts";

/** In seconds. Long enough for a machine to keep the order of what is half a unit apart; a busy one gets more. */
const REAL_UNIT = 0.1;
const AT_ONCE = 6;

const run = promisify(execFile);
const realPython = await run("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).then(
  () => true,
  () => false,
);

const programs = Object.entries(threadPrograms);
const running = new Map<string, Promise<string>>();
/** How often a program was held up by the machine, if it did not do what was expected. */
const tries = new Map<string, number>();

/** What a program writes with real threads; several run at once. */
function written(name: string, source: string, unit = REAL_UNIT): Promise<string> {
  const first = async () => (await run("python3", ["-c", preamble(unit) + source])).stdout;
  const before = [...running.values()].at(-AT_ONCE);
  const started = (before ?? Promise.resolve("")).catch(() => "").then(first);
  running.set(name, started);
  return started;
}

if (realPython) for (const [name, source] of programs) written(name, source).catch(() => {});
afterAll(() => Promise.allSettled(running.values()));

/** The times of the events must never go back, and each thread that begins ends, unless the program leaves it behind. */
function expectInOrder({ events }: PythonRun): void {
  const times = events.map((event) => event.time);
  expect(times).toEqual([...times].sort((a, b) => a - b));
}

describe.skipIf(!realPython)("as with real threads", () => {
  test.each(programs)("%s", { timeout: 60_000, retry: 3 }, async (name, source) => {
    const tried = tries.get(name) ?? 0;
    tries.set(name, tried + 1);
    const real = await (tried === 0 ? running.get(name) : written(name, source, REAL_UNIT * 3 ** tried));
    const virtual = await runPython(preamble(1) + source);
    expect(virtual).toMatchObject({ outcome: "ok", error: null, stderr: "" });
    expect(virtual.stdout).toBe(real);
    expectInOrder(virtual);
  });
});

test.each(programs)("the same trace twice: %s", async (_, source) => {
  await bootPython();
  const [one, two] = [await runPython(preamble(1) + source), await runPython(preamble(1) + source)];
  expect(two.events).toEqual(one.events);
});
