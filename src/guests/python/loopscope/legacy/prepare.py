"""Puts in place what a program for Python 3.4 to 3.10 uses and 3.14 no longer has, for that program alone.

`program` calls `prepare` before it runs a program. `reset` undoes it all, as it does for what a program
patches.
"""

import functools
import re

from loopscope.legacy import (
    coroutines,
    guards,
    locks,
    loop_arguments,
    names,
    notices,
    scan,
    tasks,
    uvloop,
    waits,
)
from loopscope.source import parse

# A program without any of these in its text uses nothing old. Most programs need no further search.
_signs = re.compile(
    r"coroutine|yield|\bloop\s*=|\bwait\b|\bwith\s+await\b|\b(all_tasks|current_task)\b|JoinableQueue|compat"
    r"|[Cc]hild_?[Ww]atcher|uvloop|futures|['\"]async"
)

# In this order: the last one wraps functions that others put in place.
_installers = {
    "uvloop": uvloop.provide,
    "generators": coroutines.accept_generators,
    "locks": locks.install,
    "waits": waits.install,
    "tasks": tasks.install,
    "exceptions": names.install_exceptions,
    "loop_arguments": loop_arguments.install,
}


def prepare(source, code):
    """Puts in place what a program uses. Returns the code to run in place of `code`."""
    notices.reset()
    tree = functools.cache(lambda: parse(source))
    guards.program = guards.Guards(tree)
    if not _signs.search(source):
        return code
    uses = scan.Uses(tree(), guards.program)
    if uses.names:
        names.install(sorted(uses.names))
    for feature, install in _installers.items():
        if feature in uses.features:
            install()
    return coroutines.with_flags(code, uses.functions) if uses.functions else code
