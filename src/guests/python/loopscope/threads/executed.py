"""`exec` and `eval` of a text in a thread: a thread can be suspended in the text, and in its functions.

The text is compiled as one that awaits at its top level. Code that is compiled already has no text here, and
runs as it is."""

import sys
from types import CoroutineType

from loopscope.threads.replacements import FUNCTIONS
from loopscope.threads.variants import executable, helper


def _exec(source, /, globals=None, locals=None, *, closure=None):
    options = {} if closure is None else {"closure": closure}
    return _run(exec, "exec", source, globals, locals, sys._getframe(1), options)


def _eval(source, /, globals=None, locals=None):
    return _run(eval, "eval", source, globals, locals, sys._getframe(1), {})


def _run(stock, mode, source, variables, local, caller, options):
    if variables is None:
        variables = caller.f_globals
        if local is None:
            # In a function these are a copy.
            local = {name: value for name, value in caller.f_locals.items() if not name.startswith(".")}
            if caller.f_locals is variables:
                local = variables
    elif local is None:
        local = variables
    if type(source) not in (str, bytes) or type(variables) is not dict or options:
        return stock(source, variables, local, **options)
    if mode == "eval":
        source = source.lstrip(" \t" if type(source) is str else b" \t")
    result = eval(executable(source, mode, variables.keys() | local.keys()), variables, local)
    return _finish(result, local) if type(result) is CoroutineType else result


@helper
async def _finish(running, local):
    try:
        return await running
    finally:
        # The rewritten text has variables of its own.
        for name in [name for name in local if name.startswith(".")]:
            del local[name]


def install():
    """Puts the functions in place. Once an interpreter."""
    FUNCTIONS.update({exec: _exec, eval: _eval})
