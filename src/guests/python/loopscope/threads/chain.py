"""The frames of a suspended thread, from its beginning inwards, through all that it awaits and reads."""

from types import AsyncGeneratorType, CoroutineType

from loopscope.frames import behind
from loopscope.threads.generators import suspended_in

# The qualified names of coroutines that continue a step of a task: of their variable `task`.
steps = set()


def frames_of(step):
    """The frames of a coroutine that is suspended, the outermost first."""
    while step is not None:
        if type(step) is CoroutineType:
            frame, inner = step.cr_frame, step.cr_await
        elif type(step) is AsyncGeneratorType:
            frame, inner = step.ag_frame, step.ag_await
        elif hasattr(step, "gi_frame"):
            frame = step.gi_frame
            inner = (frame and frame.f_locals.get("awaited")) or step.gi_yieldfrom
        else:
            step = behind(step)
            continue
        if frame is None:
            return
        yield frame
        if frame.f_code.co_qualname in steps:
            step = frame.f_locals["task"].get_coro()
        else:
            step = suspended_in(step, inner) or inner
