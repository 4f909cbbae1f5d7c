# What the programs of side-by-side.ts are written with; the same helpers are there in TypeScript.
import asyncio
import re
from asyncio import *


def say(*what):
    text = re.sub(r"( object)? at 0x\w+", "", " ".join(map(str, what)))
    print(text, "@", repr(asyncio.get_running_loop().time()).removesuffix(".0"))


def attempt(action):
    try:
        say("gives", action())
    except Exception as error:
        say(type(error).__name__, error)


async def told(name, coroutine):
    try:
        say(name, "gives", await coroutine)
    except CancelledError as error:
        say(name, "CancelledError", error)
        raise
    except Exception as error:
        say(name, type(error).__name__, error)


def spawn(name, coroutine):
    return create_task(told(name, coroutine), name=name)


async def use(name, manager, seconds=1):
    async with manager as value:
        say(name, "in", value)
        await sleep(seconds)
    say(name, "out")
