"""Mistakes that only the interpreter can find: a coroutine that is never awaited, a task without a reference,
an exception that is never retrieved. Each is a warning of the trace, beside CPython's own. (Mistakes that
follow from the events of a trace are found there, in `store/warnings`.)"""

import ast
import linecache
import re
from asyncio import taskgroups

import _loopscope as host

from loopscope.cpython_internals import warn_unawaited_coroutine
from loopscope.errors import line_of
from loopscope.frames import FILENAME, user_line
from loopscope.instrumentation.instrument import instrument
from loopscope.instrumentation.task_events import Current
from loopscope.reprs import exception_line
from loopscope.source import parse

_task_of_group = taskgroups.TaskGroup.create_task
_creates_task = re.compile(r"^[ \t\f]*[\w.]*\b(create_task|ensure_future)\s*\(", re.MULTILINE)

# Lines of statements that create a task and keep no reference to it.
dropping = set()
# Lines of calls that were reported as never awaited.
_reported = set()


def begin(source):
    """Finds the statements of a program that drop a task. Called before a valid program runs."""
    dropping.clear()
    _reported.clear()
    if _creates_task.search(source):
        for node in ast.walk(parse(source)):
            if isinstance(node, ast.Expr) and _name_of(node.value) in ("create_task", "ensure_future"):
                dropping.update(range(node.lineno, node.end_lineno + 1))


def task_created(task, frame):
    """Warns of a task that is dropped. Called if the program has such lines, with the frame that created the
    task."""
    line = user_line(2)
    if line in dropping and frame.f_code is not _task_of_group.__code__:
        dropping.discard(line)
        entity = getattr(task, "_ls_entity", None)
        _warn(
            "lostReference",
            f"Line {line} creates a task and keeps no reference to it, so the task may be deleted before it is "
            "done. Keep it in a variable, or create it in a TaskGroup.",
            line,
            entity,
        )


def exception_handled(context):
    """Warns of what asyncio reports to a loop's exception handler; `context` is what that gets."""
    message = context.get("message", "")
    if message == "Task was destroyed but it is pending!":
        task = context.get("task")
        entity = getattr(task, "_ls_entity", None)
        name = entity.name if entity is not None else "A task"
        _warn(
            "lostReference",
            f"{name} was deleted before it was done, because no reference to it was left. Keep it in a "
            "variable, or create it in a TaskGroup.",
            entity.line if entity is not None else 0,
            entity,
        )
    elif message.endswith("exception was never retrieved"):
        error = context.get("exception")
        entity = getattr(context.get("future"), "_ls_entity", None)
        name = entity.name if entity is not None else "A future"
        _warn(
            "neverRetrieved",
            f"{name} failed with {exception_line(error)}, but the program never asked for its result. "
            "Await it, or create it in a TaskGroup.",
            line_of(error),
            entity,
        )


def _never_awaited(coro):
    name = coro.__name__
    line = _line_of_call(name)
    call = f"Line {line} calls {name}()" if line else f"{name}() was called"
    _warn(
        "neverAwaited",
        f"{call} without await, so none of it ran. Write `await {name}(…)` or `asyncio.create_task({name}(…))`.",
        line,
        Current.task,
    )


def _line_of_call(name):
    """The line where a coroutine was created that has died: the one that runs now if it calls this name, or
    else the first call of that name that was not reported yet."""
    line = user_line(2)
    calls = [call.lineno for call in _calls_dropped() if _name_of(call) == name]
    if line not in calls:
        line = next((other for other in calls if other not in _reported), line)
    _reported.add(line)
    return line


def _calls_dropped():
    """The program's calls that are whole statements, or the value of an assignment: not awaited at their
    line."""
    for node in ast.walk(parse("".join(linecache.getlines(FILENAME)))):
        if isinstance(node, (ast.Expr, ast.Assign, ast.AnnAssign, ast.NamedExpr)):
            yield node.value


def _warn(diagnosis, message, line, entity):
    host.warningRaised(message, line, diagnosis, entity.number if entity is not None else 0)


def _name_of(node):
    """The name of the function that a node calls; None for another node, and for a function without a
    name."""
    function = getattr(node, "func", None)
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)


def install():
    instrument(warn_unawaited_coroutine, on_start=_never_awaited)
