"""A program's errors as text: its traceback without frames of libraries, the last line of that, and its
line."""

import socket
import sys
import traceback

import _loopscope as host

from loopscope.frames import FILENAME
from loopscope.legacy import old_libraries
from loopscope.object_ids import normalize_ids


def program_traceback(error):
    """The traceback with the program's frames alone."""
    report = traceback.TracebackException.from_exception(error)
    _keep_program_frames(report)
    return "".join(report.format())


def _keep_program_frames(report):
    report.stack[:] = [frame for frame in report.stack if frame.filename == FILENAME]
    for cause in (report.__cause__, report.__context__, *(report.exceptions or ())):
        if cause is not None:
            _keep_program_frames(cause)


def print_report(report, *, file=None, chain=True, **kwargs):
    """`TracebackException.print` in one write. CPython's has a write for each frame."""
    text = "".join(report.format(chain=chain, colorize=kwargs.get("colorize", False)))
    print(text, file=sys.stderr if file is None else file, end="")


def explain(error):
    """Explains an error that ends a program for a reason of this page (no packages, no real hosts, no
    standard input), or because a library has changed. A program that catches the error has read Python's own
    message."""
    if type(error) is ModuleNotFoundError and error.name:
        error.msg = _missing(_importing(error) if error.name.startswith("_") else error.name)
    elif (failed := _unknown_host(error)) is not None:
        number, text = failed.args
        failed.args = number, f"{text}: the network is simulated here, and reaches no real host"
        failed.strerror = failed.args[1]
    elif sentence := old_libraries.sentence(error):
        error.args = (f"{error}: {sentence}",)
    elif type(error) is EOFError and error.args == ("EOF when reading a line",):
        error.args = (
            f"{error}: input() cannot read while a program runs here. Write the text into the program",
        )


def _unknown_host(error):
    """The error of a name that is not known, in an error that may carry it as its reason; or None."""
    # Read in place: `urllib.error` may not be imported.
    found = vars(error).get("reason", error)
    return found if isinstance(found, socket.gaierror) and len(found.args) == 2 else None


def _importing(error):
    """The module of the library that imports a private part of it which is missing; the part itself if the
    program does."""
    found, step = error.name, of_program(error.__traceback__)
    while step is not None:
        name = step.tb_frame.f_globals.get("__name__", "")
        if step.tb_frame.f_code.co_filename != FILENAME and not name.startswith("importlib."):
            found = name
        step = step.tb_next
    return found


def _missing(name):
    module = name.partition(".")[0]
    if module in sys.stdlib_module_names:
        return (
            f"{name} is a part of Python's standard library that is missing here: the Python of a web page comes "
            "without it."
        )
    if instead := host.replacementOf(module):
        return f"{name} is not here. {instead}"
    return (
        f"{name} is not in Python's standard library. Add its wheel under Packages, or use "
        "`await asyncio.sleep(1)` in place of a request."
    )


def of_program(step):
    """A traceback from the first frame of the program on."""
    while step is not None and step.tb_frame.f_code.co_filename != FILENAME:
        step = step.tb_next
    return step


def invalid_source(error):
    """The text that the interpreter prints for a source that it cannot compile."""
    return "".join(traceback.format_exception_only(error))


def one_line(error):
    """The exception's class and the first line of its message."""
    if isinstance(error, SyntaxError):
        # `str` of it would add the file and the line.
        return f"{type(error).__name__}: {error.msg}"
    report = traceback.TracebackException.from_exception(error, limit=0)
    return normalize_ids(next(report.format_exception_only()).partition("\n")[0])


def line_of(error):
    """The line of the program's innermost frame in an exception's traceback; 0 if it has none."""
    line = 0
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == FILENAME:
            line = step.tb_lineno
        step = step.tb_next
    return line
