/**
 * Files of a program: it prints what it prints on native CPython in a folder with the same files, what it wrote is collected, and
 * no later program sees any of it.
 */
import { describe, expect, test } from "vitest";
import { MAX_WRITTEN } from "../../share/file-bytes.ts";
import type { ProgramFile } from "../../share/files.ts";
import { filePrograms, givenFiles, nativeOutput } from "../../testing/files/corpus.ts";
import { bootPython, runPython } from "../../testing/run-python.ts";

test("native CPython has run each program", () => {
  expect(Object.keys(nativeOutput)).toEqual(Object.keys(filePrograms));
  expect(Object.keys(nativeOutput).length).toBeGreaterThanOrEqual(8);
});

describe("as on native CPython, without a warning", () => {
  test.each(Object.entries(filePrograms))("%s", async (name, source) => {
    const run = await runPython(source, { files: givenFiles });
    expect(run.error).toBeNull();
    expect(run.stdout).toBe(nativeOutput[name]);
    expect(run.events.filter(({ kind }) => kind === "warningRaised")).toEqual([]);
  });
});

test("files of the program take no time, and have the time of the beginning", async () => {
  const { stdout, time, events } = await runPython(
    `
import asyncio, os, time
from pathlib import Path
async def main():
    Path("big.bin").write_bytes(bytes(2_000_000))
    print(len(Path("big.bin").read_bytes()), Path("a.txt").read_text())
    print(os.stat("a.txt").st_mtime - time.time())
asyncio.run(main())
`,
    { files: [{ name: "a.txt", text: "a" }] },
  );
  expect([stdout, time]).toEqual(["2000000 a\n0.0\n", 0]);
  expect(events.some(({ kind }) => kind === "loopBlocked")).toBe(false);
});

/** Run a program and return the names and texts of what it wrote. */
async function written(source: string, files: readonly ProgramFile[] = []) {
  const guest = await bootPython();
  guest.run(source, { seed: 1, instrument: {}, files });
  const result = guest.written();
  guest.tidy();
  const texts = result.files.map(({ name, bytes, isNew }) => [name, new TextDecoder().decode(bytes), isNew]);
  return { texts, leftOut: result.leftOut };
}

describe("what a run wrote", () => {
  const files = [
    { name: "kept.txt", text: "kept" },
    { name: "folder/changed.txt", text: "old" },
  ];

  test("is the new and changed files of its folder, in order", async () => {
    const source = `
from pathlib import Path
import os, socket, tempfile
Path("new.txt").write_text("new")
Path("folder/changed.txt").write_text("new text")
Path("kept.txt").write_text("kept")
Path("empty").mkdir()
os.symlink("new.txt", "link.txt")
socket.socket(socket.AF_UNIX).bind("sock")
tempfile.mkstemp()
os.chdir("/tmp")
`;
    expect(await written(source, files)).toEqual({
      texts: [
        ["folder/changed.txt", "new text", false],
        ["new.txt", "new", true],
      ],
      leftOut: 0,
    });
  });

  test.each([
    ["error", "1 / 0"],
    ["deadlock", "import asyncio\nasyncio.run(asyncio.Event().wait())"],
    ["syntax error in an imported module", 'open("m.py", "w").write("x = (")\nimport m'],
    ["exit", "import os\nos._exit(3)"],
  ])("is there after an end by %s", async (_, end) => {
    const { texts } = await written(`open("a.txt", "w").write("a")\n${end}`);
    expect(texts[0]).toEqual(["a.txt", "a", true]);
  });

  test("is bounded in number and size", async () => {
    const many = await written(`for i in range(${MAX_WRITTEN + 3}): open(f"{i:04}.txt", "w").close()`);
    expect([many.texts.length, many.leftOut]).toEqual([MAX_WRITTEN, 3]);
    const large = await written('for n in "abc": open(n, "wb").write(bytes(5_000_000))');
    expect([large.texts.map(([name]) => name), large.leftOut]).toEqual([["a"], 2]);
  });
});

describe("the next program", () => {
  const look = `
import linecache, os, sys
print(sorted(os.listdir()), "helper" in sys.modules, "helper.py" in str(linecache.cache.keys()))
try:
    import helper
    print(helper.value)
except ModuleNotFoundError as error:
    print(error.name)
`;

  test("sees no file and no module of the one before", async () => {
    await runPython('open("made.txt", "w").write("x")\nimport helper\nhelper.fails()', {
      files: [{ name: "helper.py", text: "value = 1\ndef fails(): 1 / 0\n" }],
    });
    expect((await runPython(look)).stdout).toBe("['program.py'] False False\nhelper\n");
  });

  test("imports its own module, also of the same name and size", async () => {
    for (const value of [1, 2]) {
      const files = [{ name: "helper.py", text: `value = ${value}\n` }];
      expect((await runPython(look, { files })).stdout).toContain(`False False\n${value}\n`);
    }
  });
});

test("its own modules are no packages, and what they import is", async () => {
  const guest = await bootPython();
  const source = "import helper, folder.inner, missing";
  const files = [
    {
      name: "helper.py",
      text: "import aiohttp, json, folder\ntry:\n  import orjson\nexcept ImportError: pass\n",
    },
    { name: "folder/inner.py", text: "from . import other" },
    { name: "notes.txt", text: "import nothing" },
  ];
  expect(guest.needs(source, { files })).toEqual({
    required: ["missing", "aiohttp"],
    optional: ["orjson"],
    dependencies: null,
  });
  expect(guest.needs("import helper", { files: [{ name: "helper.py", text: "import json" }] })).toBeNull();
});
