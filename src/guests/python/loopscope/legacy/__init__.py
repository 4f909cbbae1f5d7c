"""Old asyncio: features of Python 3.4 to 3.10 that 3.14 no longer has, for programs that use them.

`prepare` looks through a program (`scan`, `calls`, `guards`) and puts in place only what it uses, a module a
feature; `notices` warns of each. `syntax` explains texts that are no longer Python.
"""
