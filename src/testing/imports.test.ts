import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { checkImports } from "./import-rules.ts";

const SRC = fileURLToPath(new URL("..", import.meta.url));

function readTree(): Map<string, string> {
  const files = readdirSync(SRC, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    paths.map((path) => [path.slice(SRC.length).replaceAll("\\", "/"), readFileSync(path, "utf8")] as const),
  );
}

test("every import of this project follows the rules", () => {
  expect(checkImports(readTree())).toEqual([]);
});

describe("the checker", () => {
  const check = (files: Record<string, string>) => checkImports(new Map(Object.entries(files)));

  test("accepts imports that follow the rules", () => {
    expect(
      check({
        "main.ts":
          'import "./app/app.css";\nimport "@fontsource-variable/inter";\nimport { start } from "./app/start.ts";',
        "app/start.ts": 'import App from "./App.svelte"; import { mount } from "svelte";',
        "app/App.svelte":
          '<script lang="ts">import Stage from "../views/stage/Stage.svelte";</script><Stage />',
        "views/stage/Stage.svelte":
          '<script>import Button from "../controls/Button.svelte"; import { scaleLinear } from "d3-scale";</script>',
        "views/editor/monaco.ts":
          'import "monaco-editor/esm/vs/editor/editor.api.js"; import "./languages.ts";',
        "session/session.svelte.ts": 'export { GuestClient } from "../sandbox/guest-client.ts";',
        "sandbox/guest-client.ts": 'new Worker(new URL("./serve.ts", import.meta.url));',
        "sandbox/serve.ts":
          'import "./protocol.ts"; import "../guests/guest.ts"; import "../trace/recorder.ts";',
        "sandbox/python-worker.ts": 'import "./serve.ts"; import "../guests/python/python-guest.ts";',
        "examples/example.ts": 'import type { EventKind } from "../events/event.ts";',
        "guests/python/python-guest.ts": 'import text from "./loop.py?raw"; await import("pyodide");',
        "cli/trace.mjs": 'import { createServer } from "vite"; import "node:fs";',
        "examples/index.ts": 'import.meta.glob("./python/*.py", { query: "?raw" });',
        "examples/typescript/hello.ts": 'import { sleep } from "asyncio";',
        "runtime/task.ts": 'import { now } from "./clock.ts"; import "../base/heap.ts";',
        "runtime/task.test.ts": 'import "fast-check"; import { record } from "../testing/record-program.ts";',
      }),
    ).toEqual([]);
  });

  test.each([
    ["another room", "runtime/task.ts", 'import "../trace/recorder.ts"', "runtime may import only base"],
    [
      "any room, from the lowest",
      "base/heap.ts",
      'import "../share/crc32.ts"',
      "base may import only itself",
    ],
    [
      "by export",
      "store/spans.ts",
      'export * from "../session/session.ts"',
      "store may import only base, events, trace",
    ],
    [
      "by a call",
      "store/spans.ts",
      'await import("../app/start.ts")',
      "store may import only base, events, trace",
    ],
    [
      "by a type",
      "store/spans.ts",
      'let x: import("../app/start.ts").X',
      "store may import only base, events, trace",
    ],
    [
      "by an address",
      "store/spans.ts",
      'new URL("../app/a.ts", import.meta.url)',
      "store may import only base, events, trace",
    ],
    [
      "by a glob",
      "store/spans.ts",
      'import.meta.glob(["../app/*.ts"])',
      "store may import only base, events, trace",
    ],
    [
      "as text",
      "store/spans.ts",
      'import t from "../app/App.svelte?raw"',
      "store may import only base, events, trace",
    ],
    [
      "from the root",
      "store/spans.ts",
      'import "/src/app/start.ts"',
      "store may import only base, events, trace",
    ],
    [
      "in a script of its own",
      "views/stage/A.svelte",
      '<script lang="ts">\nimport "../../app/a.ts"\n</script>',
      "views/stage may",
    ],
    ["in markup", "views/stage/A.svelte", '{#await import("../../app/a.ts")}{/await}', "views/stage may"],
    [
      "another view",
      "views/stage/A.svelte",
      '<script>import "../editor/B.svelte"</script>',
      "views/controls",
    ],
    [
      "a view, from controls",
      "views/controls/A.svelte",
      '<script>import "../stage/B.svelte"</script>',
      "views/controls",
    ],
    [
      "more than types",
      "examples/example.ts",
      'import { eventKinds } from "../events/event.ts"',
      "only types",
    ],
    [
      "an inline type",
      "examples/example.ts",
      'import { type EventKind } from "../events/event.ts"',
      "only types",
    ],
    [
      "types of another file",
      "trace/recorder.ts",
      'import type { Task } from "../runtime/tasks/task.ts"',
      "trace may import only",
    ],
    ["guests, past the worker", "sandbox/frame.ts", 'import "../guests/guest.ts"', "sandbox may import only"],
    [
      "sandbox, past its client",
      "session/session.ts",
      'import "../sandbox/worker.ts"',
      "session may import only",
    ],
    ["more than app", "main.ts", 'import "./session/session.ts"', "main.ts may import only app"],
    ["a test's helper", "store/spans.ts", 'import "../testing/record-program.ts"', "imported by tests alone"],
    ["a test", "base/heap.ts", 'import "./heap.test.ts"', "imported by tests alone"],
    ["a file outside", "base/heap.ts", 'import "../../package.json"', "an import stays within src"],
    ["from a new room", "utils/misc.ts", 'import "../base/heap.ts"', "is in no room"],
    [
      "pyodide",
      "guests/typescript/a.ts",
      'import type { X } from "pyodide"',
      "only guests/python, packages/pyodide-lock.ts may import pyodide",
    ],
    [
      "monaco",
      "views/stage/a.ts",
      'import "monaco-editor/esm/a.js"',
      "only views/editor, compiler may import monaco-editor",
    ],
    ["d3", "store/spans.ts", 'import { bisect } from "d3-array"', "only views may import d3-*"],
    ["svelte", "store/spans.ts", 'import { get } from "svelte/store"', "may import svelte"],
    ["an unknown package", "app/a.ts", 'import "left-pad"', "gives that package to no room"],
  ])("finds an import of or by the wrong: %s", (_what, file, text, rule) => {
    const problems = check({ [file]: text });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^src/${file}:[12] imports ".*", but `));
    expect(problems[0]).toContain(rule);
  });

  test("finds cycles, also of types and over several files", () => {
    expect(
      check({
        "base/a.ts": 'import "./b.ts"',
        "base/b.ts": 'import type { C } from "./c.ts"',
        "base/c.ts": 'import { a } from "./a.ts"; import "./d.ts"',
        "base/d.ts": "",
        "base/self.ts": 'import "./self.ts"',
      }),
    ).toEqual([
      "Files import each other in a cycle: base/a.ts → base/b.ts → base/c.ts → base/a.ts.",
      "Files import each other in a cycle: base/self.ts → base/self.ts.",
    ]);
  });
});
