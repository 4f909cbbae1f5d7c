/** A run depends on the program and its seed alone: not on the runs before it, nor on who watches. */
import { describe, expect, test, vi } from "vitest";
import busyProgram from "../../testing/busy-program.py?raw";
import { bootPython, runPython } from "../../testing/run-python.ts";

/** Programs that leave as much behind as they can. */
const spoilers = {
  "patched functions": `
import asyncio, builtins, json, logging, random, time, traceback
async def sleep(*_): pass
asyncio.sleep = asyncio.gather = asyncio.run = sleep
asyncio.TaskGroup = asyncio.Semaphore = None
time.sleep = time.time = random.random = random.seed = json.dumps = lambda *_: 1 / 0
builtins.len = builtins.print = None
del builtins.sorted
`,
  "patched classes": `
import asyncio, random, string
async def acquire(self): return True
asyncio.Semaphore.acquire = asyncio.Lock.acquire = acquire
asyncio.BaseEventLoop.call_soon = None
asyncio.BaseEventLoop.patched = True
random.Random.uniform = lambda *_: 7
del asyncio.TaskGroup.create_task
`,
  "patched modules that it was the first to import": `
import statistics, asyncio.tools
statistics.mean = None
`,
  "standard streams": `
import io, sys
print("unfinished", end="")
sys.stdout = sys.stderr = sys.__stdout__ = io.StringIO()
print("lost")
`,
  "policy and loops": `
import asyncio
class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self): raise RuntimeError("no loops today")
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.call_later(1, print, "late")
asyncio._set_running_loop(loop)
asyncio.set_event_loop_policy(Policy())
`,
  "pending tasks": `
import asyncio
async def stuck():
    try:
        await asyncio.sleep(3600)
    finally:
        print("unwinding")
loop = asyncio.new_event_loop()
tasks = [loop.create_task(stuck()) for _ in range(3)]
tasks[0].add_done_callback(print)
loop.run_until_complete(asyncio.sleep(1))
kept = [tasks, asyncio.tasks]
asyncio.kept = kept
`,
  "an exception": `raise ValueError("from the run before")`,
  "a deadlock": `
import asyncio
asyncio.run(asyncio.Event().wait())
`,
  "a syntax error": `def f(:`,
  "an exit": `
import asyncio, sys
async def main(): sys.exit(4)
asyncio.run(main())
`,
  "the interpreter's switches": `
import atexit, contextvars, gc, logging, os, random, signal, sys, warnings
atexit.register(print, "left by atexit")
contextvars.ContextVar("left").set(1)
gc.disable()
logging.basicConfig(level=logging.DEBUG)
logging.disable()
logging.getLogger("asyncio").propagate = False
logging.getLogger("left").setLevel(1)
os.environ["LEFT"] = "1"
os.mkdir("folder")
open("folder/file", "w").write("left")
os.chdir("folder")
random.seed(99)
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.argv.append("left")
sys.path.insert(0, "folder")
sys.modules["json"] = None
del sys.modules["asyncio"], sys.modules["asyncio.tasks"]
sys.set_asyncgen_hooks(print, print)
sys.setrecursionlimit(300)
sys.settrace(lambda *_: None)
warnings.simplefilter("error")
`,
  "settings of the interpreter": `
import codecs, collections.abc, copyreg, decimal, faulthandler, gc, linecache, locale, os, re, signal, sys, time, tracemalloc
sys.set_int_max_str_digits(1000)
sys.setswitchinterval(1)
gc.set_threshold(7, 7, 7)
gc.set_debug(gc.DEBUG_UNCOLLECTABLE)
tracemalloc.start()
faulthandler.enable()
class Left: pass
copyreg.pickle(Left, lambda left: "left")
codecs.register(lambda name: codecs.lookup("ascii") if name == "left" else None)
codecs.register_error("left", codecs.ignore_errors)
collections.abc.Sequence.register(int)
decimal.getcontext().prec = 3
linecache.cache["left.py"] = (1, None, ["left"], "left.py")
locale.setlocale(locale.LC_ALL, "C.UTF-8")
os.environ["TZ"] = "EST5"
time.tzset()
os.umask(0o77)
signal.signal(signal.SIGUSR1, print)
sys.path_importer_cache["left"] = None
re.compile("left")
`,
  "registries, and objects that modules keep": `
import functools, json, logging, mimetypes, pkgutil, pprint, random, re, threading, warnings
pkgutil.iter_importer_modules.register(int, lambda importer, prefix="": ["left"])
pprint.PrettyPrinter._dispatch["left"] = None
logging.addLevelName(5, "LEFT")
logging.lastResort.setLevel(7)
logging.root.manager.loggerClass = int
logging.captureWarnings(True)
logging._defaultFormatter._fmt = "left"
mimetypes.add_type("a/left", ".left")
json._default_encoder.indent = 2
random._inst.left = 1
re.RegexFlag(1 << 9 | 1 << 3)
threading.settrace(print)
threading.setprofile(print)
threading.stack_size(65536)
threading.excepthook = print
`,
  "registries of functions, and other system hooks": `
import functools, gc, os, sys
functools.singledispatch.left = functools.wraps.left = os.path.join.left = os.environ.left = 1
gc.callbacks.append(lambda *_: None)
sys.implementation.name = "left"
sys.excepthook = sys.displayhook = sys.unraisablehook = print
sys.path_hooks.append("left")
sys.tracebacklimit = 0
`,
  "functions of the library with other insides": `
import contextlib, functools, json, queue
json.dumps.__kwdefaults__["indent"] = 4
queue.Queue.put.__defaults__ = (False, None)
queue.Queue.get.__code__ = (lambda self, block=1, timeout=1: "left").__code__
json.JSONEncoder.encode.__code__ = (lambda self, o: "left").__code__
contextlib.contextmanager.__code__ = (lambda function: "left").__code__
functools.update_wrapper.__defaults__ = ((), ())
`,
  "functions that the reset itself uses": `
import os
os.walk.__code__ = (lambda *args, **options: 1 / 0).__code__
`,
  "open descriptors": `
import builtins, os, socket
builtins.open("left", "w").write("left")
kept = os.dup(os.open("left", os.O_RDONLY)), os.open("/dev/null", os.O_WRONLY), os.pipe(), socket.socketpair()
`,
  "files of the interpreter": `
import os
open("/lib/python3.14/left.py", "w").write("left = 1")
os.mkdir("/left")
`,
  "asyncio's functions with other insides": `
import asyncio
async def sleep(delay, result=None):
    print("patched")
asyncio.sleep.__code__ = sleep.__code__
asyncio.sleep.__defaults__ = ("patched",)
asyncio.Queue.put_nowait.__code__ = (lambda self, item: print("patched")).__code__
`,
  "tools that watch it": `
import sys
monitoring = sys.monitoring
for tool in range(6):
    if monitoring.get_tool(tool):
        monitoring.free_tool_id(tool)
    monitoring.use_tool_id(tool, "left")
    for event in (monitoring.events.PY_START, monitoring.events.JUMP):
        monitoring.register_callback(tool, event, lambda *_: None)
    monitoring.set_events(tool, monitoring.events.PY_START)
`,
};

const beyondReset = ["functions that the reset itself uses", "files of the interpreter"];

/** Tells what a program can see of its interpreter. */
const looksAround = `
import asyncio, contextvars, gc, logging, os, random, signal, string, sys, time, uuid, warnings
import statistics, json
from datetime import datetime
print(len(sorted([1])), json.dumps([]), statistics.mean([1, 2]), hasattr(asyncio.BaseEventLoop, "patched"))
print(os.getcwd(), os.listdir("."), sorted(os.environ), sys.argv, sys.path, [v.name for v in contextvars.copy_context()])
print([(sys.monitoring.get_tool(tool), tool == 4 and sys.monitoring.get_events(tool)) for tool in range(6)])
print([f.__code__.co_name for f in (asyncio.sleep, asyncio.Queue.put_nowait)], asyncio.sleep.__defaults__)
print(warnings.filters, gc.isenabled(), sys.getrecursionlimit(), sys.gettrace(), sys.get_asyncgen_hooks())
print(logging.root.handlers, logging.root.level, logging.root.manager.disable, list(logging.root.manager.loggerDict))
print(logging.getLogger("asyncio").propagate, signal.getsignal(signal.SIGINT).__name__)
import codecs, collections.abc, copyreg, decimal, faulthandler, linecache, locale, re, tracemalloc
print(sys.get_int_max_str_digits(), sys.getswitchinterval(), gc.get_threshold(), gc.get_debug(), tracemalloc.is_tracing())
print(len(copyreg.dispatch_table), sorted(linecache.cache), locale.setlocale(locale.LC_ALL), os.umask(0o22), time.tzname)
print(faulthandler.is_enabled(), isinstance(1, collections.abc.Sequence), decimal.getcontext().prec, signal.getsignal(signal.SIGUSR1))
print(len(sys.path_importer_cache), len(re._cache), os.listdir("/"), os.listdir("/lib/python3.14"))
import contextlib, functools, mimetypes, pkgutil, pprint, queue, threading
print(len(pkgutil.iter_importer_modules.registry), pkgutil.iter_importer_modules.dispatch(int).__name__)
print(list(pprint.PrettyPrinter._dispatch)[-1], logging.getLevelName(5), logging.lastResort.level)
print(logging.root.manager.loggerClass, logging._warnings_showwarning, logging._defaultFormatter._fmt, mimetypes.guess_type("a.left"))
print(json.dumps([1]), vars(json._default_encoder), hasattr(random._inst, "left"), len(re.RegexFlag._value2member_map_))
print(threading.gettrace(), threading.getprofile(), threading.stack_size(), threading.excepthook.__name__)
print([vars(o).get("left") for o in (functools.singledispatch, functools.wraps, os.path.join, os.environ)], len(gc.callbacks))
print(sys.implementation.name, sys.excepthook.__name__, sys.displayhook.__name__, sys.unraisablehook.__name__)
print(len(sys.path_hooks), hasattr(sys, "tracebacklimit"), queue.Queue.put.__defaults__, functools.update_wrapper.__defaults__)
filled = queue.Queue()
filled.put(1)
print(filled.get(), contextlib.contextmanager(len).__name__)
for look_up in (codecs.lookup, codecs.lookup_error):
    try:
        print(look_up("left"))
    except LookupError as error:
        print(error)
file = os.open(os.devnull, os.O_RDONLY)
print(file, os.close(file))
print(random.random(), uuid.uuid4(), os.urandom(4), time.time(), datetime.now(), sorted(sys.modules))
print({str(i) for i in range(9)}, [hash("a"), hash(2.5)])
`;

describe("equal traces", () => {
  const program = `${busyProgram}\n${looksAround}`;

  test("for the same program and seed; another seed gives another trace", async () => {
    const [first, again, other] = [
      await runPython(program),
      await runPython(program),
      await runPython(program, { seed: 2 }),
    ];
    expect(first.outcome).toBe("ok");
    expect(first.events.length).toBeGreaterThan(1000);
    expect(again).toEqual(first);
    expect(other.stdout).not.toBe(first.stdout);
  });

  test.each(Object.entries(spoilers))("after a program that leaves behind: %s", async (name, spoiler) => {
    const before = await runPython(program);
    const guest = await bootPython();
    const spoilt = await runPython(spoiler);
    expect(spoilt.error ?? "").not.toContain("patched");
    // What cannot be put back takes a fresh interpreter; nothing else does.
    expect((await bootPython()) !== guest).toBe(beyondReset.includes(name));
    expect(await runPython(program)).toEqual(before);
    expect(await runPython(spoiler)).toEqual(spoilt);
  });

  test("for a program that prints object ids", async () => {
    const source = `
import asyncio
class Thing: pass
thing = Thing()
print(thing, hex(id(thing)), asyncio.Lock(), lambda: 0, id(thing) == id(thing))
raise ValueError(thing)
`;
    const first = await runPython(source);
    expect(first.stdout).toMatch(/ at (0x7f\w+)> \1 .*\[unlocked\]> <function <lambda> at 0x7f\w+> True\n$/);
    await runPython("kept = [object() for _ in range(1234)]; import builtins; builtins.kept = kept");
    expect(await runPython(source)).toEqual(first);
  });

  test("for a program that iterates over sets of tasks and coroutines", async () => {
    const sets = `
import asyncio
async def work(i):
    await asyncio.sleep(0.1)
    return i
async def main():
    for first in asyncio.as_completed([work(i) for i in range(20)]):
        print(await first, end=" ")
    done, _ = await asyncio.wait([asyncio.create_task(work(i)) for i in range(20)])
    print([task.result() for task in done], [task.get_name() for task in asyncio.all_tasks()])
asyncio.run(main())
`;
    const first = await runPython(sets);
    await runPython("kept = [object() for _ in range(1234)]; import builtins; builtins.kept = kept");
    expect(await runPython(sets)).toEqual(first);
  });
});

describe("the same run", () => {
  const order = `
import asyncio
${busyProgram}
`;

  test("with and without an instrument, and with hooks that throw", async () => {
    const guest = await bootPython();
    const watched = await runPython(order);
    const seen: string[] = [];
    const bare = guest.run(order, {
      seed: 1,
      instrument: { outputWritten: (_time, _stream, text) => void seen.push(text) },
    });
    expect(seen.join("")).toBe(watched.stdout + watched.stderr);
    expect(bare).toEqual({ outcome: "ok", error: null, line: 0, invalid: false, time: watched.time });
    expect(guest.run(order, { seed: 1, instrument: {} })).toEqual(bare);

    const report = vi.spyOn(console, "error").mockImplementation(() => {});
    const fails = () => {
      throw new Error("hook");
    };
    const instrument = {
      taskCreated: fails,
      handleStarted: fails,
      iterationStarted: fails,
      outputWritten: fails,
    };
    expect(guest.run(order, { seed: 1, instrument })).toEqual(bare);
    expect(report).toHaveBeenCalledTimes(4);
    report.mockRestore();
  });

  test("with and without safepoints", async () => {
    const guest = await bootPython();
    let safepoints = 0;
    const source = "total = 0\nfor i in range(10_000):\n    total += i\nprint(total)";
    const result = guest.run(source, { seed: 1, instrument: {}, safepoint: () => void safepoints++ });
    expect(result.outcome).toBe("ok");
    expect(safepoints).toBe(10);
  });
});

describe("time and chance", () => {
  test("every clock follows the loop's", async () => {
    const { stdout } = await runPython(`
import asyncio, time
from datetime import datetime, timezone
def clocks():
    loop = asyncio.get_running_loop()
    print(loop.time(), time.monotonic(), time.perf_counter(), time.time(), datetime.now(timezone.utc).isoformat())
async def main():
    clocks()
    await asyncio.sleep(1.5)
    clocks()
    time.sleep(2)
    clocks()
asyncio.run(main())
`);
    expect(stdout.split("\n")).toEqual([
      "0.0 0.0 0.0 1767268800.0 2026-01-01T12:00:00+00:00",
      "1.5 1.5 1.5 1767268801.5 2026-01-01T12:00:01.500000+00:00",
      "3.5 3.5 3.5 1767268803.5 2026-01-01T12:00:03.500000+00:00",
      "",
    ]);
  });

  test("every source of randomness follows the seed", async () => {
    const source = `
import os, random, secrets, tempfile, uuid
print(random.random(), random.Random().random(), random.SystemRandom().random())
print(os.urandom(4), secrets.token_hex(8), uuid.uuid4(), tempfile.mktemp())
`;
    const first = await runPython(source, { seed: 7 });
    expect((await runPython(source, { seed: 7 })).stdout).toBe(first.stdout);
    const other = (await runPython(source, { seed: 8 })).stdout.split(/\s/);
    for (const value of first.stdout.split(/\s/).filter(Boolean)) expect(other).not.toContain(value);
  });

  test("the host's own clocks and random bytes are restored", async () => {
    const methods = () => [performance.now, Date.now, crypto.getRandomValues];
    const before = methods();
    await runPython("import os; os.urandom(3)");
    await runPython("1 / 0");
    expect(methods()).toEqual(before);
    expect(Object.hasOwn(performance, "now")).toBe(false);
  });
});
