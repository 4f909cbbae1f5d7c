"""Hints in syntax errors of old programs: `async` and `await` as names, `yield from` in a coroutine."""

import re

# A pattern of the error's line, and the hint.
_REMEDIES = (
    (
        re.compile(r"\.\s*async\s*\(|\A(?>.*?\bimport\b).*\basync\b"),
        "`async` is a keyword since Python 3.7: for asyncio.async(…) write asyncio.create_task(…), "
        "or asyncio.ensure_future(…) before the loop runs",
    ),
    (
        re.compile(r"\basync\s*=(?!=)|\bawait\s*=(?!=)|\b(?:def|class)\s+(?:async|await)\b"),
        "`async` and `await` are keywords since Python 3.7: choose another name",
    ),
)
_YIELD_FROM = "'yield from' inside async function"


def explain(error, source):
    """Adds a hint to the message of a syntax error, if there is one."""
    if not isinstance(error, SyntaxError):
        return
    if error.msg == _YIELD_FROM:
        error.msg += ": write `await` in its place"
        return
    lines = source.splitlines()
    line = lines[error.lineno - 1] if error.lineno and error.lineno <= len(lines) else ""
    for pattern, remedy in _REMEDIES:
        if pattern.search(line):
            error.msg += f": {remedy}"
            return
