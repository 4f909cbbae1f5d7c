/** An interpreter that begins from a snapshot is like the one whose memory it has: all runs are equal on both. */
import { beforeAll, describe, expect, test } from "vitest";
import busyProgram from "../../testing/busy-program.py?raw";
import { makeWheel } from "../../testing/packages/make-wheel.ts";
import { runPythonOn } from "../../testing/run-python.ts";
import { loadPythonInNode } from "./boot-node.ts";
import { prepareInterpreter, restoreInterpreter, takeSnapshot } from "./interpreter.ts";
import { PythonGuest } from "./python-guest.ts";

/** Those that use most of what a boot prepares. */
const examples = import.meta.glob<string>(
  "../../examples/python/{blocking-call,chat,child-lines,own-server,priority-queue,shutdown,start-tls,udp-retry}.py",
  { query: "?raw", import: "default", eager: true },
);

/** Programs that print what a boot leaves behind. */
const programs: Record<string, string> = {
  "a program that imports all sorts": busyProgram,
  paths: `
import os, sys
print(sys.path, sys.argv, sys.executable, os.getcwd(), os.listdir("/"), os.listdir("."), os.listdir("/packages"))
print(sorted(os.environ.items()), os.listdir("/bin"), sys.meta_path, len(sys.modules), sys.excepthook)
`,
  "numbers of descriptors": `
import os, socket, select
print([socket.socket().fileno() for _ in range(2)], os.pipe(), os.open("/dev/null", 0), select.epoll().fileno())
`,
  "hashes, chance and the clock": `
import random, time, uuid, os, secrets
print(hash("a"), {"x", "y", "z"}, random.random(), time.time(), uuid.uuid4(), os.urandom(4), secrets.token_hex(4))
`,
  "calls from Python that JavaScript makes later": `
import asyncio
from js import Object
from pyodide.ffi import create_proxy, to_js
print(Object.keys(to_js({"a": 1}, dict_converter=Object.fromEntries)).length)
create_proxy(print)(1)
asyncio.run(asyncio.sleep(1))
`,
  ...Object.fromEntries(
    Object.entries(examples).map(([path, source]) => [path.slice(path.lastIndexOf("/") + 1), source]),
  ),
};

let snapshot: Uint8Array;
let prepared: PythonGuest;
let restored: PythonGuest;
beforeAll(async () => {
  const interpreter = prepareInterpreter(await loadPythonInNode());
  snapshot = takeSnapshot(interpreter);
  prepared = new PythonGuest(interpreter);
  restored = new PythonGuest(await restoreInterpreter(loadPythonInNode, snapshot));
});

describe("an interpreter from a snapshot", () => {
  test.for(Object.entries(programs))("runs as one that was prepared: %s", async ([, source]) => {
    const run = await runPythonOn(restored, source);
    expect(run).toEqual(await runPythonOn(prepared, source));
    expect([restored.tidy(), prepared.tidy()]).toEqual([true, true]);
    expect(run.events.length).toBeGreaterThan(0);
  });

  test("goes back to where it was without packages, as often as is wanted", async () => {
    const wheels = [
      await makeWheel({
        "tiny.py": "size = 1\n",
        "tiny-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
      }),
    ];
    for (let i = 0; i < 2; i++) {
      const run = await runPythonOn(restored, "import tiny\nprint(tiny.size)", { wheels });
      expect([run.stdout, restored.tidy()]).toEqual(["1\n", true]);
      const bare = await runPythonOn(restored, "import sys\nprint('tiny' in sys.modules)");
      expect([bare.stdout, restored.tidy()]).toEqual(["False\n", true]);
    }
  });

  test("several begin from one snapshot, and do not meet", async () => {
    const second = new PythonGuest(await restoreInterpreter(loadPythonInNode, snapshot));
    await runPythonOn(
      second,
      "import asyncio\nasyncio.sleep = asyncio.run = None\nopen('left', 'w').write('x')",
    );
    const source = "import asyncio, os\nprint(os.listdir('.'), asyncio.run(asyncio.sleep(1, 'slept')))";
    const third = new PythonGuest(await restoreInterpreter(loadPythonInNode, snapshot));
    expect((await runPythonOn(third, source)).stdout).toBe("['program.py'] slept\n");
  });

  test("one of other files is refused", async () => {
    const other = snapshot.slice();
    other[20]! ^= 1;
    await expect(restoreInterpreter(loadPythonInNode, other)).rejects.toThrow("build id");
    await expect(restoreInterpreter(loadPythonInNode, new Uint8Array(100))).rejects.toThrow();
  });
});
