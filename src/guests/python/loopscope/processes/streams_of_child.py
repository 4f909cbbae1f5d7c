"""What a Python program in a process calls to read and write: it can be suspended in `print`, `input` and
loops over its standard input."""

import builtins
import sys

from loopscope.threads.iteration import iterates
from loopscope.threads.replacements import FUNCTIONS
from loopscope.threads.scheduler import Running
from loopscope.threads.variants import helper, outcome, suspendable

_input = builtins.input


async def _lines(file):
    while line := await outcome(suspendable(file.readline)()):
        yield line


@helper
async def _asked(prompt):
    if prompt:
        await outcome(suspendable(sys.stdout.write)(str(prompt)))
    await outcome(suspendable(sys.stdout.flush)())
    line = await outcome(suspendable(sys.stdin.readline)())
    if not line:
        raise EOFError("EOF when reading a line")
    return line.removesuffix("\n")


def _ask(prompt="", /):
    return _input(prompt) if Running.thread.process is None else _asked(prompt)


_print_of_threads = None


@helper
async def _printed(values, sep=" ", end="\n", file=None, flush=False):
    file = sys.stdout if file is None else file
    text = (" " if sep is None else sep).join(map(str, values)) + ("\n" if end is None else end)
    await outcome(suspendable(file.write)(text))
    if flush:
        await outcome(suspendable(file.flush)())


def _print(*values, **options):
    if Running.thread.process is None:
        return _print_of_threads(*values, **options)
    return _printed(values, **options)


def install():
    """Puts the functions in place. Once an interpreter, after those of threads."""
    global _print_of_threads
    import _pyio

    _print_of_threads = FUNCTIONS[print]
    FUNCTIONS.update({_input: _ask, print: _print})
    for kind in (_pyio.TextIOWrapper, _pyio.BufferedReader):
        iterates(kind, _lines)
