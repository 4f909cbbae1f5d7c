"""What a Python program in a process runs, from the interpreter's arguments (`-c`, `-m`, a script, standard
input), and the streams that it has. Called by `children`."""

import importlib.util
import io
import os
import sys

from loopscope import output
from loopscope.processes import traceback_of_child
from loopscope.threads.variants import executable, suspends


@suspends
def program_of(child, options, rest):
    """The code that a child runs; None if that is not there. Sets its arguments."""
    if "V" in options:
        print(f"Python {sys.version.partition(' ')[0]}")
        return None
    if "c" in options:
        sys.argv = ["-c", *rest[1:]]
        child.command_lines = rest[0].splitlines(keepends=True)
        return _compiled(child, rest[0], traceback_of_child.COMMAND)
    if "m" in options:
        spec = importlib.util.find_spec(rest[0])
        if spec is None or not hasattr(spec.loader, "get_source"):
            complain(f"{child.argv[0]}: No module named {rest[0]}\n")
            raise SystemExit(1)
        if spec.submodule_search_locations is not None:
            spec = importlib.util.find_spec(f"{rest[0]}.__main__")
        sys.argv = [spec.origin, *rest[1:]]
        child.main.__package__, child.main.__spec__ = spec.name.rpartition(".")[0], spec
        return _compiled(child, spec.loader.get_source(spec.name), spec.origin)
    if not rest or rest[0] == "-":
        sys.argv = rest or [""]
        return _compiled(child, sys.stdin.read(), "<stdin>")
    path = os.path.join(os.getcwd(), rest[0])
    try:
        with open(path, encoding="utf-8") as file:
            source = file.read()
    except OSError as error:
        complain(f"{child.argv[0]}: can't open file {path!r}: [Errno {error.errno}] {error.strerror}\n")
        raise SystemExit(2) from None
    sys.argv = rest
    child.main.__file__ = rest[0]
    return _compiled(child, source, rest[0])


def options_of(args):
    """The letters of the interpreter's options, and the other arguments."""
    letters = ""
    for at, arg in enumerate(args):
        if not arg.startswith("-") or arg == "-":
            return letters, args[at:]
        for place, letter in enumerate(arg[1:], 2):
            letters += letter
            if letter in "cm":
                rest = [arg[place:]] if place < len(arg) else []
                return letters, rest + args[at + 1 :]
            if letter in "XW":
                if place == len(arg):
                    inner, left = options_of(args[at + 2 :])
                    return letters + inner, left
                break
    return letters, []


def _compiled(child, source, filename):
    return executable(source, "exec", child.main.__dict__.keys(), filename, True)


def open_streams(child, is_unbuffered):
    stdin, stdout, stderr = child.descriptors
    sys.stdin = sys.__stdin__ = _reader(stdin)
    sys.stdout = sys.__stdout__ = _writer(stdout, "stdout", is_unbuffered)
    sys.stderr = sys.__stderr__ = _writer(stderr, "stderr", is_unbuffered)


def _reader(fd):
    import _pyio

    if fd < 0:
        return io.TextIOWrapper(io.BytesIO(), "utf-8")
    return _pyio.TextIOWrapper(_pyio.BufferedReader(_pyio.FileIO(fd, "r", closefd=False)), "utf-8")


def _writer(fd, name, is_unbuffered):
    import _pyio

    if fd == -1:
        return output.Output(name)
    if fd == -2:
        return io.TextIOWrapper(io.BytesIO(), "utf-8")
    raw = _pyio.FileIO(fd, "w", closefd=False)
    buffer = raw if is_unbuffered else _pyio.BufferedWriter(raw)
    errors, by_line = ("backslashreplace", True) if name == "stderr" else ("strict", False)
    return _pyio.TextIOWrapper(buffer, "utf-8", errors, line_buffering=by_line)


@suspends
def complain(text):
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        pass
