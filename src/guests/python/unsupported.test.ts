/** Functions that cannot work in a page: the error's line, reason and replacement. */
import { describe, expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";
import { runTypeScript } from "../../testing/run-typescript.ts";

const processes =
  "is not available here: a worker needs an interpreter of its own. Use `await asyncio.to_thread(function)`";
const fork = "is not available here: a process cannot be copied. Use asyncio.create_subprocess_exec(";
const exec = "is not available here: the program cannot become another one. Use subprocess.run()";
const signals =
  "is not available here: a signal is handled, not waited for. Use loop.add_signal_handler() or signal.signal()";

test.each([
  ["import os; os.fork()", fork],
  ["import os; os.execv('true', ['true'])", exec],
  ["import subprocess; subprocess.run(['true'], preexec_fn=print)", "preexec_fn is not available here"],
  ["import multiprocessing; multiprocessing.Process(target=print).start()", processes],
  ["import multiprocessing; multiprocessing.Pool(2)", processes],
  ["from concurrent.futures import ProcessPoolExecutor; ProcessPoolExecutor().submit(print)", processes],
  ["import signal; signal.sigwait([signal.SIGINT])", signals],
])("%s", async (source, reason) => {
  const { outcome, error, line } = await runPython(source);
  expect({ outcome, line }).toEqual({ outcome: "error", line: 1 });
  expect(error).toContain(reason);
  expect(error).toMatch(/^CannotBeHere: /);
});

describe("a warning says which programs are there, if one is not", () => {
  test.each([
    [
      "subprocess.run(['git', 'status'])",
      "FileNotFoundError: [Errno 44] No such file or directory: 'git'",
      "",
    ],
    ["print(subprocess.run('git status', shell=True).returncode)", null, "127\n"],
    ["print(subprocess.run(['env', 'A=1', 'git']).returncode)", null, "127\n"],
    ["print(subprocess.run('exec git', shell=True).returncode)", null, "127\n"],
  ])("%s", async (source, error, stdout) => {
    const run = await runPython(`import subprocess; ${source}`);
    expect([run.error, run.stdout]).toEqual([error, stdout]);
    const warnings = run.events.flatMap((event) => (event.kind === "warningRaised" ? [event.message] : []));
    expect(warnings).toEqual([
      expect.stringMatching(/^There is no program git here: processes are simulated\. .*cat, .*python3, /),
    ]);
  });

  test.each([
    [
      "createSubprocessExec('git', ['status'])",
      "FileNotFoundError: [Errno 44] No such file or directory: 'git'",
    ],
    ["createSubprocessShell('git status')", null],
  ])("in TypeScript: %s", (call, error) => {
    const name = call.slice(0, call.indexOf("("));
    const run = runTypeScript(
      `import { ${name}, run } from "asyncio"; async function main() { await (await ${call}).wait(); } run(main());`,
    );
    expect(run.error).toBe(error);
    const warnings = run.events.flatMap((event) => (event.kind === "warningRaised" ? [event.message] : []));
    expect(warnings).toEqual([
      expect.stringMatching(
        /^There is no program git here: processes are simulated, and run no TypeScript\. .*cat, /,
      ),
    ]);
  });
});

test.each([
  "import socket; socket.gethostbyname('example.invalid')",
  "import urllib.request; urllib.request.urlopen('http://example.invalid')",
])("%s says that the network is simulated", async (source) => {
  const { error } = await runPython(source);
  expect(error).toContain(
    "Name or service not known: the network is simulated here, and reaches no real host",
  );
});

test("importing an unsupported module is no error", async () => {
  const source =
    "import multiprocessing, subprocess, socket, signal\nfrom concurrent.futures import ProcessPoolExecutor";
  expect(await runPython(source)).toMatchObject({ outcome: "ok", stderr: "" });
});
