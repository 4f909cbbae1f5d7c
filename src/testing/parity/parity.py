# What the Python twins are written with, and how they are run; kit.ts is the same in TypeScript.
import asyncio
import re
from asyncio import *


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
    # An address says nothing, and is another one in each run.
    return re.sub(r"( object)? at 0x\w+", "", str(value))


def log(*what):
    print(re.sub(r"(\d)\.0\b", r"\1", " ".join(map(show, (loop.time(), *what)))))


def report(_loop, context):
    # When nobody can ask for an exception any more is known to the garbage collector, if at all.
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


# asyncio holds tasks weakly. One that nobody else holds would be gone before its end can be told.
kept = []


def spawn(name, coroutine):
    task = create_task(coroutine, name=name)
    kept.append(task)
    return task


async def told(name, coroutine):
    try:
        log(name, "gives", await coroutine)
    except CancelledError as error:
        log(name, error)
        raise
    except Exception as error:
        log(name, error)


def follow(name, coroutine):
    return spawn(name, told(name, coroutine))


async def begin():
    global loop
    loop = get_running_loop()
    loop.set_exception_handler(report)
    await main()


def go():
    try:
        asyncio.run(begin())
    except BaseException as error:
        log("raised", error)
