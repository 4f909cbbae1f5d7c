/** Functions that cannot work in a page: the error's line, reason and replacement. */
import { expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";

const network = "is not available here: there is no network. Use an asyncio.Queue to pass messages";
const processes =
  "is not available here: there are no other processes. Use `await asyncio.to_thread(function)`";
const signals =
  "is not available here: a signal is handled, not waited for. Use loop.add_signal_handler() or signal.signal()";
const files = "is not available here: there are no files to watch. Use `await asyncio.to_thread(file.read)`";

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
  ["import socket; socket.create_connection(('127.0.0.1', 80))", network],
  ["import socket; socket.socket().connect(('127.0.0.1', 80))", network],
  ["import socket; socket.socket().bind(('127.0.0.1', 80))", network],
  ["import urllib.request; urllib.request.urlopen('http://example.com')", network],
])("%s", async (source, reason) => {
  const { outcome, error, line } = await runPython(source);
  expect({ outcome, line }).toEqual({ outcome: "error", line: 1 });
  expect(error).toContain(reason);
  expect(error).toMatch(/^(CannotBeHere: |urllib.error.URLError: )/);
});

test.each([
  ["asyncio.open_connection('example.com', 80)", network],
  ["asyncio.start_server(print, '127.0.0.1', 8000)", network],
  ["loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=('127.0.0.1', 0))", network],
  ["loop.getaddrinfo('example.com', 80)", network],
  ["asyncio.create_subprocess_exec('true')", processes],
  ["asyncio.create_subprocess_shell('true')", processes],
  ["asyncio.sleep(loop.add_reader(0, print))", files],
])("await %s", async (call, reason) => {
  const { outcome, error, line } = await runPython(`import asyncio
async def main():
    loop = asyncio.get_running_loop()
    await ${call}
asyncio.run(main())`);
  expect({ outcome, line }).toEqual({ outcome: "error", line: 4 });
  expect(error).toMatch(/^CannotBeHere: [\w.]+(\(\))? is not available here: /);
  expect(error).toContain(reason);
});

test("importing an unsupported module is no error", async () => {
  const source =
    "import multiprocessing, subprocess, socket, signal\nfrom concurrent.futures import ProcessPoolExecutor";
  expect(await runPython(source)).toMatchObject({ outcome: "ok", stderr: "" });
});
