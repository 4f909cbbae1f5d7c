"""Programs whose tasks and callbacks run in contexts."""

from asyncio import create_task, sleep
from contextvars import ContextVar, copy_context

from ..callback_kit import bare
from ..kit import log, loop, spawn


async def task_runs_in_a_copy():
    """A task runs in a copy of the context, made with the task: values it sets are its own."""
    var = ContextVar("var", default="none")

    async def sets(name):
        log(name, "begins with", var.get())
        var.set(name)
        await sleep(1)
        log(name, "still has", var.get())

    var.set("main's")
    a, b = spawn("a", sets("a")), spawn("b", sets("b"))
    var.set("main's later")
    await a
    await b
    log(var.get())
    await sets("a plain await")
    log(var.get())


async def callbacks_run_in_a_copy():
    """Each callback runs in a copy of the context, made when it is added."""
    var = ContextVar("var", default="none")

    @bare
    def tells(*_):
        log("has", var.get())
        var.set("a callback's")

    future = loop.create_future()
    for name in "abc":
        var.set(name)
        if name == "a":
            loop.call_soon(tells)
        if name == "b":
            loop.call_later(1, tells)
        if name == "c":
            future.add_done_callback(tells)
    var.set("main's")
    future.set_result(None)
    await sleep(2)
    log(var.get())


async def context_is_shared():
    """A context given to tasks and callbacks is shared by them."""
    var = ContextVar("var", default="none")
    context = copy_context()

    @bare
    def tells(*_):
        log("callback has", var.get())
        var.set("from a callback")

    async def sets(name):
        log(name, "has", var.get())
        var.set(f"from {name}")
        await sleep(1)
        log(name, "has then", var.get())

    a = create_task(sets("a"), name="a", context=context)
    handle = loop.call_soon(tells, context=context)
    b = create_task(sets("b"), name="b", context=context)
    timer = loop.call_later(0.5, tells, context=context)
    a.add_done_callback(tells, context=context)
    log(handle.get_context() is context, timer.get_context() is context, a.get_context() is context)
    await sleep(2)
    log(var.get(), context.run(var.get), context[var], context.get(var), var in context)


async def visibility_of_values():
    """Visibility of values for a called coroutine, an awaited task, and a callback."""
    var = ContextVar("var", default="none")

    async def outer():
        var.set("outer")
        inner = spawn("inner", tells("inner"))
        var.set("outer, changed")
        await tells("awaited by outer")
        await inner

    async def tells(name):
        log(name, var.get())
        loop.call_soon(callback)
        await sleep(0)
        log(name, "then", var.get())

    @bare
    def callback():
        log("callback", var.get())

    await spawn("outer", outer())
    log(var.get())


async def errors_are_reported_in_the_context():
    """An error of a task is reported in the task's context."""
    var = ContextVar("var", default="none")

    async def sets():
        var.set("the task's")

    task = spawn("task", sets())
    await task
    loop.set_exception_handler(lambda loop, context: log(context["message"], var.get()))
    loop.call_exception_handler({"message": "of a task", "task": task})
    loop.call_exception_handler({"message": "of a future that is one", "future": task})
    loop.call_exception_handler({"message": "of a future that is none", "future": loop.create_future()})
    loop.call_exception_handler({"message": "of nothing"})
