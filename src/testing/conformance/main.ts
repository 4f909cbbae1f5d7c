/**
 * `npm run test:conformance -- <folder> [modules]`: CPython's own `test_asyncio` on the Python guest's loop.
 *
 * The folder is `Lib` of CPython's sources, of the version that the guest is; nothing of it is part of this project. Each
 * module runs on three arms (see `run_module.py`): a test counts if it passes on asyncio's own loop in the same WebAssembly.
 * Two measures are printed, and each test that counts and fails: the guest's loop wherever a loop is created, and in place of
 * `BaseEventLoop`, too. Exit status 0 if every test that counts passes by the first measure, else 1; 2 for misuse.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { doAll, nodeCommand, type Outcomes, runModule } from "./run-tests.ts";

const arms = ["stock", "guest", "strict"] as const;
type Arm = (typeof arms)[number];

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
  await doAll(jobs, async ({ module, arm }) => {
    const found = await runModule(nodeCommand("conformance/arm.ts", arm, folder, module));
    for (const [test, outcome] of found) outcomes.get(arm)?.set(test, outcome);
    const passed = [...found.values()].filter((outcome) => outcome === "passed").length;
    process.stderr.write(`${module} on ${arm}: ${passed} of ${found.size} passed\n`);
  });

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
