"""Programs with context variables, their tokens, and contexts."""

from asyncio import sleep
from contextvars import Context, ContextVar, Token, copy_context

from ..callback_kit import checks, plain
from ..kit import log, spawn


async def default_values():
    """A variable without a value has its default, or none."""
    bare_one, with_default = ContextVar("bare"), ContextVar("with", default=5)
    checks(bare_one.get)
    checks(with_default.get)
    log(plain(bare_one), plain(with_default), bare_one.name)
    token = bare_one.set(1)
    checks(bare_one.get)
    log(copy_context().get(bare_one), Context().get(bare_one), bare_one in Context())
    bare_one.reset(token)
    checks(bare_one.get)
    log(bare_one.get("a default for now"))


async def tokens_restore_a_value_once():
    """A token restores the previous value, once, and only in the context that made it."""
    var, other = ContextVar("var", default=0), ContextVar("other")
    first = var.set(1)
    second = var.set(2)
    log(plain(first), var.get())
    checks(lambda: other.reset(first))
    checks(lambda: Context().run(var.reset, first))
    var.reset(second)
    log(var.get())
    checks(lambda: var.reset(second))
    var.reset(first)
    log(var.get(), plain(first), first.var is var, first.old_value is Token.MISSING, second.old_value)
    log(len(list(copy_context().items())), copy_context().get(other, "none here"))


async def tokens_out_of_order():
    """Tokens may be used out of order, and across the steps of a task."""
    var = ContextVar("var", default=0)

    async def resets():
        token = var.set("set")
        await sleep(1)
        later = var.set("set later")
        await sleep(1)
        var.reset(token)
        log("the first used", var.get())
        var.reset(later)
        log("the second used", var.get())

    await spawn("resets", resets())


async def context_runs_once_at_a_time():
    """A context cannot be entered twice, and keeps the values set in it."""
    var = ContextVar("var", default="none")
    context = copy_context()

    def sets():
        var.set("inside")
        checks(lambda: context.run(var.get))
        return copy_context().run(var.get)

    log(context.run(sets), var.get(), context.run(var.get), context.copy().run(var.get))

    def fails():
        raise ValueError("oops")

    checks(lambda: context.run(fails))
    log(context.run(var.get))
