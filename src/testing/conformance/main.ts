/**
 * `npm run test:conformance -- <folder> [modules]`: CPython's own `test_asyncio` on the Python guest's loop.
 *
 * The folder is `Lib` of CPython's sources, of the version that the guest is; nothing of it is part of this project. Each
 * module runs on three arms (see `run_module.py`): a test counts if it passes on asyncio's own loop in the same WebAssembly.
 * Two measures are printed, and each test that counts and fails: the guest's loop wherever a loop is created, and in place of
 * `BaseEventLoop`, too. Exit status 0 if every test that counts passes by the first measure, else 1; 2 for misuse.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const arms = ["stock", "guest", "strict"] as const;
type Arm = (typeof arms)[number];
type Outcomes = Map<string, string>;

/** Milliseconds that an interpreter takes to start, at most, and a test, on a busy machine: one that takes longer hangs. */
const PATIENCE = { start: 600_000, test: 60_000 };
const start = fileURLToPath(new URL("../../cli/start.mjs", import.meta.url));

/** Returns the exit status. */
export async function main([folder, ...only]: string[]): Promise<number> {
  const tests = join(folder ?? "", "test", "test_asyncio");
  if (!folder || !existsSync(tests)) {
    process.stderr.write("usage: npm run test:conformance -- <Lib of CPython's sources> [modules]\n");
    return 2;
  }
  const modules = readdirSync(tests)
    .flatMap((file) => /^(test_\w+)\.py$/.exec(file)?.[1] ?? [])
    .filter((module) => only.length === 0 || only.includes(module));
  const jobs = modules.flatMap((module) => arms.map((arm) => ({ module, arm })));
  const outcomes = new Map<Arm, Outcomes>(arms.map((arm) => [arm, new Map()]));
  const work = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const found = await runModule(job.arm, folder, job.module);
      for (const [test, outcome] of found) outcomes.get(job.arm)?.set(test, outcome);
      const passed = [...found.values()].filter((outcome) => outcome === "passed").length;
      process.stderr.write(`${job.module} on ${job.arm}: ${passed} of ${found.size} passed\n`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));

  const counted = [...outcomes.get("stock")!].filter(([, outcome]) => outcome === "passed");
  const failures = (["guest", "strict"] as const).map((arm) => {
    // A test that is skipped by an arm says nothing of it.
    const ran = counted.flatMap(([test]) => {
      const outcome = outcomes.get(arm)?.get(test) ?? "missing";
      return outcome === "skipped" ? [] : [{ test, outcome }];
    });
    const failed = ran.filter(({ outcome }) => outcome !== "passed");
    const where = arm === "guest" ? "wherever a loop is created" : "and in place of BaseEventLoop";
    process.stdout.write(`The guest's loop ${where}: ${ran.length - failed.length} of ${ran.length} pass.\n`);
    for (const { test, outcome } of failed) process.stdout.write(`  ${outcome}: ${test}\n`);
    return failed.length;
  });
  return failures[0] === 0 ? 0 : 1;
}

/** Runs a module to its end, in as many interpreters as it takes: one that hangs or ends early is replaced. */
async function runModule(arm: Arm, folder: string, module: string): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  for (let isOver = false; !isOver;) {
    const before = outcomes.size;
    isOver = await runInterpreter(arm, folder, module, outcomes);
    // One that broke before its first test would break again.
    isOver ||= outcomes.size === before;
  }
  return outcomes;
}

/** Adds the outcomes of the tests that are not there yet. Returns true if the last one was reached. */
function runInterpreter(arm: Arm, folder: string, module: string, outcomes: Outcomes): Promise<boolean> {
  const done = JSON.stringify([...outcomes.keys()]);
  const child = spawn(process.execPath, [start, "../testing/conformance/arm.ts", arm, folder, module, done], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const kill = () => child.kill("SIGKILL");
  let patience = setTimeout(kill, PATIENCE.start);
  let isOver = false;
  createInterface({ input: child.stdout }).on("line", (line) => {
    clearTimeout(patience);
    patience = setTimeout(kill, PATIENCE.test);
    if (!line.startsWith("{")) return;
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
