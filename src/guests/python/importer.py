"""Imports the package `loopscope` from texts that the host holds, or from their code, where the library's
archive has it (`repack_stdlib`): to compile the texts takes longer than all else at its import.

The host runs this text once, before any other Python of this project, and calls two of its functions:
`provide_host`, then `import_package`.
"""

import importlib
import json
import marshal
import sys
import types
import zipimport
from importlib.machinery import ModuleSpec


class Importer:
    """Finds and loads modules by name, so that they may import one another in any order.

    A module's code has the file name `<module's name>`: by it `threads.blocking` and `frames` know this
    package's frames, and a traceback looks for no file."""

    def __init__(self, sources, codes):
        self._sources = sources
        self._codes = codes

    def find_spec(self, name, path=None, target=None):
        if name in self._sources:
            return ModuleSpec(name, self)
        package = f"{name}.__init__"
        return ModuleSpec(name, self, is_package=True) if package in self._sources else None

    def get_source(self, name):
        return self._sources.get(name) or self._sources[f"{name}.__init__"]

    def create_module(self, spec):
        return None

    def get_code(self, name):
        return self._codes.get(name) or compile(self.get_source(name), f"<{name}>", "exec", dont_inherit=True)

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)

    def codes(self):
        """The code of all modules, by their names."""
        names = [name.removesuffix(".__init__") for name in self._sources]
        return {name: self.get_code(name) for name in names}

    def forget_codes(self):
        """Called after the import, as each module's code runs once."""
        self._codes = {}


def stored_codes():
    """The code of the package's modules by name, as the library's archive has it; empty for the stock one."""
    (path,) = (entry for entry in sys.path if entry.endswith(".zip"))
    try:
        return marshal.loads(zipimport.zipimporter(path).get_data("loopscope.codes"))
    except OSError:
        return {}


def provide_host(functions):
    """Makes `_loopscope`, the host's functions, a plain module: an attribute of a JavaScript object crosses
    over at each look-up."""
    module = sys.modules["_loopscope"] = types.ModuleType("_loopscope")
    for name in functions.object_keys():
        setattr(module, name, getattr(functions, name))


def import_package(sources, name):
    """Imports a module, and with it all that it imports, from texts in JSON. The importer is in place only
    meanwhile: a program finds `sys.meta_path` as CPython has it."""
    importer = Importer(json.loads(sources), stored_codes())
    sys.meta_path.insert(0, importer)
    try:
        return importlib.import_module(name)
    finally:
        sys.meta_path.remove(importer)
        importer.forget_codes()
