"""Wheels, each unpacked into a folder of its own: a program's path has the folders of the wheels that it
needs, and no others.

While a module of a wheel is imported the host's stopwatch stands still (`host.importing`): reading other
people's modules is no computation of the program.
"""

import os
import re
import shutil
import sys
import zlib
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader

import _loopscope as host

FOLDER = "/packages"
# Folders that a program may write to. `reset` empties them.
WRITABLE = ("/home/pyodide", "/tmp")

# A wheel's folder of files for other places.
_DATA = re.compile(r"[^/]+\.data/(?P<scheme>[^/]+)/")
_LIBRARIES = ("purelib", "platlib")

# The top-level modules of each folder.
_modules = {}
_importing = 0


class _Loader(SourceFileLoader):
    """Loads a module of a wheel."""

    def exec_module(self, module):
        global _importing
        if not _importing:
            host.importing(module.__name__.partition(".")[0])
        _importing += 1
        try:
            super().exec_module(module)
        finally:
            _importing -= 1
            if not _importing:
                host.importing("")


class _OwnFinder(FileFinder):
    """Finds the program's own modules. It keeps no list of a folder: virtual time may stand still between
    two changes, and the folder's time with it."""

    def find_spec(self, fullname, target=None):
        self.invalidate_caches()
        return super().find_spec(fullname, target)


def _finder(path):
    if path.startswith(FOLDER + "/"):
        return FileFinder(path, (_Loader, SOURCE_SUFFIXES))
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
    """Unpacks a wheel, whose file the host has put beside the folders. Extension modules are for another
    machine, and are left out. Returns why that fails, else an empty text."""
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
    _modules[folder] = {name.removesuffix(".py") for name in os.listdir(folder) if not name.endswith("-info")}
    return ""


def _extract(wheel, folder):
    with wheel:
        for entry in wheel.infolist():
            place = _DATA.match(entry.filename)
            if entry.filename.endswith((".so", ".pyd", "/")) or (place and place["scheme"] not in _LIBRARIES):
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
