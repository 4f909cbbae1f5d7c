/** Files that are dropped on the page: their content, and the messages for files that cannot be opened. */
import { describe, expect, test } from "vitest";
import { examplesWithPrograms } from "../testing/counterparts.ts";
import { FileError, readFile } from "./sniff.ts";

const file = (name: string, ...parts: BlobPart[]) => new File(parts, name);

describe("a program", () => {
  test.each([
    ["a.py", "x = 1", "python"],
    ["A.PY", "x = 1", "python"],
    ["a.b.ts", "x = 1", "typescript"],
    ["a.mjs", "x = 1", "typescript"],
    ["notes.txt", "import asyncio\nprint(1)\n", "python"],
    ["notes.txt", 'import { run } from "asyncio";\n', "typescript"],
    ["notes", "print(1)", null],
    ["notes.md", "# Notes\n", null],
  ])("%s with %j is in %s", async (name, source, language) => {
    expect(await readFile(file(name, source))).toEqual({ kind: "program", language, source });
  });

  test.each(examplesWithPrograms)("$id is recognised by its text", async ({ programs }) => {
    for (const { language, source } of [programs.python, programs.typescript ?? programs.python]) {
      expect(await readFile(file("a.txt", source))).toEqual({ kind: "program", language, source });
    }
  });

  test("has the editor's line ends, and no byte order mark", async () => {
    const content = await readFile(file("a.py", "\ufeffa = 1\r\nb = 'é'\rc = 3\n"));
    expect(content).toMatchObject({ source: "a = 1\nb = 'é'\nc = 3\n" });
  });
});

test("a trace", async () => {
  const trace = { language: "python", seed: 3, source: "pass", events: [{ kind: "loopStarted", time: 0 }] };
  const content = await readFile(file("a.json", JSON.stringify(trace)));
  expect(content).toMatchObject({ kind: "trace", run: { program: { language: "python", seed: 3 } } });
});

describe("a message explains", () => {
  const gone = Object.assign(file("folder", ""), { arrayBuffer: () => Promise.reject(new Error("gone")) });
  test.each([
    [
      "a picture",
      file("a.png", Uint8Array.of(0x89, 0x50, 0xff)),
      "a.png is not a text file. Open a program or a trace.",
    ],
    ["bytes", file("a.py", "a\0b"), "a.py is not a text file. Open a program or a trace."],
    ["a folder", gone, "folder cannot be read. It may be a folder or a deleted file."],
    ["a large one", file("a.py", "#".repeat(300_000)), "a.py is too large. The limit is 256 KiB."],
    ["half a trace", file("a.json", '{"events": ['), "a.json is damaged: its JSON is incomplete or wrong."],
    ["other JSON", file("package.json", '{"name": "a"}'), "package.json is not a Loopscope trace."],
    ["a list", file("a.json", "[]"), "a.json is not a Loopscope trace."],
    ["Perfetto's", file("a.json", '{"traceEvents": []}'), /^a.json is a Perfetto trace/],
    [
      "a newer trace",
      file("a.json", '{"version": 99, "events": []}'),
      /^a.json: This trace comes from a newer/,
    ],
  ])("%s", async (_what, given, sentence) => {
    await expect(readFile(given)).rejects.toThrow(FileError);
    await expect(readFile(given)).rejects.toThrow(sentence);
  });
});
