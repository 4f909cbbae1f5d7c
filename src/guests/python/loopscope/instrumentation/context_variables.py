"""Context variables in the trace: each that a program sets or resets, with its value from then on."""

from contextvars import ContextVar
from types import BuiltinMethodType

from loopscope.cpython_internals import get_running_loop
from loopscope.frames import user_line
from loopscope.instrumentation.task_events import Current
from loopscope.journal import entries, label
from loopscope.journal_codes import CONTEXT_VARIABLE_SET
from loopscope.monitoring import call_back, events
from loopscope.reprs import short_repr

_setters = (ContextVar.set, ContextVar.reset)
_no_value = object()


def _returned(code, offset, function, argument):
    """Called by `sys.monitoring` when a function of C has returned to code of the program."""
    if type(function) is BuiltinMethodType:
        argument = function.__self__
        function = getattr(ContextVar, function.__name__, None) if type(argument) is ContextVar else None
    if function in _setters and type(argument) is ContextVar and get_running_loop() is not None:
        _report(argument)


def _report(variable):
    global entries
    value = variable.get(_no_value)
    task, name = Current.number(), label(short_repr(variable.name)[1:-1])
    text, line = label("" if value is _no_value else short_repr(value)), user_line(2)
    entries += (CONTEXT_VARIABLE_SET, task, name, text, line)


def install():
    call_back(events.C_RETURN, _returned)


def monitored_events(source):
    """The events to monitor in a program's code: none for a program without context variables."""
    return events.CALL if "ContextVar" in source else 0
