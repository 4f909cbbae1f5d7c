"""What is wrong with a program, as far as the interpreter alone knows it: a coroutine that is never awaited, a task that
nothing holds, an exception that nobody asks for. Each is a warning of the trace, beside what CPython says itself. (What
follows from the events of a trace is found there: `store/warnings`.)"""

import ast
import linecache
import re
import warnings
from asyncio import taskgroups

import _loopscope as host

from loopscope.errors import line_of
from loopscope.frames import FILENAME, user_line
from loopscope.instrumentation.instrument import watch
from loopscope.instrumentation.task_events import Current
from loopscope.reprs import exception_line
from loopscope.source import parse

_task_of_group = taskgroups.TaskGroup.create_task
_makes_task = re.compile(r"^\s*[\w.]*\b(create_task|ensure_future)\s*\(", re.MULTILINE)

# Lines of statements that make a task and keep nothing of it.
dropping = set()
# Lines of calls that were told of as never awaited.
_told = set()


def begin(source):
    """Looks through a program, which is valid, before it runs."""
    dropping.clear()
    _told.clear()
    if _makes_task.search(source):
        for node in ast.walk(parse(source)):
            if isinstance(node, ast.Expr) and _name_of(node.value) in ("create_task", "ensure_future"):
                dropping.update(range(node.lineno, node.end_lineno + 1))


def task_made(task, frame):
    """Called if there are such lines, with the frame that made the task."""
    line = user_line(2)
    if line in dropping and frame.f_code is not _task_of_group.__code__:
        dropping.discard(line)
        entity = getattr(task, "_entity", None)
        _tell(
            "lostReference",
            "Nothing holds the task that is made here: the loop alone does not keep it alive, and it may vanish before "
            "it is done. Keep it in a variable until it is, or make it in a TaskGroup.",
            line,
            entity,
        )


def heard(context):
    """Called with what a loop's exception handler is told."""
    message = context.get("message", "")
    if message == "Task was destroyed but it is pending!":
        task = context.get("task")
        entity = getattr(task, "_entity", None)
        name = entity.name if entity is not None else "A task"
        _tell(
            "lostReference",
            f"{name} vanished before it was done, as nothing held it any more. Keep it in a variable until it is done, "
            "or make it in a TaskGroup.",
            entity.line if entity is not None else 0,
            entity,
        )
    elif message.endswith("exception was never retrieved"):
        error = context.get("exception")
        entity = getattr(context.get("future"), "_entity", None)
        name = entity.name if entity is not None else "A future"
        _tell(
            "neverRetrieved",
            f"{name} failed with {exception_line(error)}, and nobody asked what it came to. Await it, or make it in a "
            "TaskGroup.",
            line_of(error),
            entity,
        )


def _never_awaited(coro):
    name = coro.__name__
    _tell(
        "neverAwaited",
        f"{name}() was called but never awaited, so nothing of it ran. Write `await {name}(…)`, or make a task of it.",
        _line_of_call(name),
        Current.task,
    )


def _line_of_call(name):
    """Where a coroutine was made that is gone now: here, or where the first such call is that was not told of yet."""
    line = user_line(2)
    calls = [call.lineno for call in _calls_dropped() if _name_of(call) == name]
    if line not in calls:
        line = next((other for other in calls if other not in _told), line)
    _told.add(line)
    return line


def _calls_dropped():
    """The program's calls that are statements, or are given a name: nobody awaits them where they are made."""
    for node in ast.walk(parse("".join(linecache.getlines(FILENAME)))):
        if isinstance(node, (ast.Expr, ast.Assign, ast.AnnAssign, ast.NamedExpr)):
            yield node.value


def _tell(diagnosis, message, line, entity):
    host.warningRaised(message, line, diagnosis, entity.number if entity is not None else 0)


def _name_of(node):
    """The name of the function that is called, if the node is a call of one that has a name."""
    function = getattr(node, "func", None)
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)


def install():
    watch(warnings._warn_unawaited_coroutine, start=_never_awaited)
