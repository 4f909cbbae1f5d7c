"""Runs the handles of an iteration: the only place where callbacks are called."""

from loopscope.frames import stops_here
from loopscope.instrumentation.task_events import Current, after_step, before_cancelled_step
from loopscope.journal import entries
from loopscope.output import Output, flush


@stops_here
def run_batch(loop, handles, count):
    """Runs the first `count` handles, each of which leaves a None behind; the loop takes those away. What one raises
    to end the run leaves the others where they are."""
    global entries
    starts = loop._starts
    index = 0
    try:
        while index < count:
            handle = handles[index]
            handles[index] = None
            index += 1
            if handle._cancelled:
                # Mostly the host was told.
                if handle._number:
                    entries += starts
                continue
            entries += starts
            handle._number = 0
            Current.task = entity = handle._entity
            # The loop holds tasks weakly: one that nobody holds must not be gone before its end is told.
            task = entity.ref() if entity is not None else None
            if task is not None and entity.cancels:
                before_cancelled_step(task, entity, handle._args)
            try:
                if loop._debug:
                    loop._run_timed(handle)
                else:
                    handle._run()
            finally:
                # An exception's traceback may hold this frame: with the handle in it, exception and task would form
                # a cycle, and "never retrieved" would come late.
                handle = None
                if Output._unfinished is not None:
                    flush()
                Current.task = None
                if task is not None:
                    after_step(task, entity)
                    task = None
    except BaseException:
        entries += loop._leaves
        raise
    finally:
        del handles[:index]
    entries += loop._ends
