"""The traceback of an error that ends a Python program in a process, without frames of this package."""

import linecache
import traceback

from loopscope.processes import current

# Name of a program that `-c` gives.
COMMAND = "<string>"


def text(error):
    """The traceback as the interpreter prints it, with the lines of a program that `-c` gives: each child has
    its own under one name."""
    lines = current.child().command_lines
    linecache.cache[COMMAND] = 0, None, lines, COMMAND
    try:
        report = traceback.TracebackException.from_exception(error)
    finally:
        linecache.cache.pop(COMMAND)
    _shorten(report)
    return "".join(report.format())


def _shorten(report):
    frames = [frame for frame in report.stack if not frame.filename.startswith("<loopscope")]
    report.stack[:] = frames
    for cause in (report.__cause__, report.__context__, *(report.exceptions or ())):
        if cause is not None:
            _shorten(cause)
