/** What programs write. */
import { describe, expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";

describe("what is written", () => {
  test("is recorded line by line, with time, task, stream and line", async () => {
    const run = await runPython(`
import asyncio, sys

async def main():
    print("no end", end="")
    await asyncio.sleep(1)
    print(" of line")
    print("dots", end="...")
    print("error", file=sys.stderr)
    print("a\\nb", 3, sep="-")
    sys.stdout.write("last words")

asyncio.run(main())
`);
    const written = run.events.filter((event) => event.kind === "outputWritten");
    expect(written.map(({ time, stream, line, text, task }) => [time, stream, line, text, task])).toEqual([
      [0, "stdout", 5, "no end", 1],
      [1, "stdout", 7, " of line\n", 1],
      [1, "stdout", 8, "dots...", 1],
      [1, "stderr", 9, "error\n", 1],
      [1, "stdout", 10, "a\n", 1],
      [1, "stdout", 10, "b-3\n", 1],
      [1, "stdout", 11, "last words", 1],
    ]);
  });

  test("outside of a task has no task", async () => {
    const run = await runPython(
      "import asyncio\nprint(1)\nloop = asyncio.new_event_loop()\nloop.call_soon(print, 2)\nloop.call_soon(loop.stop)\nloop.run_forever()",
    );
    const written = run.events.filter((event) => event.kind === "outputWritten");
    expect(written.map(({ line, task }) => [line, task])).toEqual([
      [2, null],
      [null, null],
    ]);
  });

  test("has a traceback that the program prints as one event", async () => {
    const run = await runPython(`
import logging, traceback

for report in (traceback.print_exc, lambda: logging.exception("failed"), lambda: print(traceback.format_exc())):
    try:
        raise ValueError("no")
    except ValueError:
        report()
`);
    const texts = run.events.flatMap((event) => (event.kind === "outputWritten" ? [event.text] : []));
    const traceback = [
      "Traceback (most recent call last):",
      '  File "program.py", line 6, in <module>',
      '    raise ValueError("no")',
      "ValueError: no\n",
    ].join("\n");
    expect(texts).toEqual([traceback, `ERROR:root:failed\n${traceback}`, traceback, "\n"]);
  });

  test("includes exceptions that are never retrieved", async () => {
    const run = await runPython(`
import asyncio

async def fails():
    raise ValueError("unseen")

async def main():
    task = asyncio.create_task(fails(), name="fails")
    fails()
    await asyncio.sleep(1)

asyncio.run(main())
loop = asyncio.new_event_loop()
left = loop.create_task(asyncio.sleep(1), name="left")
loop.stop()
loop.run_forever()
kept = fails()
`);
    expect(run).toMatchObject({ outcome: "ok", stdout: "" });
    expect(run.stderr).toContain(
      "program.py:9: RuntimeWarning: coroutine 'fails' was never awaited\n  fails()\n",
    );
    expect(run.stderr).toContain("<sys>:0: RuntimeWarning: coroutine 'fails' was never awaited\n");
    expect(run.stderr).toContain("Task exception was never retrieved\nfuture: <Task finished name='fails'");
    expect(run.stderr).toContain("Task was destroyed but it is pending!\ntask: <Task pending name='left'");
  });
});
