"""Old asyncio: what a program for Python 3.4 to 3.10 uses and 3.14 has no more, put in place for that program alone.

`program.py` calls `prepare` before it runs a program; `pristine.py` undoes it all, as it does what a program patches.
"""
import functools
import re

from loopscope import (
    legacy_coroutines,
    legacy_guards,
    legacy_locks,
    legacy_loop_arguments,
    legacy_names,
    legacy_notices,
    legacy_scan,
    legacy_tasks,
    legacy_uvloop,
    legacy_waits,
)
from loopscope.source import parse

# No program is old that has none of these in its text: most are spared the search.
_signs = re.compile(
    r"coroutine|yield|\bloop\s*=|\bwait\b|\bwith\s+await\b|\b(all_tasks|current_task)\b|JoinableQueue|compat"
    r"|[Cc]hild_?[Ww]atcher|uvloop|futures|['\"]async"
)

# In this order: what takes a loop= argument may be put in place by another.
_installers = {
    "uvloop": legacy_uvloop.provide,
    "generators": legacy_coroutines.accept_generators,
    "locks": legacy_locks.install,
    "waits": legacy_waits.install,
    "tasks": legacy_tasks.install,
    "exceptions": legacy_names.install_exceptions,
    "loop_arguments": legacy_loop_arguments.install,
}


def prepare(source, code):
    """Puts in place what the program uses; returns its code as it is to run."""
    legacy_notices.reset()
    tree = functools.cache(lambda: parse(source))
    guards = legacy_guards.program = legacy_guards.Guards(tree)
    if not _signs.search(source):
        return code
    uses = legacy_scan.Uses(tree(), guards)
    if uses.names:
        legacy_names.install(sorted(uses.names))
    for feature, install in _installers.items():
        if feature in uses.features:
            install()
    return legacy_coroutines.with_flags(code, uses.functions) if uses.functions else code
