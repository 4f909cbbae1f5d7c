"""Wheels, each unpacked into a folder of its own: a program's path has the folders of the wheels that it
needs, and no others.

While a module of a wheel is imported the host's stopwatch stands still (`host.importing`): reading other
people's modules is no computation of the program.
"""

import contextlib
import os
import re
import shutil
import sys
import zlib
from importlib.machinery import (
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
)

import _loopscope as host

FOLDER = "/packages"
# Folders that a program may write to. `reset` empties them.
WRITABLE = ("/home/pyodide", "/tmp")

# A wheel's folder of files for other places.
_DATA = re.compile(r"[^/]+\.data/(?P<scheme>[^/]+)/")
_LIBRARIES = ("purelib", "platlib")
# The first bytes of a file in WebAssembly.
_WEB_ASSEMBLY = b"\0asm"

# The top-level modules of each folder.
_modules = {}
_importing = 0
# True once a compiled module is loaded. No interpreter can take one back.
has_extensions = False


@contextlib.contextmanager
def _stopwatch_stands_still(name):
    global _importing
    if not _importing:
        host.importing(name.partition(".")[0])
    _importing += 1
    try:
        yield
    finally:
        _importing -= 1
        if not _importing:
            host.importing("")


class _Loader(SourceFileLoader):
    """Loads a module of a wheel."""

    def exec_module(self, module):
        with _stopwatch_stands_still(module.__name__):
            super().exec_module(module)


class _ExtensionLoader(ExtensionFileLoader):
    """Loads a module of a wheel that is compiled to WebAssembly."""

    def create_module(self, spec):
        global has_extensions
        has_extensions = True
        with _stopwatch_stands_still(spec.name):
            return super().create_module(spec)

    def exec_module(self, module):
        with _stopwatch_stands_still(module.__name__):
            super().exec_module(module)


class _OwnFinder(FileFinder):
    """Finds the program's own modules. It keeps no list of a folder: virtual time may stand still between
    two changes, and the folder's time with it."""

    def find_spec(self, fullname, target=None):
        self.invalidate_caches()
        return super().find_spec(fullname, target)


def _finder(path):
    if path.startswith(FOLDER + "/"):
        return FileFinder(path, (_ExtensionLoader, EXTENSION_SUFFIXES), (_Loader, SOURCE_SUFFIXES))
    if f"{path}/".startswith(tuple(f"{folder}/" for folder in WRITABLE)):
        return _OwnFinder(path, (SourceFileLoader, SOURCE_SUFFIXES))
    raise ImportError("only for the folders of wheels and of the program")


def make():
    """Makes the folder of the wheels' folders."""
    os.mkdir(FOLDER)


def install():
    """Puts the finders in place. Once an interpreter."""
    make()
    sys.path_hooks.insert(0, _finder)
    for folder in WRITABLE:
        sys.path_importer_cache.pop(folder, None)


def has(key):
    """True if a wheel is unpacked."""
    return f"{FOLDER}/{key}" in _modules


def unpack(key):
    """Unpacks a wheel, whose file the host has put beside the folders. Extension modules for
    another machine are left out. Returns why that fails, else an empty text."""
    # Imported here: few programs need it.
    import zipfile

    folder = f"{FOLDER}/{key}"
    file = f"{folder}.whl"
    try:
        _extract(zipfile.ZipFile(file), folder)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        return f"{type(error).__name__}: {error}"
    finally:
        os.remove(file)
    _modules[folder] = {name.partition(".")[0] for name in os.listdir(folder) if not name.endswith("-info")}
    return ""


def _extract(wheel, folder):
    with wheel:
        for entry in wheel.infolist():
            place = _DATA.match(entry.filename)
            if entry.filename.endswith((".pyd", "/")) or (place and place["scheme"] not in _LIBRARIES):
                continue
            if entry.filename.endswith(".so") and wheel.read(entry)[:4] != _WEB_ASSEMBLY:
                continue
            entry.filename = entry.filename[place.end() if place else 0 :]
            wheel.extract(entry, folder)


def of(keys):
    """The folders of wheels that are unpacked."""
    return [f"{FOLDER}/{key}" for key in keys]


def modules_of(folder):
    """The names of the top-level modules of a folder."""
    return _modules[folder]


def other_paths():
    """The program's path without folders of wheels."""
    return [path for path in sys.path if not path.startswith(FOLDER)]
