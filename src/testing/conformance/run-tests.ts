/**
 * Tests in interpreters of their own: one that hangs, or ends early, is replaced, and the next one begins after the test that broke it.
 *
 * An interpreter runs a module of tests, leaves out those that it is given as done, and writes a line of JSON when a test begins
 * and when it ends, `{test, outcome}`; after the last one, with the test "" and the outcome "ended".
 */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** How each test ended: "passed", "skipped", "failed" (a reason may follow), "never ended". */
export type Outcomes = Map<string, string>;

/** Program, arguments and variables of an interpreter that leaves out the tests that are `done`, a list in JSON. */
export type Command = (done: string) => {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
};

/** Milliseconds that an interpreter takes to start, at most, and a test, on a busy machine: one that takes longer hangs. */
const PATIENCE = { start: 600_000, test: 60_000 };
const start = fileURLToPath(new URL("../../cli/start.mjs", import.meta.url));

/** Return the command of an arm of `src/testing`, which runs in Node. */
export const nodeCommand =
  (arm: string, ...args: readonly string[]): Command =>
  (done) => ({ program: process.execPath, args: [start, `../testing/${arm}`, ...args, done] });

/** Do all jobs, as many at once as the machine has cores, or `most`. */
export async function doAll<Job>(
  jobs: Job[],
  work: (job: Job) => Promise<void>,
  most = availableParallelism(),
): Promise<void> {
  const worker = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await work(job);
  };
  await Promise.all(Array.from({ length: most }, worker));
}

/** Run a module to its end, in as many interpreters as it takes. */
export async function runModule(command: Command): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  for (let isOver = false; !isOver;) {
    const before = outcomes.size;
    isOver = await runInterpreter(command, outcomes);
    // One that broke before its first test would break again.
    isOver ||= outcomes.size === before;
  }
  return outcomes;
}

/** Add the outcomes of the tests that are not there yet. Return true if the last one was reached. */
function runInterpreter(command: Command, outcomes: Outcomes): Promise<boolean> {
  const { program, args, env } = command(JSON.stringify([...outcomes.keys()]));
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, ...env },
  });
  const kill = () => child.kill("SIGKILL");
  let patience = setTimeout(kill, PATIENCE.start);
  let isOver = false;
  createInterface({ input: child.stdout }).on("line", (line) => {
    clearTimeout(patience);
    patience = setTimeout(kill, PATIENCE.test);
    if (!line.startsWith('{"test"')) return;
    const { test, outcome } = JSON.parse(line) as { test: string; outcome: string };
    if (outcome === "ended") isOver = test === "";
    // What has begun and never ends has ended its interpreter, or hangs.
    else outcomes.set(test, outcome === "begins" ? "never ended" : outcome);
  });
  return new Promise((resolve) =>
    child.on("close", () => {
      clearTimeout(patience);
      resolve(isOver);
    }),
  );
}
