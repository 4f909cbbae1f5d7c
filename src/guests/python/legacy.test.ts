/** Programs for Python 3.4 to 3.10: they run as their modern counterparts do, with a notice of each old feature. */
import { describe, expect, test } from "vitest";
import type { ExportedEvent } from "../../formats/export-events.ts";
import { oldPrograms } from "../../testing/legacy/index.ts";
import { modernized } from "../../testing/legacy/legacy-program.ts";
import * as python36 from "../../testing/legacy/python-3.6.ts";
import { bootPython, runPython } from "../../testing/run-python.ts";

const isNotice = ({ kind, diagnosis }: ExportedEvent) => kind === "warningRaised" && diagnosis === "";
const notices = (events: ExportedEvent[]) => events.filter(isNotice);

describe.each(Object.entries(oldPrograms))("%s", (_of, programs) => {
  test.each(programs)("$name", async ({ source, modern, notices: expected, same }) => {
    const old = await runPython(source);
    expect(old).toMatchObject({ outcome: "ok", error: null, stderr: "" });
    expect(notices(old.events).map(({ line, message }) => [line, message])).toEqual(
      expected.map(([line, text]) => [line, expect.stringMatching(startingWith(text))]),
    );

    const counterpart = await runPython(modern ?? modernized(source));
    expect(counterpart).toMatchObject({ outcome: "ok", error: null, stderr: "" });
    expect(notices(counterpart.events)).toEqual([]);
    expect(old.stdout).toBe(counterpart.stdout);
    if (same === "stdout") return;
    expect(old.time).toBe(counterpart.time);
    if (same === "output") return;
    expect(old.events.filter((event) => !isNotice(event))).toEqual(counterpart.events);
  });
});

test("a program with all old features prints what it did in Python 3.6", async () => {
  const run = await runPython(python36.source);
  expect(run).toMatchObject({ outcome: "ok", error: null, stderr: "", stdout: python36.stdout });
  const said = notices(run.events).map(({ message }) => String(message).slice(0, 24));
  expect(new Set(said).size).toBe(said.length);
});

describe("a program that is no longer valid Python gets a hint", () => {
  test.each([
    [
      "import asyncio\nloop = asyncio.get_event_loop()\nasyncio.async(main())",
      "SyntaxError: invalid syntax: `async` is a keyword since Python 3.7: for asyncio.async(…) write " +
        "asyncio.create_task(…), or asyncio.ensure_future(…) before the loop runs",
      3,
    ],
    [
      "from asyncio import async",
      "SyntaxError: invalid syntax: `async` is a keyword since Python 3.7: for asyncio.async(…) write " +
        "asyncio.create_task(…), or asyncio.ensure_future(…) before the loop runs",
      1,
    ],
    [
      "import asyncio\nasync def main():\n    yield from asyncio.sleep(1)",
      "SyntaxError: 'yield from' inside async function: write `await` in its place",
      3,
    ],
    [
      "run(job, async=True)",
      "SyntaxError: invalid syntax: `async` and `await` are keywords since Python 3.7: choose another name",
      1,
    ],
    ["async def f()\n    pass", "SyntaxError: expected ':'", 1],
  ])("%j", async (source, error, line) => {
    const run = await runPython(source);
    expect(run).toMatchObject({ outcome: "error", error, line, invalid: true });
    expect(run.stderr).toContain(error);
  });
});

test("uvloop's policy warns as any policy does", async () => {
  const run = await runPython(
    "import asyncio, uvloop\nasyncio.set_event_loop_policy(uvloop.EventLoopPolicy())\nprint(asyncio.get_event_loop())",
  );
  expect(run).toMatchObject({
    stdout: "<uvloop.Loop running=False closed=False debug=False>\n",
    stderr:
      "program.py:2: DeprecationWarning: 'asyncio.set_event_loop_policy' is deprecated and slated for removal in " +
      "Python 3.16\n  asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())\n",
  });
});

test("an exception in an old coroutine has its traceback and line", async () => {
  const run = await runPython(`
import asyncio

@asyncio.coroutine
def fails():
    yield from asyncio.sleep(0.5)
    raise ValueError("old")

@asyncio.coroutine
def main():
    yield from fails()

asyncio.run(main())
`);
  expect(run).toMatchObject({ outcome: "error", error: "ValueError: old", line: 7, time: 0.5 });
  expect(run.stderr).toContain('  File "program.py", line 11, in main\n    yield from fails()\n');
  expect(run.stderr).not.toContain("loopscope");
});

test("a deadlock of old coroutines names them, their locks and lines", async () => {
  const run = await runPython(`
import asyncio

@asyncio.coroutine
def main():
    lock = asyncio.Lock()
    with (yield from lock):
        with (yield from lock):
            pass

asyncio.run(main())
`);
  expect(run).toMatchObject({ outcome: "deadlock", line: 8 });
  expect(run.error).toContain("main waits for a Lock on line 8");
});

test.each(["asyncio.coroutine", "types.coroutine"])(
  "an endless loop in @%s can be stopped",
  async (decorator) => {
    const guest = await bootPython();
    const source = `import asyncio, types\n@${decorator}\ndef f():\n    yield\n    while True:\n        pass\n
async def main(): await f()
asyncio.run(main())`;
    const result = guest.run(source, { seed: 1, instrument: {}, safepoint: () => guest.halt("stopped") });
    expect(result).toMatchObject({ outcome: "limit", error: "stopped" });
  },
);

const startingWith = (text: string) => new RegExp(`^${text.replaceAll(/[.*+?^$()|]/g, "\\$&")}`);
