/** Functions that cannot work in a page: the error's line, reason and replacement. */
import { expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";

const processes =
  "is not available here: a process cannot be copied. Use `await asyncio.to_thread(function)`";
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

test("a program that is not there is FileNotFoundError, and a warning says what is there", async () => {
  const { error, events } = await runPython("import subprocess; subprocess.run(['git', 'status'])");
  expect(error).toBe("FileNotFoundError: [Errno 44] No such file or directory: 'git'");
  const warnings = events.filter((event) => event.kind === "warningRaised").map((event) => event.message);
  expect(warnings).toEqual([
    expect.stringMatching(/^There is no program git here: processes are simulated\. .*cat, .*python3, /),
  ]);
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
