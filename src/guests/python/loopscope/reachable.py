"""Containers and functions that a program can change, as modules lead to them: through classes, closures of
functions, and attributes of objects, but not through the items of containers.

So the registry of `functools.singledispatch`, the default encoder of `json` and `logging.lastResort` are
found without a list of their names. What belongs to this package keeps its own state. `reset` and
`interpreter_settings` compare what is found before and after each program."""

import functools
import sys
from builtins import id
from types import FunctionType, GetSetDescriptorType, MemberDescriptorType, ModuleType

# Names of modules whose objects are not restored.
_HOSTS = ("loopscope", "_loopscope", "pyodide", "_pyodide", "pyodide_js")
_NOT_KEPT = ("__builtins__", "__warningregistry__")


def is_host(name):
    """True for a module of this package or of the interpreter's glue."""
    return name.partition(".")[0] in _HOSTS


def reach(modules):
    """The lists, dictionaries and sets, and the functions that modules lead to."""
    containers, functions, readers = {}, {}, {}
    # The dictionary of all modules is no registry of one.
    seen = {id(sys.modules), *map(id, modules)}
    waiting = [value for module in modules for name, value in vars(module).items() if name not in _NOT_KEPT]
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        kind = type(value)
        if kind in (list, dict, set):
            containers[id(value)] = value
        elif kind is FunctionType:
            functions[id(value)] = value
            if not _is_own_function(value):
                waiting += _parts_of(value)
        elif issubclass(kind, type):
            if not _is_own_class(value):
                waiting += vars(value).values()
        elif kind in (staticmethod, classmethod):
            waiting.append(value.__func__)
        elif kind is property:
            waiting += (value.fget, value.fset, value.fdel)
        elif kind is functools.partial:
            waiting.append(value.func)
        elif kind is not ModuleType and not any(map(_is_own_class, kind.__mro__)):
            if kind not in readers:
                readers[kind] = attributes_reader(kind)
            attributes = readers[kind](value) if readers[kind] else None
            if type(attributes) is dict:
                waiting += (attributes, *attributes.values())
    return list(containers.values()), list(functions.values())


def attributes_reader(kind):
    """Returns the function that reads the dictionary of an instance, or None. It looks no attribute of the
    instance up: that may run code, and a proxy would look elsewhere."""
    for base in kind.__mro__:
        found = vars(base).get("__dict__")
        if type(found) in (GetSetDescriptorType, MemberDescriptorType):
            return found.__get__
    return None


def _is_own_function(value):
    return type(value) is FunctionType and is_host(value.__globals__.get("__name__", ""))


def _is_own_class(cls):
    # Its `__module__` may be that of the class whose place it takes.
    functions = [value for value in vars(cls).values() if type(value) is FunctionType]
    return bool(functions) and all(map(_is_own_function, functions))


def _parts_of(function):
    yield function.__kwdefaults__
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:
            # Empty.
            pass
