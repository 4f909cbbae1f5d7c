"""A database of keys and values in a file of SQLite, as `dbm.sqlite3` of CPython keeps it: one table, `Dict`.

Keys and values are bytes; text is stored as UTF-8.
"""

import os
import sqlite3
from collections.abc import MutableMapping
from contextlib import closing
from pathlib import Path

_MODES = {"r": "ro", "w": "rw", "c": "rwc", "n": "rwc"}


class error(OSError):
    pass


class _Database(MutableMapping):
    def __init__(self, path, *, flag, mode):
        if flag not in _MODES:
            raise ValueError(f"Flag must be one of 'r', 'w', 'c', or 'n', not {flag!r}")
        path = os.fsdecode(path)
        if flag == "n":
            Path(path).unlink(missing_ok=True)
        try:
            uri = f"{Path(path).absolute().as_uri()}?mode={_MODES[flag]}"
            self._connection = sqlite3.connect(uri, autocommit=True, uri=True)
        except sqlite3.Error as failure:
            raise error(str(failure)) from None
        if flag in ("c", "n"):
            os.chmod(path, mode & 0o666)
            self._execute("CREATE TABLE IF NOT EXISTS Dict (key BLOB UNIQUE NOT NULL, value BLOB NOT NULL)")

    def _execute(self, *statement):
        if self._connection is None:
            raise error("DBM object has already been closed")
        try:
            return closing(self._connection.execute(*statement))
        except sqlite3.Error as failure:
            raise error(str(failure)) from None

    def __len__(self):
        with self._execute("SELECT COUNT(*) FROM Dict") as rows:
            return rows.fetchone()[0]

    def __getitem__(self, key):
        with self._execute("SELECT value FROM Dict WHERE key = CAST(? AS BLOB)", (key,)) as rows:
            row = rows.fetchone()
        if row is None:
            raise KeyError(key)
        return row[0]

    def __setitem__(self, key, value):
        self._execute(
            "REPLACE INTO Dict (key, value) VALUES (CAST(? AS BLOB), CAST(? AS BLOB))", (key, value)
        )

    def __delitem__(self, key):
        with self._execute("DELETE FROM Dict WHERE key = CAST(? AS BLOB)", (key,)) as rows:
            if rows.rowcount == 0:
                raise KeyError(key)

    def __iter__(self):
        with self._execute("SELECT key FROM Dict") as rows:
            for (key,) in rows:
                yield key

    def keys(self):
        return list(super().keys())

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def open(filename, /, flag="r", mode=0o666):
    """Opens a database: to read ("r") or to write ("w"), made if it is missing ("c"), or anew ("n")."""
    return _Database(filename, flag=flag, mode=mode)
