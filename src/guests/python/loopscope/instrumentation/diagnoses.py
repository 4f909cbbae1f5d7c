"""Mistakes that only the interpreter can find: a coroutine that is never awaited, a task without a reference,
an exception that is never retrieved, a task that is pending when its loop is closed. Each is a warning of the
trace, beside CPython's own. (Mistakes that follow from the events of a trace are found there, in
`store/warnings`.)"""

import re
import sys
from asyncio import Task, all_tasks, taskgroups
from builtins import len

import _loopscope as host

from loopscope.cpython_internals import (
    exception_is_unheard,
    exception_of,
    reports_destroyed,
    warn_unawaited_coroutine,
)
from loopscope.errors import line_of
from loopscope.frames import (
    FILENAME,
    is_asyncio,
    is_boundary,
    is_held_by_program,
    line_from,
    user_frame,
    user_line,
)
from loopscope.instrumentation.instrument import instrument
from loopscope.instrumentation.never_awaited import text as never_awaited_text
from loopscope.instrumentation.program_calls import ProgramCalls, is_awaited_by
from loopscope.instrumentation.task_events import Current
from loopscope.registry import futures, tasks
from loopscope.reprs import exception_line
from loopscope.source import parse

_task_of_group = taskgroups.TaskGroup.create_task
_makes_coroutines = re.compile(
    r"\basync\s+def\b|\b(create_task|ensure_future|gather|shield|run_in_executor)\s*\("
)
# A program that may look at where its coroutines were created, or have asyncio do so.
_looks_at_origins = re.compile(r"debug|DEBUG|origin")
_no_calls = ProgramCalls(parse(""))


class _Program:
    """Calls in the text of the program that runs, and True once all of its code has run."""

    calls = _no_calls
    has_ended = False


# Lines of statements that drop a task or a group, with the name of the function that makes it.
dropping = {}
# Lines of tasks that a function returns, with the lines that call it and drop what it returns.
passing = {}
# Lines of calls that were reported as never awaited.
_reported = set()
# Lines that were reported for a call from another thread than the loop's.
_elsewhere = set()
# Numbers of tasks that were reported as lost.
_lost = set()
# Lines of calls of `cancel` that hid the exceptions of failed tasks, by the numbers of these.
_hidden = {}
# Lines that closed loops while tasks were pending, by the numbers of these, and the texts about that.
_closed = {}


def reset():
    """Forgets everything of the last program."""
    _Program.calls, _Program.has_ended = _no_calls, False
    for known in (dropping, passing, _reported, _elsewhere, _lost, _hidden, _closed):
        known.clear()
    sys.set_coroutine_origin_tracking_depth(0)
    warn_unawaited_coroutine.__code__ = _code_of_warning


def begin(source):
    """Searches a program's text. Called before a valid program runs.

    If a coroutine may be lost at another line than its call's, the interpreter keeps the line that created
    each: that costs time for each coroutine, so that most programs go without it."""
    if not _makes_coroutines.search(source):
        return
    calls = _Program.calls = ProgramCalls(parse(source))
    dropping.update(calls.dropping)
    passing.update(calls.passing)
    if calls.is_tracked and not _looks_at_origins.search(source):
        sys.set_coroutine_origin_tracking_depth(1)
        warn_unawaited_coroutine.__code__ = _code_without_origin


def end():
    """Called when all of a program's code has run, and its objects are about to be dropped."""
    _Program.has_ended = True


def report_unheard():
    """Warns of exceptions that were not retrieved, of tasks and futures that outlive the program's
    objects."""
    for ref in (*(entity.ref for entity in tasks.known.values()), *futures.refs.values()):
        future = ref()
        if future is not None and exception_is_unheard(future):
            _exception_lost(future, exception_of(future))


def task_created(task, frame):
    """Warns of a task that is dropped. Called if the program has such lines, with the frame that created the
    task."""
    line = _line_that_drops(frame)
    if line and not Task.done(task) and frame.f_code is not _task_of_group.__code__:
        # Once a line. A task that is done ran eagerly.
        dropping.pop(line, None)
        for callers in passing.values():
            callers.discard(line)
        entity = getattr(task, "_ls_entity", None)
        if entity is not None:
            _lost.add(entity.number)
        _warn(
            "lostReference",
            f"Line {line} creates a task and keeps no reference to it, so the task may be deleted before it is "
            "done. Keep it in a variable, or create it in a TaskGroup.",
            line,
            entity,
        )


def _line_that_drops(frame):
    """The line that drops the task which is created; 0 for none."""
    line = line_from(frame)
    if dropping.get(line) in ("create_task", "ensure_future"):
        return line
    caller = user_frame(frame).f_back if line in passing else None
    if caller is not None and caller.f_code.co_filename == FILENAME and caller.f_lineno in passing[line]:
        return caller.f_lineno
    return 0


def called_from_another_thread(frame, thread):
    """Warns, once a line, of a call from another thread than the loop's that schedules a callback. `frame`
    is that of the caller of `call_soon`."""
    line, name = line_from(frame), "its call"
    if line in _elsewhere:
        return
    _elsewhere.add(line)
    while frame is not None and frame.f_code.co_filename != FILENAME and not is_boundary(frame.f_code):
        if is_asyncio(frame) and "self" in frame.f_locals:
            name = f"{type(frame.f_locals['self']).__name__}.{frame.f_code.co_name}()"
        frame = frame.f_back
    place = f" on line {line}" if line else ""
    _warn(
        "notThreadsafe",
        f"{thread} uses the event loop of another thread{place}: {name} does not wake the loop up. Use "
        "`loop.call_soon_threadsafe(…)`.",
        line,
        None,
    )


def group_created(name):
    """Warns of a group that is dropped, which `gather` or `shield` has made."""
    line = user_line(2)
    if dropping.get(line) == name:
        del dropping[line]
        _warn(
            "lostReference",
            f"Line {line} drops what {name}() returns, so the program never waits for it and hears of no error. "
            f"Write `await asyncio.{name}(…)`.",
            line,
            Current.task,
        )


def loop_closing(loop):
    """Warns of tasks that are pending as their loop is closed."""
    pending = [tasks.find(task) for task in all_tasks(loop) if reports_destroyed(task)]
    entities = [entity for entity in pending if entity is not None and entity.number not in _lost]
    entities.sort(key=lambda entity: entity.number)
    if not entities:
        return
    line = user_line(2)
    names = [entity.shown_name() for entity in entities[:3]]
    if len(entities) > 3:
        names[2:] = (f"{len(entities) - 2} more",)
    names = " and ".join((", ".join(names[:-1]), names[-1]) if len(names) > 1 else names)
    are, they, them = ("is", "it", "it") if len(entities) == 1 else ("are", "they", "them")
    message = (
        f"{f'Line {line} closes the event loop' if line else 'The event loop is closed'} while {names} {are} "
        f"pending, so {they} never end{'s' if they == 'it' else ''} and no finally block runs. Cancel and await "
        f"{them} before close(), or use asyncio.run()."
    )
    _closed.update((entity.number, (message, line)) for entity in entities)
    _warn("pendingAtClose", message, line, entities[0])


def hides_exception(task):
    """True if `Task.cancel`, called for a task that is done, would hide that nothing has retrieved its
    exception. It must not run then: so that the loss is found as soon as the task dies."""
    entity = tasks.find(task)
    if entity is None or not exception_is_unheard(task):
        return False
    _hidden.setdefault(entity.number, user_line(2))
    return True


def exception_handled(context):
    """Warns of what asyncio reports to a loop's exception handler; `context` is what that gets. Returns True
    for a report that CPython would not make."""
    message = context.get("message", "")
    if message == "Task was destroyed but it is pending!":
        _destroyed(getattr(context.get("task"), "_ls_entity", None))
    elif message.endswith("exception was never retrieved"):
        return _exception_lost(context.get("future"), context.get("exception"))
    elif message.endswith("exception in shielded future"):
        error, entity = context.get("exception"), getattr(context.get("future"), "_ls_entity", None)
        if is_held_by_program(context.get("future")):
            # The program may still await it.
            return False
        name = entity.shown_name() if entity is not None else "A future"
        _warn(
            "neverRetrieved",
            f"{name} failed with {exception_line(error)}. shield() kept it running after its caller was cancelled, "
            "so no code gets the error. Keep the task in a variable, and await it in the end.",
            line_of(error),
            entity,
        )
    return False


def _destroyed(entity):
    if entity is not None and entity.number in _closed:
        _warn("pendingAtClose", *_closed[entity.number], entity)
    elif entity is not None and _Program.has_ended and entity.number not in _lost:
        _warn(
            "pendingAtClose",
            f"The program ends while {entity.shown_name()} is pending, so it never ends and no finally block runs. "
            "Await it, or use asyncio.run(), which cancels it.",
            entity.line,
            entity,
        )
    else:
        name = entity.shown_name() if entity is not None else "A task"
        _warn(
            "lostReference",
            f"{name} was deleted before it was done, because no reference to it was left. Keep it in a "
            "variable, or create it in a TaskGroup.",
            entity.line if entity is not None else 0,
            entity,
        )


def _exception_lost(future, error):
    if isinstance(error, (SystemExit, KeyboardInterrupt)):
        # It ends the program, which hears of it so.
        return False
    entity = getattr(future, "_ls_entity", None)
    name = entity.shown_name() if entity is not None else "A future"
    hidden_at = _hidden.get(entity.number) if entity is not None else None
    hides = "" if hidden_at is None else f"; cancel(){_on(hidden_at)} hides that, as the task was done"
    advice = "Await it, or create it in a TaskGroup." if entity is not None else "Await the future."
    _warn(
        "neverRetrieved",
        f"{name} failed with {exception_line(error)}, but the program never asked for its result{hides}. {advice}",
        line_of(error),
        entity,
    )
    return hidden_at is not None


def _on(line):
    return f" on line {line}" if line else ""


def _never_awaited(coro):
    name, calls = coro.__name__, _Program.calls
    line, given = user_line(2), None
    origin = coro.cr_origin
    if origin is None:
        lines = calls.dropped_calls(name)
        if line not in lines:
            line = next((other for other in lines if other not in _reported), line)
    elif origin[0][0] != FILENAME:
        # Library code called it: a function that takes functions.
        kind = "executor" if re.search("concurrent|executor", origin[0][0]) else "loop"
        given = calls.given(name, "thread" if "thread" in origin[0][0] and kind == "loop" else kind)
        line = given[0] if given is not None else line
    elif not line or (calls.use_at(origin[0][1], name) or ("",))[0] != "returned":
        line = origin[0][1]
    use = calls.use_at(line, name)
    if use is not None and is_awaited_by(use):
        # The task or the group that took it was lost, and that is said.
        return
    _reported.add(line)
    message = never_awaited_text(name, line, use, given and given[1])
    _warn("neverAwaited", message, line, Current.task)


def _warn(diagnosis, message, line, entity):
    host.warningRaised(message, line, diagnosis, entity.number if entity is not None else 0)


def install():
    global _code_of_warning, _code_without_origin
    instrument(warn_unawaited_coroutine, on_start=_never_awaited)
    _code_of_warning = warn_unawaited_coroutine.__code__
    # The text that CPython gives without origins: a coroutine that was not started awaits None.
    names = _code_of_warning.co_names
    assert "cr_origin" in names
    _code_without_origin = _code_of_warning.replace(
        co_names=tuple("cr_await" if name == "cr_origin" else name for name in names)
    )
