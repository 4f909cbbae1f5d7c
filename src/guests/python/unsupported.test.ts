/** Functions that cannot work in a page: the error's line, reason and replacement. */
import { expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";

const processes =
  "is not available here: there are no other processes. Use `await asyncio.to_thread(function)`";
const signals =
  "is not available here: a signal is handled, not waited for. Use loop.add_signal_handler() or signal.signal()";

test.each([
  ["import os; os.system('true')", processes],
  ["import posix; posix.system('true')", processes],
  ["import os; os.popen('true')", processes],
  ["import os; os.fork()", processes],
  ["import subprocess; subprocess.run(['true'])", processes],
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

test.each([
  ["asyncio.create_subprocess_exec('true')", processes],
  ["asyncio.create_subprocess_shell('true')", processes],
])("await %s", async (call, reason) => {
  const { outcome, error, line } = await runPython(`import asyncio
async def main():
    server = await asyncio.start_server(print, "localhost", 0)
    port = server.sockets[0].getsockname()[1]
    await ${call}
asyncio.run(main())`);
  expect({ outcome, line }).toEqual({ outcome: "error", line: 5 });
  expect(error).toMatch(/^CannotBeHere: [\w.]+(\(\))? is not available here: /);
  expect(error).toContain(reason);
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
