"""Vocabulary of the Python parity programs; kit.ts is the same in TypeScript.

The test puts this file before a program as text, so that the two are one module.
"""

import asyncio
import re
from asyncio import CancelledError, Task, create_task, get_running_loop, new_event_loop, sleep

# The loop that runs the program.
loop = None

# asyncio holds tasks weakly: a task that the program does not hold could be collected before its end.
kept = []


def show(value):
    if isinstance(value, BaseExceptionGroup):
        return f"{value} [{', '.join(map(show, value.exceptions))}]"
    if isinstance(value, BaseException):
        return f"{type(value).__name__}({value})"
    if isinstance(value, Task):
        return value.get_name()
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(show, value))}]"
    if isinstance(value, set):
        return f"{{{', '.join(sorted(map(show, value)))}}}"
    # An address differs from run to run.
    return re.sub(r"( object)? at 0x\w+", "", str(value))


def log(*what):
    print(re.sub(r"(?<!\.)\b(\d+)\.0\b(?!\.\d)", r"\1", " ".join(map(show, (loop.time(), *what)))))


def report(_loop, context):
    # The garbage collector decides when an exception counts as never retrieved.
    if "never retrieved" not in context["message"]:
        log("reported", context["message"], context.get("exception"))


async def work(name, delay, fails=None, cleanup=None):
    log(name, "begins")
    try:
        await sleep(delay)
    except CancelledError as error:
        log(name, error)
        if cleanup is not None:
            await sleep(cleanup)
            log(name, "cleaned up")
        raise
    if fails is not None:
        raise ValueError(fails)
    log(name, "ends")
    return name


async def stubborn(name, delay):
    try:
        await sleep(delay)
    except CancelledError as error:
        log(name, "refuses", error)
    return name


async def use(name, manager, seconds=1):
    async with manager as value:
        log(name, "in", value)
        await sleep(seconds)
    log(name, "out")


async def attempt(awaitable):
    try:
        log("got", await awaitable)
    except BaseException as error:
        log("caught", error)


def check(action):
    try:
        log("gives", action())
    except Exception as error:
        log("throws", error)


def spawn(name, coroutine):
    task = create_task(coroutine, name=name)
    kept.append(task)
    return task


async def log_outcome(name, coroutine):
    try:
        log(name, "gives", await coroutine)
    except CancelledError as error:
        log(name, error)
        raise
    except Exception as error:
        log(name, error)


def follow(name, coroutine):
    return spawn(name, log_outcome(name, coroutine))


async def begin(program, arguments):
    global loop
    loop = get_running_loop()
    loop.set_exception_handler(report)
    await program(*arguments)


def run_program(program, *arguments):
    """Run a coroutine function in a loop of its own."""
    try:
        asyncio.run(begin(program, arguments))
    except BaseException as error:
        log("raised", error)


def run_script(script):
    """Call a function that runs the loop itself."""
    global loop
    loop = new_event_loop()
    script()
