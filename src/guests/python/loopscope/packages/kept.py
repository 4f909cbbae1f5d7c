"""The modules of packages, which are kept for the next program that begins with the same imports.

To import a library takes up to a second of real time. So the imports at a program's beginning are done before
it: no step of the program comes first, and what they do is the same each time. The interpreter with these
modules is then the state that `reset` puts back after the program. Another program with the same imports of
the same wheels finds them imported; any other makes the interpreter go back to where it was without packages,
so that what a program sees does not depend on those before it.

States: bare ⇄ with modules. The host calls `program.prepare_packages` before each program.
"""

import contextvars
import gc
import importlib
import io
import sys
import types

from loopscope import reset
from loopscope.packages import contents, folders, imports

# The interpreter without packages, as `reset` remembers it.
_bare = None
# The folders of the wheels and the imports of the present state; None for the bare one.
_present = None


def remember():
    """Takes the interpreter as it is now for the bare one. Once an interpreter, after `reset.remember`."""
    global _bare
    _bare = reset.saved()


def prepare(source, paths):
    """Imports what a program imports first, with the folders of its wheels on its path."""
    global _present
    names = set().union(*map(folders.modules_of, paths))
    wanted = (tuple(paths), imports.first_imports(source, names.__contains__)) if paths else None
    if wanted == _present:
        return
    _go_back()
    if wanted is None:
        return
    sys.path.extend(paths)
    importlib.invalidate_caches()
    if not _import(wanted[1]):
        # The program meets the same error, at its own line.
        _go_back()
        sys.path.extend(paths)
    # First, as what `reset` remembers are new objects, too.
    objects = contents.remember()
    reset.remember(objects)
    gc.freeze()
    _present = wanted


def _go_back():
    """Makes the interpreter bare."""
    global _present
    _present = None
    contents.forget()
    gc.unfreeze()
    reset.use(_bare)
    reset.restore()


def _import(statements):
    """Runs the imports. Returns False if the program must run them itself: one raises, or writes."""
    written = io.StringIO()
    sys.stdout = sys.stderr = written
    try:
        code = compile(statements, "<imports>", "exec", dont_inherit=True)
        contextvars.Context().run(exec, code, vars(types.ModuleType("imports")))
    except BaseException:
        return False
    return not written.getvalue()


def restore():
    """Puts the modules back after a program and `reset.restore`. Those that cannot be are not used again."""
    global _present
    if _present is not None and not contents.restore():
        _go_back()
