"""Vocabulary of programs about callbacks, reprs and wrong use; callback-kit.ts is the same in TypeScript."""

import logging
import re
from asyncio import format_call_graph, sleep
from functools import partial

from .kit import log


def bare(function):
    """Take the place of a function's definition out of its name."""
    function.__qualname__ = function.__name__
    return function


def plain(what):
    """Take out of a repr or a message the parts that differ between the languages.

    These are places in the source, and names of coroutines.
    """
    text = what if type(what) is str else repr(what)
    text = re.sub(r"( created)? at (0x\w+|[^\s>]*<?[\w.-]+>?:\d+)", "", text).replace("main.<locals>.", "")
    text = text.replace("result=None", "result=none")
    return re.sub(r"coro=<[^(]*\(\)[^>]*>", "coro=<>", text).replace("_contextvars.Context object", "Context")


def says(*what):
    """Make a callback that logs the arguments, then the future that it is called with."""
    return partial(log, *what)


async def naps(delay):
    await sleep(delay)
    log("slept")
    return "slept"


async def tries(awaitable):
    """Await like `attempt`, with a plain message."""
    try:
        log("got", await awaitable)
    except BaseException as error:
        log("caught", type(error).__name__, plain(str(error)))


def checks(action):
    """Call like `check`, with a plain message."""
    try:
        log("gives", action())
    except BaseException as error:
        log("throws", type(error).__name__, plain(str(error)))


def graph_of(*future):
    """Return a future's call graph, or the current task's, as lines without ids and call stacks."""
    text = re.sub(r", id=0x\w+|id=0x\w+", "", format_call_graph(*future))
    return [line for line in text.split("\n") if "Call stack:" not in line and "|   File" not in line]


def logged():
    """Log the records of asyncio's logger from now on."""

    class Handler(logging.Handler):
        def emit(self, record):
            for line in plain(record.getMessage()).split("\n"):
                log("logged", line)

    logging.getLogger("asyncio").addHandler(Handler())
    logging.getLogger("asyncio").propagate = False
