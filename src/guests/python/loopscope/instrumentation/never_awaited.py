"""The text of a warning about a coroutine that was never awaited: the line, why none of it ran, and the fix
for the way in which the program lost it."""

from loopscope.instrumentation.program_calls import RUNS, TAKES_FUNCTION

_LOST = "so none of it ran."


def text(name, line, use, given):
    """The text about a coroutine of the function `name`. `use` is what `ProgramCalls.use_at` says of the call
    on the line, or None; `given` is the name of the function that called the coroutine function, or None."""
    if given is not None:
        return f"Line {line} gives the async function {name}() to {given}(), {_of_taker(name, given)}"
    kind, api, where = use or ("", None, "async")
    at = f"Line {line}"
    if kind == "argument":
        if api in RUNS and where != "module":
            return (
                f"{at} gives {name}() to {api}() while the event loop runs, {_LOST} Write `await {name}(…)`."
            )
        if api == "wait":
            task = f"`asyncio.create_task({name}(…))`"
            return (
                f"{at} gives the coroutine {name}() to wait(), which takes only tasks, {_LOST} Write {task}."
            )
        if any(api in names for names in TAKES_FUNCTION.values()):
            return f"{at} gives the coroutine {name}() to {api}(), {_of_taker(name, api)}"
    call = f"{at} calls {name}()" if line else f"{name}() was called"
    task = f"`asyncio.create_task({name}(…))`"
    if kind == "lambda":
        fix = f"Write {task} in the lambda's place, and keep the task."
    elif where == "module":
        fix = f"Write `asyncio.run({name}(…))`."
    elif where == "plain":
        fix = f"A plain function cannot await: write {task}, and keep the task."
    else:
        fix = f"Write `await {name}(…)` or {task}."
    return f"{call} without await, {_LOST} {fix}"


def _of_taker(name, taker):
    if taker in TAKES_FUNCTION["thread"]:
        return f"which cannot await it, {_LOST} Give it a plain function that calls `asyncio.run({name}(…))`."
    if taker in TAKES_FUNCTION["executor"]:
        return f"which cannot await it, {_LOST} Write `await {name}(…)`."
    return f"which cannot await it, {_LOST} Give it a plain function that creates a task and keeps it."
