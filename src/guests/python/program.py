"""Runs one program as `python program.py` would, in a `__main__` of its own, and says how it ended."""
import asyncio
import gc
import io
import json
import linecache
import logging
import random
import sys
import time
import traceback
import types
import warnings

import _loopscope as host
from loopscope import entities, loop, probes
from loopscope.frames import FILENAME, user_line
from loopscope.observe import Current


class Output(io.TextIOBase):
    """A standard stream that records each line as it is written."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name):
        self.name = f"<{name}>"
        self._stream = name
        self._pending = ""
        self._line = 0

    def writable(self):
        return True

    def write(self, text):
        if type(text) is not str:
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        # `print` writes its text and its end apart: the line that began an output line is the one to name.
        if not self._pending:
            self._line = user_line(2)
        *lines, self._pending = (self._pending + text).split("\n")
        for line in lines:
            self._record(line + "\n")
        return len(text)

    def flush(self):
        if self._pending:
            pending, self._pending = self._pending, ""
            self._record(pending)

    def _record(self, text):
        host.outputWritten(self._stream, text, Current.number(), self._line)


def _sleep(seconds, /):
    """`time.sleep`: the virtual clock moves on and the event loop stands still meanwhile."""
    if isinstance(seconds, str) or not hasattr(seconds, "__index__") and not hasattr(seconds, "__float__"):
        raise TypeError(f"'{type(seconds).__name__}' object cannot be interpreted as an integer or float")
    seconds = float(seconds)
    if seconds != seconds:
        raise ValueError("Invalid value NaN (not a number)")
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    host.sleep(seconds, Current.number(), user_line(2))


_own_modules = None


def prepare():
    """Once per interpreter: the loop, the probes and the blocking calls are put in place."""
    global _own_modules
    loop.install()
    probes.install()
    time.sleep = _sleep
    _own_modules = set(sys.modules)


def _reset(seed):
    """As if the interpreter had run nothing yet."""
    for name in set(sys.modules) - _own_modules:
        del sys.modules[name]
    loop.install()
    loop.reset()
    for registry in (entities.tasks, entities.futures, entities.resources):
        registry.clear()
    logging.getLogger().handlers.clear()
    logging.getLogger("asyncio").handlers.clear()
    warnings.resetwarnings()
    warnings.simplefilter("ignore", ImportWarning)
    sys.stdin = io.StringIO()
    sys.argv = [FILENAME]
    asyncio.set_event_loop(None)
    random.seed(seed)
    gc.collect()


def run(source, seed):
    """Runs the program and returns how it ended, as JSON: {outcome, error, line, invalid}."""
    _reset(seed)
    sys.stdout, sys.stderr = Output("stdout"), Output("stderr")
    try:
        result = _run(source)
        # What the interpreter would say on its way out: tasks destroyed while pending, coroutines never awaited.
        gc.collect()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    return json.dumps(result)


def _run(source):
    lines = source.splitlines(keepends=True)
    linecache.cache[FILENAME] = (len(source), None, lines, FILENAME)
    try:
        code = compile(source, FILENAME, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return _invalid(error)
    probes.watch_loops(code)
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    main.__dict__.update(__builtins__=__builtins__, __file__=FILENAME)
    try:
        exec(code, main.__dict__)
    except loop.Stopped as stopped:
        return _result(stopped.outcome, str(stopped), stopped.line)
    except SystemExit as leaving:
        if leaving.code is None or leaving.code == 0:
            return _result("ok")
        return _result("error", f"SystemExit: {leaving.code}", user_line_of(leaving))
    except BaseException as error:
        sys.stderr.write(_program_traceback(error))
        return _result("error", _last_line(error), user_line_of(error))
    return _result("ok")


def _result(outcome, error=None, line=0, invalid=False):
    return {"outcome": outcome, "error": error, "line": line, "invalid": invalid}


def _invalid(error):
    line = getattr(error, "lineno", None) or 0
    sys.stderr.write("".join(traceback.format_exception_only(error)))
    message = getattr(error, "msg", None) or str(error)
    return _result("error", f"{type(error).__name__}: {message}", line, True)


def _last_line(error):
    return "".join(traceback.TracebackException.from_exception(error).format_exception_only()).strip().split("\n")[-1]


def user_line_of(error):
    """The line of the program that an exception came through last."""
    line = 0
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == FILENAME:
            line = step.tb_lineno
        step = step.tb_next
    return line


def _program_traceback(error):
    """The traceback without the frames of libraries: what the person wrote."""
    report = traceback.TracebackException.from_exception(error)
    _keep_program_frames(report)
    return "".join(report.format())


def _keep_program_frames(report):
    report.stack[:] = [frame for frame in report.stack if frame.filename == FILENAME]
    for cause in (report.__cause__, report.__context__, *(report.exceptions or ())):
        if cause is not None:
            _keep_program_frames(cause)
