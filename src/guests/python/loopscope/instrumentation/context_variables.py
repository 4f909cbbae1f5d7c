"""What the trace tells of context variables: what a program sets, and puts back."""

import asyncio
from contextvars import ContextVar
from types import BuiltinMethodType

from loopscope.frames import user_line
from loopscope.instrumentation.task_events import Current
from loopscope.journal import CONTEXT_VARIABLE_SET, entries, label
from loopscope.monitoring import call_back, events
from loopscope.reprs import short_repr

_setters = (ContextVar.set, ContextVar.reset)
_none = object()


def _returned(code, offset, function, argument):
    """A function of C returned to a program that uses context variables."""
    if type(function) is BuiltinMethodType:
        argument = function.__self__
        function = getattr(ContextVar, function.__name__, None) if type(argument) is ContextVar else None
    if function in _setters and type(argument) is ContextVar and asyncio._get_running_loop() is not None:
        _tell(argument)


def _tell(variable):
    global entries
    value = variable.get(_none)
    task, name = Current.number(), label(short_repr(variable.name)[1:-1])
    text, line = label("" if value is _none else short_repr(value)), user_line(2)
    entries += (CONTEXT_VARIABLE_SET, task, name, text, line)


def install():
    call_back(events.C_RETURN, _returned)


def watched_events(source):
    """What to watch in a program's code for its context variables: nothing if it has none."""
    return events.CALL if "ContextVar" in source else 0
