"""Waits of threads in words: the call that blocks and its line, and why nothing can end it."""

import linecache
import sys

import _loopscope as host

from loopscope import outcome
from loopscope.frames import FILENAME, is_boundary
from loopscope.instrumentation.task_events import Current
from loopscope.threads import lock_circle
from loopscope.threads.chain import frames_of
from loopscope.threads.variants import is_variant

_OWN = "<loopscope."
_LOOP = "<loopscope.loop>", "<loopscope.descriptor_loop>"
# Functions by which every thread begins, and the body of a text that is executed.
_BEGINNINGS = {
    *("_show", "Thread._bootstrap", "Thread._bootstrap_inner", "Thread.run"),
    *("_worker", "_run", "_WorkItem.run", "WorkerContext.run", "<module>"),
    # Of a process.
    *("_Main.__call__", "_exit"),
}
# Modules of this package whose coroutines stand for what is no function in the program.
_MODULES = (
    "attributes",
    "caching",
    "executed",
    "generators",
    "grouping",
    "iteration",
    "library",
    "operators",
    "replaying",
    "steps",
    "suspending",
    "searching",
    "texts",
    "variants",
)
_BETWEEN = {f"<loopscope.threads.{module}>" for module in _MODULES}
# Functions of this package that take the place of one in another module.
_NAMES = {
    **{"sleep": "time.sleep", "join_all": "threading._shutdown", "_Select.__call__": "select.select"},
    **{"read": "os.read", "write": "os.write", "gethostbyname": "socket.gethostbyname"},
    # Of a Python program in a process.
    **{"_printed": "print", "_asked": "input", "_lines": "sys.stdin"},
    # A loop that turns so often that others shall run (`safepoint`).
    **dict.fromkeys(("_jumped", "_called", "_iterated", "_turn"), "a busy loop"),
    **{"gethostbyname_ex": "socket.gethostbyname_ex", "gethostbyaddr": "socket.gethostbyaddr"},
}


def blocking_call(frame):
    """The name of the library's function that the program called and that blocks, such as `Future.result`,
    and the program's line. `frame` is one below that function. A function of this package is named only if
    there is no other: it takes the place of one."""
    call, own = None, None
    while frame is not None and frame.f_code.co_filename != FILENAME and not is_boundary(frame.f_code):
        if frame.f_code.co_filename.startswith(_OWN):
            own = frame
        else:
            call = frame
        frame = frame.f_back
    line = frame.f_lineno if frame is not None and frame.f_code.co_filename == FILENAME else 0
    return _name(call or own), line or 0


def _name(frame):
    if frame is None:
        return "its loop"
    code = frame.f_code
    if code.co_qualname in _NAMES and code.co_filename.startswith(_OWN):
        return _NAMES[code.co_qualname]
    owner, _, name = code.co_qualname.partition(".<locals>")[0].rpartition(".")
    if owner:
        owner = type(frame.f_locals["self"]).__name__ if "self" in frame.f_locals else owner
        owner = "loop" if owner.endswith("EventLoop") else owner.removeprefix("_")
        return f"{owner}.{name}"
    module = frame.f_globals["__name__"].partition("._")[0]
    return f"{'asyncio' if module == 'asyncio.runners' else module}.{name}"


def suspended_call(thread):
    """The same of a thread that is suspended."""
    call, line = None, 0
    for frame in frames_of(thread.coroutine):
        if frame.f_code.co_filename == FILENAME:
            call, line = None, frame.f_lineno or 0
        elif frame.f_globals.get("__name__") == "__main__":
            # Of a program in another process, or of a text that is executed.
            call = None
        elif call is None and not _is_between(frame.f_code):
            call = frame
    return _name(call), line


def _is_between(code):
    return code.co_qualname in _BEGINNINGS or code.co_filename in _BETWEEN


def _description(thread):
    call, line = suspended_call(thread)
    return f"{thread.name} waits in {call}{_place(line)}"


def _place(line):
    return f" on line {line}" if line else ""


def cannot_wait(thread, below):
    """The error's text where `thread` would have to be suspended so that `below` can run."""
    call, line = blocking_call(sys._getframe(3))
    through = _through(sys._getframe(3))
    return (
        f"{thread.name} waits in {call}{_place(line)}, inside of {through}, which cannot be suspended here, while "
        f"{below.name} has to run. Call {call} outside of {through}"
    )


def _through(frame):
    """What the innermost coroutine of the thread called, of which the thread cannot be suspended inside."""
    while is_variant(frame.f_code) and frame.f_back is not None:
        # The coroutine that blocks, below the function that is looked for.
        frame = frame.f_back
    while frame.f_back is not None and not is_variant(frame.f_code):
        inner, frame = frame, frame.f_back
    if frame.f_code.co_filename != FILENAME:
        is_loop = frame.f_code.co_filename in _LOOP or is_boundary(frame.f_code)
        return "a callback or coroutine of its event loop" if is_loop else f"{inner.f_code.co_name}()"
    line, end_line, column, end = list(frame.f_code.co_positions())[frame.f_lasti // 2]
    text = (
        linecache.getline(FILENAME, line or 0)
        .encode()[column or 0 : end if line == end_line else None]
        .decode()
    )
    called, is_call, _ = text.strip().partition("(")
    if is_call and (text.endswith(")") or line != end_line) and called:
        return f"{called}()"
    # Such as a property, or an operator of a class.
    return f"`{text.strip()}` ({inner.f_code.co_qualname})"


def end_stuck(main, threads, readers):
    """Ends a program in which no thread can ever run again: a deadlock. `readers` are the threads that wait
    for descriptors."""
    waiting = [thread for thread in threads if not thread.has_ended and not thread.serves]
    others = "".join(f"; {_description(thread)}" for thread in waiting[:_MAX_THREADS])
    waits = [(thread, *suspended_call(thread)) for thread in waiting]
    if not main.is_in_select:
        waits.append((main, *blocking_call(_frame_of(main))))
    if circle := lock_circle.find(waits):
        _end_in_circle(circle)
    if main.is_in_select:
        if any(handle is not None and not handle.cancelled() for handle in main.loops[-1]._ls_handles):
            others += "; a callback was added without call_soon_threadsafe, so the loop sleeps on"
        outcome.end(outcome.DEADLOCK, also=others)
    frame = _frame_of(main)
    call, line = blocking_call(frame)
    if call == "threading._shutdown":
        thread = next(thread for thread in waiting if not thread.is_daemon)
        text = f"{_description(thread)}, and no other thread will end that wait."
        outcome.deadlock(text, suspended_call(thread)[1])
    loop = main.loops[-1] if main.loops else None
    if loop is None:
        ends = "nothing will arrive" if main.number in readers else "no other thread will end that wait"
        ends = _of_processes() or ends
        cause = " ".join((f"{ends}{others}.", *_unfinished(call, frame), *_failures(threads)))
        host.callBlocked(call, Current.number(), line, cause[0].upper() + cause[1:])
        outcome.deadlock(f"the main thread waits in {call}, and {cause}", line)
    reason = _served_by(main, loop) if main.number in readers else _held_by(call, frame)
    if processes := _of_processes():
        reason = f"{processes}."
    more = *_unfinished(call, frame), *_failures(threads)
    cause = " ".join(part for part in (reason, _what_is_due(loop), *more, _advice(call)) if part)
    host.callBlocked(call, Current.number(), line, cause)
    outcome.deadlock(f"{call}{_place(line)} blocks the event loop for ever{others}. {cause}", line)


def _end_in_circle(circle):
    cause = lock_circle.describe(circle)
    thread, call, line = circle[0]
    host.callBlocked(call, Current.number() if thread.number == 0 else 0, line, cause)
    outcome.deadlock(f"{call}{_place(line)} blocks for ever. {cause}", line)


def _of_processes():
    """What the processes wait for, and the fix; empty if none waits."""
    processes = host.waitingProcesses()
    if "room for its output" in processes:
        return f"{processes}, which no code reads. Read it first, or use communicate()"
    if "waits for input" in processes:
        return f"{processes}, which no code writes. Close its stdin, or use communicate()"
    return processes


_MAX_THREADS = 8
_ANY = "Only another thread, or a callback of this loop, could end that wait."


def _frame_of(thread):
    """The frame in which a thread stays on the stack until it is awake."""
    frame = sys._getframe(1)
    while frame.f_code.co_qualname != "stay" or frame.f_locals["thread"] is not thread:
        frame = frame.f_back
    return frame


def _held_by(call, frame):
    """Who holds the lock that a call waits for; else who could end the wait."""
    if call not in ("Lock.acquire", "RLock.acquire"):
        return _ANY
    while frame.f_code.co_qualname != "Lock.acquire":
        frame = frame.f_back
    thread, task, line = frame.f_locals["self"].holder
    holder = task.shown_name() if task is not None else thread.name
    return f"{holder} has held the lock since line {line}." if line else f"{holder} holds the lock."


def _unfinished(call, frame):
    """A sentence on the items of the queue that a `Queue.join` waits for."""
    if call == "Queue.join":
        while frame.f_code.co_qualname != "Queue.join":
            frame = frame.f_back
        queue = frame.f_locals["self"]
        left = queue._qsize()
        taken = queue.unfinished_tasks - left
        if taken > 0:
            also = f"; {_counted(left)} still in it" if left else ""
            yield f"{_counted(taken)} taken from the queue and never marked done with task_done(){also}."
        else:
            yield f"{_counted(left)} still in the queue."


def _counted(items):
    return "1 item is" if items == 1 else f"{items} items are"


def _failures(threads):
    """Sentences on the threads that an exception has ended."""
    for thread in [thread for thread in threads if thread.failure is not None][:_MAX_THREADS]:
        error, line = thread.failure
        yield f"{thread.name} failed{_place(line)} with {error}."


def _served_by(main, loop):
    """The server of the loop that the main thread's call on the network waits for; else who could end the
    wait."""
    epoll = getattr(loop._selector, "_selector", None)
    place = host.serverOf(main.number, epoll._fd) if hasattr(epoll, "_fd") else ""
    if not place:
        return _ANY
    return (
        f"The server {place} runs on the event loop that this call blocks. Make the call in a thread, by "
        "`await asyncio.to_thread(…)`, or use asyncio.open_connection()."
    )


def _what_is_due(loop):
    when = min((timer.when() for timer in loop._ls_timers.values() if not timer.cancelled()), default=None)
    if when is not None:
        return f"A timer is due at {when:.6g} s, but its callback cannot run meanwhile."
    ready = sum(handle is not None and not handle.cancelled() for handle in loop._ls_handles)
    if ready:
        return f"{ready} callback{'s are' if ready > 1 else ' is'} ready, but cannot run meanwhile."
    return ""


_INSTEAD = {
    "Lock": "Use asyncio.Lock and `async with` in coroutines.",
    "RLock": "Use asyncio.Lock and `async with` in coroutines.",
    "Future": "In a coroutine, await asyncio.wrap_future(…), or the coroutine itself.",
    "Thread": "In a coroutine, use `await asyncio.to_thread(…)`.",
}


def _advice(call):
    owner = call.partition(".")[0]
    if owner in ("Queue", "Event", "Condition", "Semaphore", "BoundedSemaphore", "Barrier"):
        return f"Use asyncio.{owner} in coroutines."
    return _INSTEAD.get(owner, "")
