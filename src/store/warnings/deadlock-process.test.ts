/** Deadlocks with processes: what the warning and the verdict say, with the process, the line and the fix. */
import { expect, test } from "vitest";
import { bootPython } from "../../testing/run-python.ts";
import { recordProgram } from "../../cli/record.ts";
import { verdictOf } from "../verdict.ts";

const start = `import asyncio, os, subprocess, sys
from asyncio.subprocess import PIPE
`;

const programs: Readonly<Record<string, readonly [program: string, message: string, verdict: string]>> = {
  "a command that reads for ever": [
    `async def main():
    cat = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    cat.stdin.write(b"hello\\n")
    await cat.stdout.readline()
    await cat.wait()
asyncio.run(main())`,
    "Deadlock: main waits for cat 101 to end on line 7, but cat 101 (started on line 4) waits for input: its stdin is open, and no task writes to it. Close it with stdin.close() after the last line; communicate() does that.",
    "main waits for cat 101, which waits for input",
  ],
  "output of a command that reads for ever": [
    `async def main():
    cat = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    await cat.stdout.read()
asyncio.run(main())`,
    "Deadlock: main waits for output of cat 101 on line 5, but cat 101 (started on line 4) waits for input: its stdin is open, and no task writes to it. Close it with stdin.close() after the last line; communicate() does that.",
    "main waits for cat 101, which waits for input",
  ],
  "output that is not read, as CPython's documentation warns": [
    `async def main():
    seq = await asyncio.create_subprocess_exec("seq", "100000", stdout=PIPE, limit=1024)
    await seq.wait()
asyncio.run(main())`,
    "Deadlock: main waits for seq 101 to end on line 5, but seq 101 (started on line 4) cannot write: its stdout pipe is full, and no task reads the 65,536 bytes in it. Read them before you wait for the process; communicate() does both.",
    "main waits for seq 101, which cannot write",
  ],
  "both directions full": [
    `async def main():
    cat = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    cat.stdin.write(b"x" * 1000000)
    await cat.stdin.drain()
asyncio.run(main())`,
    "Deadlock: main waits for room in the input of cat 101 on line 6, but cat 101 (started on line 4) cannot write: its stdout pipe is full, and no task reads the 65,536 bytes in it. Read them before you wait for the process; communicate() does both.",
    "main waits for cat 101, which cannot write",
  ],
  "a Python program that asks for input": [
    `async def main():
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(input())", stdin=PIPE, stdout=PIPE)
    await child.wait()
asyncio.run(main())`,
    "Deadlock: main waits for python3 101 to end on line 5, but python3 101 (started on line 4) waits for input: its stdin is open, and no task writes to it. Close it with stdin.close() after the last line; communicate() does that.",
    "main waits for python3 101, which waits for input",
  ],
  "a Python program whose output is not read": [
    `async def main():
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", "print('x' * 1000000)", stdout=PIPE)
    await child.wait()
asyncio.run(main())`,
    "Deadlock: main waits for python3 101 to end on line 5, but python3 101 (started on line 4) cannot write: its stdout pipe is full, and no task reads the 65,536 bytes in it. Read them before you wait for the process; communicate() does both.",
    "main waits for python3 101, which cannot write",
  ],
  "a pipe of which the program keeps an end": [
    `async def main():
    reader, writer = os.pipe()
    echo = await asyncio.create_subprocess_exec("echo", "hello", stdout=writer)
    wc = await asyncio.create_subprocess_exec("wc", stdin=reader, stdout=PIPE)
    await wc.communicate()
asyncio.run(main())`,
    "Deadlock: main waits for output of wc 102 on line 7, but wc 102 (started on line 6) waits for input: the program still has the end of the pipe that it gave to echo 101. Close it with os.close() after the start of that process.",
    "main waits for wc 102, which waits for input",
  ],
  "a shell that waits for its child": [
    `async def main():
    sh = await asyncio.create_subprocess_shell("cat; echo done", stdin=PIPE)
    await sh.wait()
asyncio.run(main())`,
    "Deadlock: main waits for sh 101 to end on line 5, but sh 101 waits for cat 102, and cat 102 waits for input: its stdin is open, and no task writes to it. Close it with stdin.close() after the last line; communicate() does that.",
    "main waits for sh 101, which waits itself",
  ],
  "a process that sleeps for ever": [
    `async def main():
    child = await asyncio.create_subprocess_exec("sleep", "infinity")
    await child.wait()
asyncio.run(main())`,
    "Deadlock: main waits for sleep 101 to end on line 5, but sleep 101 (started on line 4) never ends.",
    "main waits for sleep 101, which never ends",
  ],
  "a blocking wait, with output that is not read": [
    `child = subprocess.Popen(["seq", "100000"], stdout=subprocess.PIPE)
child.wait()`,
    "Deadlock: Popen.wait on line 4 blocks for ever. Seq (process 101) waits for room for its output, which no code reads. Read it first, or use communicate().",
    "Popen.wait blocks for ever",
  ],
};

test.each(Object.entries(programs))("%s", async (_cause, [program, message, verdict]) => {
  const { store, end } = recordProgram(await bootPython(), `${start}${program}\n`, 1);
  const deadlocks = store.warnings.all.filter(({ diagnosis }) => diagnosis === "deadlock");
  expect(deadlocks.map((warning) => warning.message)).toEqual([message]);
  expect(verdictOf(store, end).text.replace(/^Deadlock at [\d.]+ s: /, "")).toBe(verdict);
});

test("processes that are never waited for are warned of, as CPython does", async () => {
  const warned = async (program: string) => {
    const { store } = recordProgram(await bootPython(), `${start}${program}\n`, 1);
    return store.warnings.all.map(({ diagnosis, line }) => `${diagnosis} ${line}`);
  };
  expect(await warned('child = subprocess.Popen(["sleep", "1"])')).toEqual(["unwaitedProcess 3"]);
  expect(
    await warned(`async def main():
    child = await asyncio.create_subprocess_exec("sleep", "100")
    await asyncio.sleep(1)
asyncio.run(main())`),
  ).toEqual(["unwaitedProcess 4"]);
  // The child watcher has read its status.
  expect(
    await warned(`async def main():
    child = await asyncio.create_subprocess_exec("sleep", "1")
    await asyncio.sleep(2)
asyncio.run(main())`),
  ).toEqual([]);
  expect(await warned('with subprocess.Popen(["true"]): pass\nsubprocess.run("true")')).toEqual([]);
  expect(await warned('child = subprocess.Popen(["sleep", "9"])\nraise ValueError("no")')).toEqual([]);
});
