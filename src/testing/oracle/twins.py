# What the twin programs of both languages share; its TypeScript twin is in twins.ts.
import asyncio
import re


def show(value):
    if isinstance(value, BaseExceptionGroup):
        return f"{value} [{', '.join(map(show, value.exceptions))}]"
    if isinstance(value, BaseException):
        return f"{type(value).__name__}({value})"
    if isinstance(value, asyncio.Task):
        return value.get_name()
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(show, value))}]"
    if isinstance(value, set):
        return f"{{{', '.join(sorted(map(show, value)))}}}"
    return str(value)


def log(*what):
    print(re.sub(r"(\d)\.0\b", r"\1", " ".join(map(show, (loop.time(), *what)))))


def report(_loop, context):
    # JavaScript does not tell when nobody can ask for an exception any more.
    if "never retrieved" not in context["message"]:
        log("reported", context["message"], context.get("exception"))


async def work(name, delay, fails=None, cleanup=None):
    log(name, "begins")
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError as error:
        log(name, error)
        if cleanup is not None:
            await asyncio.sleep(cleanup)
            log(name, "cleaned up")
        raise
    if fails is not None:
        raise ValueError(fails)
    log(name, "ends")
    return name


async def stubborn(name, delay):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError as error:
        log(name, "refuses", error)
    return name


async def attempt(awaitable):
    try:
        result = await awaitable
    except BaseException as error:
        log("caught", error)
    else:
        log("got", result)


def spawn(name, coroutine):
    return asyncio.create_task(coroutine, name=name)


async def begin():
    global loop
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(report)
    await main()


def go():
    try:
        asyncio.run(begin())
    except BaseException as error:
        log("raised", error)
