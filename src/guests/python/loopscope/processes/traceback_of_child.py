"""The traceback of an error that ends a Python program in a process, without frames of this package."""

import traceback


def text(error):
    """The traceback as the interpreter prints it."""
    report = traceback.TracebackException.from_exception(error)
    _shorten(report)
    return "".join(report.format())


def _shorten(report):
    frames = [frame for frame in report.stack if not frame.filename.startswith("<loopscope")]
    report.stack[:] = frames
    for cause in (report.__cause__, report.__context__, *(report.exceptions or ())):
        if cause is not None:
            _shorten(cause)
