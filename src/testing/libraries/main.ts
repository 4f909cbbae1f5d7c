/**
 * `npm run test:libraries -- <library> <its sources> <folder with pytest> [--long] [modules]`: a library's own tests, with its packed
 * wheel (`npm run wheels`), in the guest, on the simulated network with the built-in hosts; and on native CPython (`PYTHON`, or
 * `python3`) over real loopback, with a real Redis (`REDIS_SERVER`) where that is named.
 *
 * Sources and pytest, with the plugins that the tests want, are no part of this project. A module is named as below `tests`:
 * `test_asyncio/test_lock`. Prints for each module how many tests passed, failed and were skipped, and each test that fails in
 * the guest and passes on native CPython: apart, those that need a command which the simulated Redis does not have. `--long`
 * prints tracebacks. Exit status 0 if there is no other such test, else 1; 2 for misuse.
 */
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { wheelsIn } from "../../cli/wheels.ts";
import { type Command, doAll, nodeCommand, type Outcomes, runModule } from "../conformance/run-tests.ts";
import { startRedis, unpackWheels } from "../packages/native.ts";
import { wheelsFolder } from "../packages/wheels-folder.ts";
import nativeArm from "./native_arm.py?raw";
import runPytest from "./run_pytest.py?raw";

const usage =
  "usage: npm run test:libraries -- <library> <its sources> <folder with pytest> [--long] [modules]\n";

/** Return the exit status. */
export async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { long: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const [library, sources, pytest, ...only] = positionals;
  if (!library || !sources || !pytest || !existsSync(join(sources, "tests"))) {
    process.stderr.write(usage);
    return 2;
  }
  const modules = readdirSync(join(sources, "tests"), { recursive: true, encoding: "utf8" })
    .flatMap((path) => /^((?:.*\/)?test_\w+)\.py$/.exec(path)?.[1] ?? [])
    .filter((module) => only.length === 0 || only.includes(module))
    .sort();
  const folder = await mkdtemp(join(tmpdir(), "loopscope-libraries-"));
  const redis = process.env["REDIS_SERVER"] === undefined ? null : await startRedis(folder);
  try {
    const native = await nativeCommand(folder, [library, sources, pytest]);
    let failures = 0;
    const length = values.long ? "long" : "";
    // One after the other: the tests of all modules share the real Redis.
    await doAll(
      modules,
      async (module) => {
        const guest = nodeCommand("libraries/arm.ts", library, sources, pytest, `tests/${module}.py`, length);
        failures += report(module, await runModule(guest), await runModule(native(module)));
      },
      1,
    );
    return failures === 0 ? 0 : 1;
  } finally {
    redis?.kill();
    await rm(folder, { recursive: true });
  }
}

/** Return the commands of native CPython, with all packed wheels unpacked into `folder`. */
async function nativeCommand(folder: string, names: readonly string[]): Promise<(module: string) => Command> {
  const wheels = await wheelsIn(wheelsFolder);
  await unpackWheels(folder, await Promise.all(wheels.map((wheel) => wheel.bytes())));
  const file = join(folder, "native_arm.py");
  await writeFile(file, `${runPytest}\n${nativeArm}`);
  return (module) => (done) => ({
    program: process.env["PYTHON"] ?? "python3",
    args: [file, ...names, `tests/${module}.py`, done],
    env: { PYTHONPATH: folder },
  });
}

/** Print a module's figures and failures. Return how many of them nothing explains. */
function report(module: string, guest: Outcomes, native: Outcomes): number {
  const count = (outcomes: Outcomes, prefix: string) =>
    [...outcomes.values()].filter((outcome) => outcome.startsWith(prefix)).length;
  const figures = (outcomes: Outcomes) => {
    const [passed, skipped] = [count(outcomes, "passed"), count(outcomes, "skipped")];
    return `${passed} passed, ${outcomes.size - passed - skipped} failed, ${skipped} skipped`;
  };
  // Tests fail natively, too, where a plugin or the network of this machine is lacking.
  const failed = [...guest].filter(
    ([test, outcome]) => !/^(?:passed|skipped)/.test(outcome) && native.get(test) === "passed",
  );
  const lacking = failed.filter(([, outcome]) => /unknown (?:sub)?command/.test(outcome));
  const others = failed.filter((entry) => !lacking.includes(entry));
  const lines = [
    `${module}: ${figures(guest)}; natively ${figures(native)}`,
    `  ${failed.length} fail here alone, ${lacking.length} of these for a command that the simulated Redis lacks`,
    ...lacking.map(([test, outcome]) => `  lacks a command: ${test}: ${outcome}`),
    ...others.map(([test, outcome]) => `  ${test}: ${outcome}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return others.length;
}
