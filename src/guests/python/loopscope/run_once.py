"""One iteration of the loop: the only place where callbacks are called.

Mirrors the end of `BaseEventLoop._run_once`."""

from loopscope.frames import stops_here
from loopscope.impersonation import impersonates, line_of_run_once
from loopscope.instrumentation.task_events import Current, after_step, before_cancelled_step
from loopscope.journal import entries
from loopscope.output import Output, flush


@stops_here
@impersonates(*line_of_run_once(), "_run_once")
def run_batch(loop, handles, count):
    """Runs the first `count` of the loop's handles: the batch. A handle that raises (SystemExit,
    KeyboardInterrupt) ends it, and the rest of the batch stays in the ready queue. Each handle that has
    started is a None in `handles` until the batch ends, so that none is found there twice."""
    global entries
    starts = loop._ls_starts
    index = 0
    try:
        while index < count:
            handle = handles[index]
            handles[index] = None
            index += 1
            if handle._cancelled:
                # Its number is 0 if its cancellation was reported; otherwise the host still waits for it.
                if handle._ls_number:
                    entries += starts
                continue
            entries += starts
            handle._ls_number = 0
            Current.task = entity = handle._ls_entity
            # Keeps the task alive through its step: an entity holds it weakly, and the step may drop the last
            # reference.
            task = entity.ref() if entity is not None else None
            if task is not None and entity.cancels:
                before_cancelled_step(task, entity, handle._args)
            try:
                if loop._debug:
                    loop._ls_run_timed(handle)
                else:
                    handle._run()
            finally:
                # An exception's traceback may hold this frame. With the handle in it, exception and task
                # would form a cycle, and "exception was never retrieved" would come late.
                handle = None
                if Output.unfinished is not None:
                    flush()
                Current.task = None
                if task is not None:
                    after_step(task, entity)
                    task = None
    except BaseException:
        entries += loop._ls_leaves
        raise
    finally:
        del handles[:index]
    entries += loop._ls_ends
