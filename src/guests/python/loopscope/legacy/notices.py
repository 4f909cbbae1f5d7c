"""Notices of old features: one warning of the trace for each feature that a program uses, at the first use.

Each names the replacement, and the version of Python that removed the feature.
"""

import _loopscope as host

from loopscope.frames import user_line

_texts = {
    "coroutine": "@asyncio.coroutine was removed in Python 3.11; write async def and await.",
    "generator": "asyncio has not accepted generators as coroutines since Python 3.12; write async def and await.",
    "lock": "with (yield from lock) and with await lock were removed in Python 3.9; write async with lock.",
    "loop": "The loop= argument was removed in Python 3.10; delete it: asyncio uses the running loop.",
    "wait": "asyncio.wait() has not accepted coroutines since Python 3.11; pass tasks: asyncio.create_task(…).",
    "get_event_loop": "asyncio.get_event_loop() created an event loop here; "
    "since Python 3.14 it raises RuntimeError without a loop: use asyncio.run(main()).",
    "async": "asyncio.async() was removed in Python 3.7; "
    "write asyncio.create_task(), or asyncio.ensure_future() before the loop runs.",
    "JoinableQueue": "asyncio.JoinableQueue was removed in Python 3.5; write asyncio.Queue, which has join().",
    "compat": "asyncio.compat was removed in Python 3.7; compare sys.version_info.",
    "Task.all_tasks": "asyncio.Task.all_tasks() was removed in Python 3.9; write asyncio.all_tasks().",
    "Task.current_task": "asyncio.Task.current_task() was removed in Python 3.9; write asyncio.current_task().",
    "exceptions": "asyncio's exceptions were removed from asyncio.futures and concurrent.futures in Python 3.8; "
    "write asyncio.CancelledError, asyncio.TimeoutError, asyncio.InvalidStateError.",
    "child_watcher": "asyncio's child watchers were removed in Python 3.14; "
    "delete the call: subprocesses need no watcher.",
    "uvloop": "uvloop is not available here; Loopscope's event loop takes its place and behaves like asyncio's.",
}

_said = set()


def reset():
    """Forgets everything of the last program."""
    _said.clear()


def say(thing, line=None):
    """Warns of an old feature, at `line` or at the line of the program that runs now."""
    if thing not in _said:
        _said.add(thing)
        host.warningRaised(_texts[thing], user_line() if line is None else line, "", 0)


def is_said(thing):
    """True if the program was warned of a feature."""
    return thing in _said
