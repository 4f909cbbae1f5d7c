"""The interface to databases of keys and values, which WebAssembly's library lacks. `shelve` stands on it.

Its one kind here is the one that CPython tries first, `dbm.sqlite3`.
"""

import os
from dbm import sqlite3

__all__ = ["open", "whichdb", "error"]


class error(Exception):
    pass


error = (error, OSError)


def whichdb(filename):
    """The module that wrote a database: its name, "" if that is unknown, None if there is no such file."""
    try:
        with io_open(filename, "rb") as file:
            begin = file.read(16)
    except OSError:
        return None
    return "dbm.sqlite3" if begin == b"SQLite format 3\0" else ""


io_open = open


def open(file, flag="r", mode=0o666):
    """Opens a database to read ("r") or to write ("w"), makes it if it is missing ("c"), or anew ("n")."""
    kind = whichdb(file) if "n" not in flag else None
    if kind is None and flag not in ("c", "n"):
        raise error[0]("db file doesn't exist; use 'c' or 'n' flag to create a new db")
    if kind == "" and os.path.getsize(file) > 0:
        raise error[0]("db type could not be determined")
    return sqlite3.open(file, flag, mode)
