"""Features that libraries no longer have: a sentence for the error with which a program of that time ends, on
what to write now. The libraries themselves are left as they are.
"""

import re
import sys

from loopscope.frames import FILENAME

# The library, its error's class and text, and the sentence.
_CHANGES = [
    (library, kind, re.compile(pattern), sentence)
    for library, kind, pattern, sentence in (
        (
            "aiohttp",
            TypeError,
            "_SessionRequestContextManager",
            "aiohttp.request() is no coroutine any more. Write async with aiohttp.request(…) as response.",
        ),
        (
            "aiohttp",
            TypeError,
            "^Use async with instead",
            "a session is closed by a coroutine now. "
            "Write async with aiohttp.ClientSession() as session, inside of async def.",
        ),
        (
            "aiohttp",
            TypeError,
            "'noop' object",
            "release() is no coroutine any more. Delete yield from.",
        ),
        (
            "aiohttp",
            AttributeError,
            "^module aiohttp has no attribute Timeout$",
            "aiohttp has removed it. Write async with asyncio.timeout(10).",
        ),
        (
            "aiohttp",
            AttributeError,
            "has no attribute 'read_and_close'",
            "aiohttp has removed it. Write await response.read().",
        ),
        (
            "aiohttp",
            AttributeError,
            "'Server' object has no attribute 'finish_connections'",
            "aiohttp has renamed it. Write await handler.shutdown(60), or use web.AppRunner.",
        ),
        (
            "tornado",
            AttributeError,
            "tornado.web.* has no attribute 'asynchronous'",
            "tornado 6 has removed it. Write async def get(self).",
        ),
        (
            "tornado",
            AttributeError,
            "tornado.gen.* has no attribute 'Task'",
            "tornado 6 has removed it. Await a coroutine or a future.",
        ),
    )
]


def sentence(error):
    """What to write now in place of what raised an error; an empty text if nothing is known."""
    for library, kind, pattern, text in _CHANGES:
        if type(error) is kind and library in sys.modules and pattern.search(str(error)):
            return text
    if type(error) is RuntimeError and error.args == ("no running event loop",):
        return _outside_of_loop(error.__traceback__)
    return ""


def _outside_of_loop(step):
    """For what a program calls of a library before its loop runs."""
    while step is not None and step.tb_next is not None:
        frame, step = step.tb_frame, step.tb_next
        inner = step.tb_frame
        library = inner.f_globals.get("__name__", "").partition(".")[0]
        if frame.f_code.co_filename == FILENAME != inner.f_code.co_filename and library != "asyncio":
            return (
                f"{library} needs the loop that runs. Make this call inside of async def main(), and run that by "
                "asyncio.run(main())."
            )
    return ""
