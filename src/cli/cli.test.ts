import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type EventKind, eventKinds, fieldsOf } from "../events/event.ts";
import { TRACE_VERSION } from "../trace/chunk.ts";
import { main } from "./main.ts";

interface Output {
  events: { kind: EventKind; time: number }[];
  output: { stream: string; time: number; text: string }[];
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "loopscope-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, source: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, source);
  return path;
}

/** Runs the command as npm does, from a folder that is not the project's. */
function trace(...args: string[]) {
  const script = fileURLToPath(new URL("start.mjs", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "main.ts", ...args], {
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder },
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  return { status, stdout, stderr };
}

describe("npm run trace", () => {
  test("runs TypeScript on the same loop, with the same random numbers", () => {
    const draws = (name: string, source: string) => {
      write(name, source);
      return (JSON.parse(trace(name, "--seed", "7").stdout) as Output).output.map(({ text }) => Number(text));
    };
    const typescript = draws("sleeper.ts", 'import { print } from "asyncio";\nprint(Math.random());');
    expect(typescript).toEqual(draws("draws.py", "import random\nprint(random.random())"));
    write("wrong.ts", "let x: number = 1;\nlet = ;\n");
    const { status, stdout } = trace("wrong.ts");
    expect([status, JSON.parse(stdout)]).toMatchObject([
      1,
      {
        language: "typescript",
        outcome: "error",
        error: expect.stringMatching(/^SyntaxError: /) as string,
        line: 2,
      },
    ]);
  });

  test("reads the files of a folder, and writes what the program wrote into another", () => {
    mkdirSync(join(folder, "data"));
    write("data/words.txt", "one two");
    const source =
      'from pathlib import Path\nPath("out").mkdir()\nPath("out/n.txt").write_text(str(len(Path("words.txt").read_text().split())))\n';
    write("data/main.py", source);
    const { status, stdout } = trace("data/main.py", "--files", "data", "--into", "made");
    expect([status, JSON.parse(stdout)]).toMatchObject([
      0,
      { files: [{ name: "words.txt", text: "one two" }], written: [{ name: "out/n.txt", size: 1 }] },
    ]);
    expect(readFileSync(join(folder, "made/out/n.txt"), "utf8")).toBe("2");
  });

  test("prints one JSON object and exits with 0 for a program that is ok", () => {
    const source =
      "import asyncio, random\nasync def main():\n    await asyncio.sleep(0.5)\n    print(random.random())\n\nasyncio.run(main())\n";
    write("sleeper.py", source);
    const { status, stdout, stderr } = trace("sleeper.py", "--seed", "7");
    expect([status, stderr, stdout.indexOf("\n")]).toEqual([0, "", stdout.length - 1]);
    const { events, output, ...rest } = JSON.parse(stdout) as Output;
    expect(rest).toEqual({
      version: TRACE_VERSION,
      language: "python",
      seed: 7,
      source,
      outcome: "ok",
      error: null,
      line: null,
      time: 0.5,
      warnings: [],
    });
    expect(output).toEqual([
      { stream: "stdout", time: 0.5, text: expect.stringMatching(/^0\.\d+\n$/) as string },
    ]);
    expect(events.length).toBeGreaterThan(20);
    for (const event of events) {
      expect(eventKinds).toContain(event.kind);
      const fields = fieldsOf(event.kind).map(({ name }) => name);
      expect(Object.keys(event)).toEqual(expect.arrayContaining(["kind", "time", ...fields]));
    }
    expect(events.map((event) => event.time)).toEqual(
      events.map((event) => event.time).sort((a, b) => a - b),
    );
  });

  test("exits with 1 for a program that ended otherwise", () => {
    const path = write("stuck.py", "import asyncio\nasyncio.run(asyncio.Event().wait())\n");
    const { status, stdout, stderr } = trace(path);
    expect([status, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "deadlock", seed: 1, line: null, output: [] });
  });

  test("exits with 2 and one sentence for misuse", () => {
    expect(trace("missing.py")).toEqual({
      status: 2,
      stdout: "",
      stderr: "cannot read missing.py: there is no such file\n",
    });
  });
});

describe("misuse", () => {
  const usage = "usage: npm run --silent trace -- <program.py|program.ts> [--seed N]";

  test.each([
    ["no program", [], usage],
    ["two programs", ["a.py", "b.py"], usage],
    ["an unknown option", ["a.py", "--sed", "1"], `Unknown option '--sed'.*\n${usage}`],
    [
      "a seed that is no number",
      ["a.py", "--seed", "x"],
      "--seed takes a whole number from 0 to 4294967295, not x",
    ],
    [
      "a seed that is too large",
      ["a.py", "--seed", "4294967296"],
      "--seed takes a whole number.*, not 4294967296",
    ],
    ["a negative seed", ["a.py", "--seed=-1"], "--seed takes a whole number.*, not -1"],
    [
      "a signal that is none",
      ["a.py", "--signals", "SIGKILL@1"],
      "--signals takes signals such as .*, not SIGKILL@1",
    ],
    [
      "a setting that the network does not have",
      ["a.py", "--network", "remote.wind=3"],
      '--network: There is no network setting "remote.wind".',
    ],
    [
      "a setting without a value",
      ["a.py", "--network", "remote.loss"],
      '--network: "remote.loss" is no setting such as remote.latency=0.1.',
    ],
    [
      "a value that cannot be",
      ["a.py", "--network", "remote.loss=20"],
      "--network: The loss of remote must be from 0 to 1.",
    ],
    [
      "a fault that is none",
      ["a.py", "--faults", "break:redis@1"],
      "--faults takes faults such as .*, not break:redis@1",
    ],
    [
      "a visit that is none",
      ["a.py", "--visits", "GET@1"],
      "--visits takes off, or visits such as .*, not GET@1",
    ],
    ["another language", ["a.rb"], `a.rb: a program's name ends in .py or .ts\n${usage}`],
    ["files of TypeScript", ["a.ts", "--files", "."], "a.ts: only a Python program has files"],
    ["a folder that is not there", ["src/testing/busy-program.py", "--files", "x"], "cannot read x: ENOENT"],
    [
      "a folder with a file too many",
      ["src/testing/busy-program.py", "--files", "src/guests/python"],
      "--files: src/guests/python: it has .* files, and a program has at most 100",
    ],
    ["a file that is not there", ["src.py"], "cannot read .*src.py: .+"],
  ])("%s is reported in one sentence", async (_what, args, sentence) => {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const status = await main(args);
    const text = written.mock.calls.map(([part]) => String(part)).join("");
    written.mockRestore();
    expect(status).toBe(2);
    expect(text).toMatch(new RegExp(`^${sentence.replaceAll(/[[\]<>]/g, "\\$&")}\n$`));
  });

  test("a file that is not text", async () => {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const status = await main([write("binary.py", Uint8Array.of(0xff, 0xfe))]);
    expect([status, written.mock.calls[0]?.[0]]).toEqual([
      2,
      expect.stringContaining("it is not UTF-8 text"),
    ]);
    written.mockRestore();
  });
});
