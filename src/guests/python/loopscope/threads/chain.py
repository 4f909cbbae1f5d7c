"""The frames of a suspended thread, from its beginning inwards, through all that it awaits and reads."""

from types import AsyncGeneratorType, CoroutineType

from loopscope.frames import behind
from loopscope.threads.generators import suspended_in

# What finds the next one of a coroutine that does not await it, in the variables of that, by its qualified
# name; `steps` fills it.
inner = {}


def frames_of(step):
    """The frames of a coroutine that is suspended, the outermost first."""
    while step is not None:
        if type(step) is CoroutineType:
            frame, below = step.cr_frame, step.cr_await
        elif type(step) is AsyncGeneratorType:
            frame, below = step.ag_frame, step.ag_await
        elif hasattr(step, "gi_frame"):
            frame = step.gi_frame
            below = (frame and frame.f_locals.get("awaited")) or step.gi_yieldfrom
        else:
            step = behind(step)
            continue
        if frame is None:
            return
        yield frame
        find = inner.get(frame.f_code.co_qualname)
        found = find and find(frame.f_locals)
        step = found or suspended_in(step, below) or below
