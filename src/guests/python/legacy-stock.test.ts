/** A modern program sees Python 3.14 as it is, also where it looks for what is gone, and after an old one. */
import { describe, expect, test } from "vitest";
import { oldPrograms } from "../../testing/legacy/index.ts";
import { runPython } from "../../testing/run-python.ts";

/** What 3.14 says of each old thing. */
const facts = `
import asyncio, concurrent.futures, types

async def native():
    pass

@types.coroutine
def generator():
    yield

async def try_all():
    lock = asyncio.Lock()
    # Not to be seen in the text: a use that is makes a program old.
    for attempt in (
        "asyncio.Lock(loop=None)",
        "asyncio.Queue(loop=asyncio.get_running_loop())",
        "asyncio.gather(loop=None)",
        "asyncio.sleep(0, loop=None)",
        "asyncio.Task.all_tasks()",
        "asyncio.Task.current_task()",
        "asyncio.create_task(generator())",
        "asyncio.futures.CancelledError",
    ):
        try:
            print(attempt, eval(attempt))
        except (TypeError, AttributeError) as error:
            print(attempt, type(error).__name__, error)
    coroutine = native()
    for fs in [coroutine], [lock]:
        try:
            await asyncio.wait(fs)
        except (TypeError, AttributeError) as error:
            print("wait", error)
    coroutine.close()
    try:
        with await lock:
            print("held")
    except TypeError as error:
        print("with await", error)
    for name in ("__iter__", "__await__", "__enter__"):
        print(name, hasattr(asyncio.Lock, name), hasattr(asyncio.Condition, name))

asyncio.run(try_all())
for name in ("coroutine", "async", "JoinableQueue", "compat", "get_child_watcher", "SafeChildWatcher"):
    print(name, hasattr(asyncio, name), name in asyncio.__all__)
print(hasattr(asyncio.coroutines, "coroutine"), hasattr(asyncio.Task, "all_tasks"))
print(asyncio.iscoroutine(generator()), asyncio.iscoroutine(i for i in ()))
print(concurrent.futures.CancelledError is asyncio.CancelledError, concurrent.futures.CancelledError.__module__)
print(asyncio.Task, asyncio.sleep.__module__, asyncio.gather.__code__.co_filename[-8:], asyncio.wait.__module__)
print(generator.__code__.co_flags & 0x100)
for module in "uvloop", "asyncio.compat":
    try:
        __import__(module)
    except ImportError as error:
        print(error)
try:
    asyncio.get_event_loop()
except RuntimeError as error:
    print(error)
`;

const stock = `asyncio.Lock(loop=None) TypeError Lock.__init__() got an unexpected keyword argument 'loop'
asyncio.Queue(loop=asyncio.get_running_loop()) TypeError Queue.__init__() got an unexpected keyword argument 'loop'
asyncio.gather(loop=None) TypeError gather() got an unexpected keyword argument 'loop'
asyncio.sleep(0, loop=None) TypeError sleep() got an unexpected keyword argument 'loop'
asyncio.Task.all_tasks() AttributeError type object '_asyncio.Task' has no attribute 'all_tasks'
asyncio.Task.current_task() AttributeError type object '_asyncio.Task' has no attribute 'current_task'
asyncio.create_task(generator()) TypeError a coroutine was expected, got <generator object generator at 0x>
asyncio.futures.CancelledError AttributeError module 'asyncio.futures' has no attribute 'CancelledError'
wait Passing coroutines is forbidden, use tasks explicitly.
wait 'Lock' object has no attribute 'add_done_callback'
with await 'Lock' object can't be awaited
__iter__ False False
__await__ False False
__enter__ False False
coroutine False False
async False False
JoinableQueue False False
compat False False
get_child_watcher False False
SafeChildWatcher False False
False False
False False
False concurrent.futures._base
<class '_asyncio.Task'> asyncio.tasks tasks.py asyncio.tasks
256
No module named 'uvloop'
No module named 'asyncio.compat'
There is no current event loop in thread 'MainThread'.
`;

async function factsNow() {
  const run = await runPython(facts);
  expect(run.events.filter((event) => event.kind === "warningRaised")).toEqual([]);
  // A class written in Python has no module in this message.
  return run.stdout
    .replaceAll(/ at 0x[0-9a-f]+/g, " at 0x")
    .replaceAll("type object 'Task'", "type object '_asyncio.Task'");
}

test("a modern program sees Python 3.14", async () => {
  expect(await factsNow()).toBe(stock);
});

test("a modern program sees nothing of the old one before it", async () => {
  for (const { source } of Object.values(oldPrograms).flat()) {
    await runPython(source);
    expect(await factsNow()).toBe(stock);
  }
});

describe("a program that is prepared for today's Python gets it", () => {
  test.each([
    [
      "a class for both",
      `
import asyncio
try:
    coroutine = asyncio.coroutine
except AttributeError:
    coroutine = None
print(coroutine)
`,
      "None\n",
    ],
    [
      "hasattr",
      `
import asyncio
if hasattr(asyncio, "coroutine"):
    print(asyncio.coroutine)
else:
    print("gone")
`,
      "gone\n",
    ],
    ["getattr with a default", `import asyncio\nprint(getattr(asyncio, "async", None))\n`, "None\n"],
    [
      "the version",
      `
import asyncio, sys
if sys.version_info < (3, 7):
    create_task = getattr(asyncio, "async")
else:
    create_task = asyncio.ensure_future
print(create_task.__name__, hasattr(asyncio, "async"))
`,
      "ensure_future False\n",
    ],
    [
      "a test",
      `
import asyncio, unittest

class Locks(unittest.IsolatedAsyncioTestCase):
    async def test_with(self):
        lock = asyncio.Lock()
        with self.assertRaises(TypeError):
            with await lock:
                pass
        with self.assertRaisesRegex(TypeError, "loop"):
            asyncio.Lock(loop=asyncio.get_running_loop())
        async def work():
            pass
        coroutine = work()
        with self.assertRaises(TypeError):
            await asyncio.wait([coroutine])
        coroutine.close()

    def make(self):
        return asyncio.Future()

class Loops(Locks):
    def test_none(self):
        asyncio.set_event_loop(None)
        with self.assertRaises(RuntimeError):
            self.make()

result = unittest.TextTestRunner(stream=__import__("io").StringIO()).run(unittest.defaultTestLoader.loadTestsFromModule(__import__("__main__")))
print(result.testsRun, result.errors, result.failures)
`,
      "3 [] []\n",
    ],
    [
      "get_event_loop with a way out",
      `
import asyncio
try:
    loop = asyncio.get_event_loop()
except RuntimeError:
    loop = asyncio.new_event_loop()
    print("made")
print(loop.run_until_complete(asyncio.sleep(1, "slept")))
`,
      "made\nslept\n",
    ],
  ])("%s", async (_name, source, stdout) => {
    const run = await runPython(source);
    expect(run).toMatchObject({ error: null, stdout });
    expect(run.events.filter((event) => event.kind === "warningRaised")).toEqual([]);
  });
});

test.each([
  [
    "loop= of the program's own",
    "def f(loop): print(loop)\nf(loop=1)\nimport asyncio\nasyncio.Lock(**{'loop': 1})",
  ],
  [
    "a task with its loop",
    "import asyncio\nclass T(asyncio.Task):\n  def __init__(self, c, *, loop):\n    super().__init__(c, loop=loop)\nasyncio.Lock(**{'loop': 1})",
  ],
])("%s makes no program old", async (_name, source) => {
  expect(await runPython(source)).toMatchObject({
    error: "TypeError: Lock.__init__() got an unexpected keyword argument 'loop'",
  });
});

test("get_event_loop() creates a loop in the main thread only", async () => {
  const run = await runPython(`
import asyncio, threading

def in_thread():
    try:
        asyncio.get_event_loop()
    except RuntimeError as error:
        print(error)
    asyncio.set_event_loop(None)

thread = threading.Thread(target=in_thread, name="bare")
thread.start()
thread.join()
print(asyncio.get_event_loop().run_until_complete(asyncio.sleep(1, "main")))
`);
  expect(run.stdout).toBe("There is no current event loop in thread 'bare'.\nmain\n");
});

test("after asyncio.run() get_event_loop() fails, as in every Python with asyncio.run()", async () => {
  const run = await runPython("import asyncio\nasyncio.run(asyncio.sleep(1))\nasyncio.get_event_loop()");
  expect(run).toMatchObject({
    error: "RuntimeError: There is no current event loop in thread 'MainThread'.",
    line: 3,
  });
});
