"""Packages that are not CPython's: the wheels that the host hands over, which a program imports.

- `imports` reads which modules a program imports;
- `folders` unpacks wheels, each into a folder of its own, and imports from there;
- `kept` holds the modules of the last program's wheels for the next program with the same first imports;
- `contents` remembers what those modules hold, and puts it back.
"""
