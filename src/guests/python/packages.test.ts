/**
 * Packages: programs with the libraries that people use print what native CPython printed with the same wheels, a run does not
 * depend on the run before it, though modules are kept, and what is imported takes no time. The libraries' tests are skipped
 * where their wheels are not; the rest uses a wheel of its own.
 */
import { describe, expect, test } from "vitest";
import { sha256Of } from "../../packages/wheel.ts";
import { nativeLines, packagePrograms, withoutNotices } from "../../testing/packages/corpus.ts";
import { makeWheel } from "../../testing/packages/make-wheel.ts";
import { wheelsOf } from "../../testing/packages/wheels.ts";
import { bootPython, runPython } from "../../testing/run-python.ts";

const tiny = await makeWheel({
  "tiny/__init__.py": `
import logging, mimetypes, random, time
from abc import ABC
dice = random.Random()
from functools import lru_cache
names, born = {"a": [1]}, time.time()
mimetypes.add_type("text/tiny", ".tiny")
log = logging.getLogger("tiny")
log.addHandler(logging.NullHandler())
class Registry:
    __slots__ = ("known",)
    def __init__(self): self.known = ["first"]
class Options:
    def __init__(self): self.port = 80
registry, options = Registry(), Options()
class Number(ABC): pass
Number.register(int)
@lru_cache
def shared(): return []
hidden = [type("Hidden", (), {"size": 1}), lambda size=1: size]
class Proxy:
    @property
    def __dict__(self): raise RuntimeError("nothing is bound")
proxy = Proxy()
def counter():
    count = 0
    def add():
        nonlocal count
        count += 1
        return count
    return add
add = counter()
`,
  "tiny/later.py": "import time\nfrom tiny import names\nnames['later'] = time.monotonic()\n",
  "tiny-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
});

const look = `
import importlib.metadata, logging, mimetypes, sys
print(importlib.metadata.version("tiny"), "tiny.later" in sys.modules, hasattr(tiny, "later"))
print(tiny.names, tiny.registry.known, vars(tiny.options), tiny.shared(), tiny.add(), tiny.born, tiny.dice.random(), isinstance(1, tiny.Number), tiny.hidden[0].size, tiny.hidden[1]())
print(mimetypes.guess_type("x.tiny"), tiny.log is logging.getLogger("tiny"), len(tiny.log.handlers))
`;

const spoil = `
import logging, mimetypes
tiny.names["a"].append(2)
tiny.registry.known = ["spoilt"]
tiny.options.port, tiny.options.more = 81, True
tiny.shared().append(1)
tiny.add()
tiny.Options.port = None
tiny.log.handlers.clear()
tiny.hidden[0].size = 2
tiny.hidden[1].__defaults__ = (2,)
mimetypes.types_map.clear()
import tiny.later
`;

describe("a wheel", () => {
  test("is as new in each run, whatever the run before did to it", async () => {
    const program = `import tiny\n${look}`;
    const first = await runPython(program, { wheels: [tiny] });
    expect(first.stdout).toBe(
      `1.0 False False\n{'a': [1]} ['first'] {'port': 80} [] 1 1767268800.0 0.8762385461970117 True 1 1\n('text/tiny', None) True 1\n`,
    );
    await runPython(`import tiny\n${spoil}`, { wheels: [tiny] });
    expect((await runPython(program, { wheels: [tiny] })).events).toEqual(first.events);
    // Other imports, and none.
    await runPython(`import tiny.later`, { wheels: [tiny] });
    const without = await runPython("try:\n    import tiny\nexcept ImportError as error:\n    print(error)");
    expect(without.stdout).toBe("No module named 'tiny'\n");
    expect((await runPython(program, { wheels: [tiny] })).events).toEqual(first.events);
  });

  test("is imported where the program imports it, if that does something else before", async () => {
    const { stdout } = await runPython(
      "import time\ntime.sleep(2)\nimport tiny.later\nprint(tiny.names, time.monotonic() == tiny.names['later'])",
      { wheels: [tiny] },
    );
    expect(stdout).toBe("{'a': [1], 'later': 2.0} True\n");
  });

  test("that raises or prints as it is imported does so in the program", async () => {
    const loud = await makeWheel({ "loud.py": "print('hello')", "broken.py": "1 / 0" });
    for (let round = 0; round < 2; round++) {
      expect((await runPython("import loud", { wheels: [loud] })).stdout).toBe("hello\n");
      const { error, line } = await runPython("import loud\nimport broken", { wheels: [loud] });
      expect({ error, line }).toEqual({ error: "ZeroDivisionError: division by zero", line: 2 });
    }
  });

  test("that is damaged is named", async () => {
    const bytes = tiny.bytes.slice();
    bytes.fill(0, 60, 90);
    await expect(
      runPython("import tiny", { wheels: [{ bytes, sha256: await sha256Of(bytes) }] }),
    ).rejects.toThrow("a wheel is damaged");
    expect((await runPython("print(1)")).stdout).toBe("1\n");
  });
});

test("what a program needs is read from its text", async () => {
  const source = `# /// script
# requires-python = ">=3.12"
# dependencies = ["aiohttp>=3.9", "rich"]
# ///
import asyncio, json, tomllib
import aiohttp.web, redis.asyncio as aioredis
from typing import TYPE_CHECKING
from . import nothing
if TYPE_CHECKING:
    import typed
try:
    import uvloop, fast
except ImportError:
    fast = None
def later():
    importlib.import_module("lazy.part")
    "import text"
`;
  expect((await bootPython()).needs(source)).toEqual({
    required: ["aiohttp", "redis", "lazy"],
    optional: ["fast"],
    dependencies: ["aiohttp>=3.9", "rich"],
  });
  const guest = await bootPython();
  const nothing = [
    "import (",
    "from asyncio import wait as aiohttp; import os.path as p, json",
    "from . import b",
  ];
  for (const text of nothing) expect(guest.needs(text)).toBeNull();
  for (const text of ["import json, tiny as t", "if 1: from tiny.a import b", "import \\\n tiny"])
    expect(guest.needs(text)).toMatchObject({ required: ["tiny"] });
});

test("native CPython has run each program", () => {
  expect(Object.keys(nativeLines)).toEqual(Object.keys(packagePrograms));
});

describe("as on native CPython", () => {
  test.for(Object.entries(packagePrograms))("%s", async ([name, source], { skip }) => {
    const { wheels, lacking } = await wheelsOf(source);
    if (lacking.length > 0) skip(`no wheel of ${lacking.join(", ")}`);
    const run = await runPython(source, { wheels });
    expect({ error: run.error, stderr: withoutNotices(run.stderr) }).toEqual({ error: null, stderr: "" });
    expect(run.stdout.split("\n").slice(0, -1)).toEqual(nativeLines[name]);
    expect((await runPython(source, { wheels })).events).toEqual(run.events);
  });
});
