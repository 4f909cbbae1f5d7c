"""Notices of old features: a warning of the trace for each that a program uses, once in a run, at its first
use.

Each names the replacement, and the version of Python that removed the feature.
"""

import _loopscope as host

from loopscope.frames import user_line

_texts = {
    "coroutine": "@asyncio.coroutine was removed in Python 3.11; write async def and await.",
    "generator": "A generator is no coroutine to asyncio since Python 3.12; write async def and await.",
    "lock": "with (yield from lock) and with await lock were removed in Python 3.9; write async with lock.",
    "loop": "The loop= argument was removed in Python 3.10; leave it out: asyncio takes the running loop.",
    "wait": "asyncio.wait() takes no coroutines since Python 3.11; make tasks of them: asyncio.create_task(…).",
    "get_event_loop": "asyncio.get_event_loop() made an event loop because there was none; "
    "since Python 3.14 it raises RuntimeError: use asyncio.run(main()).",
    "async": "asyncio.async() was removed in Python 3.7; "
    "write asyncio.create_task(), or asyncio.ensure_future() before the loop runs.",
    "JoinableQueue": "asyncio.JoinableQueue was removed in Python 3.5; write asyncio.Queue, which has its join().",
    "compat": "asyncio.compat was removed in Python 3.7; compare sys.version_info.",
    "Task.all_tasks": "asyncio.Task.all_tasks() was removed in Python 3.9; write asyncio.all_tasks().",
    "Task.current_task": "asyncio.Task.current_task() was removed in Python 3.9; write asyncio.current_task().",
    "exceptions": "asyncio's exceptions left asyncio.futures and concurrent.futures in Python 3.8; "
    "write asyncio.CancelledError, asyncio.TimeoutError, asyncio.InvalidStateError.",
    "child_watcher": "asyncio's child watchers were removed in Python 3.14; leave them out: subprocesses need none.",
    "uvloop": "uvloop has no event loop here: what it gives is Loopscope's, which behaves as asyncio's own.",
}

_said = set()


def reset():
    """Forgets everything of the last program."""
    _said.clear()


def say(thing, line=None):
    """Warns of an old feature, at the line of the program that runs now or at another one."""
    if thing not in _said:
        _said.add(thing)
        host.warningRaised(_texts[thing], user_line() if line is None else line, "", 0)


def is_said(thing):
    """True if the program was warned of a feature."""
    return thing in _said
