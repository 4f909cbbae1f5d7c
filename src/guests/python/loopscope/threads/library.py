"""Functions of the library that call one of the program's for each thing they find, such as `re.sub`: a
thread can be suspended in that.

The calls do not depend on what the ones before returned. So the library's function runs twice: it collects
the calls, which then are made, and it gets their results."""

import functools
import re

from loopscope.threads.replacements import METHODS
from loopscope.threads.variants import helper, outcome, replaces, suspendable


@helper
async def _substitute(stock, /, repl, *args, **options):
    """Calls `stock(repl, …)`, a substitution."""
    if not callable(repl):
        return stock(repl, *args, **options)
    found = []
    # It returns None, which counts as an empty text.
    stock(found.append, *args, **options)
    texts = iter([await outcome(suspendable(repl)(match)) for match in found])
    return stock(lambda _: next(texts), *args, **options)


@replaces(re.sub)
async def _sub(pattern, repl, string, *args, **options):
    return await _substitute(functools.partial(re.sub, pattern), repl, string, *args, **options)


@replaces(re.subn)
async def _subn(pattern, repl, string, *args, **options):
    return await _substitute(functools.partial(re.subn, pattern), repl, string, *args, **options)


def install():
    """Puts the methods in place. Once an interpreter."""
    METHODS.update({(re.Pattern, "sub"): _substitute, (re.Pattern, "subn"): _substitute})
