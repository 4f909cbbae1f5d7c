/**
 * Programs with processes print what they printed on native CPython with real ones, in the same order: the corpus as
 * `record-native.py` recorded it.
 */
import { describe, expect, test } from "vitest";
import { nativeLines, processPrograms } from "../../testing/processes/corpus.ts";
import { runPython } from "../../testing/run-python.ts";

test("native CPython has run each program", () => {
  expect(Object.keys(nativeLines).sort()).toEqual(Object.keys(processPrograms).sort());
  expect(Object.keys(nativeLines).length).toBeGreaterThanOrEqual(40);
});

describe("as on native CPython", () => {
  test.each(Object.entries(processPrograms))("%s", async (name, source) => {
    const run = await runPython(source);
    expect(run.error).toBeNull();
    expect(run.stdout.split("\n").slice(0, -1)).toEqual(nativeLines[name]);
    const times = run.events.map((event) => event.time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});

test("a child that is ended by an error prints the traceback that CPython 3.14 prints", async () => {
  const run = await runPython(`import subprocess, sys
for code in "def f():\\n    1 / 0\\nf()", "import time; time.sleep(1)\\nfor i in range(100_000): print(i)":
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    child.stdout.close()
    print(child.stderr.read().decode(), child.wait())`);
  expect(run.stdout.replaceAll(/Errno \d+/g, "Errno 32")).toBe(`Traceback (most recent call last):
  File "<string>", line 3, in <module>
    f()
    ~^^
  File "<string>", line 2, in f
    1 / 0
    ~~^~~
ZeroDivisionError: division by zero
 1
Traceback (most recent call last):
  File "<string>", line 2, in <module>
    for i in range(100_000): print(i)
                             ~~~~~^^^
BrokenPipeError: [Errno 32] Broken pipe
Exception ignored while flushing sys.stdout:
BrokenPipeError: [Errno 32] Broken pipe
 120
`);
});
