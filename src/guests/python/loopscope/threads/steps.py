"""The batch of an event loop that runs in a worker thread: a coroutine or callback of it that blocks suspends
the thread in the middle of the batch.

`_run_batch` is `run_once.run_batch` for a thread. The coroutine of a task is the second compilation of the
program's (`coroutines`); where it waits, its task is suspended with it, and is continued by its own wake-up
(`suspending`). For the trace that is one step."""

from asyncio import base_events, events
from contextlib import nullcontext, suppress

from loopscope import run_once
from loopscope.cpython_internals import format_handle
from loopscope.frames import stops_here
from loopscope.handle import ForeignHandle, ThreadSafeHandle, failed
from loopscope.impersonation import impersonates, line_of_handle_run, line_of_run_once
from loopscope.instrumentation.task_events import Current, after_step, before_cancelled_step
from loopscope.journal import entries
from loopscope.output import Output, flush
from loopscope.threads import chain
from loopscope.threads.suspending import SUSPENSION, wait
from loopscope.threads.variants import outcome, replaces, suspendable

_OWN = "<loopscope."
_UNLOCKED = nullcontext()


@stops_here
@impersonates(*line_of_run_once(), "_run_once")
async def _run_batch(loop, handles, count):
    """As `run_once.run_batch`, whose comments hold here, too."""
    global entries
    starts = loop._ls_starts
    index = 0
    try:
        while index < count:
            handle = handles[index]
            handles[index] = None
            index += 1
            if handle._cancelled:
                if handle._ls_number:
                    entries += starts
                continue
            entries += starts
            handle._ls_number = 0
            Current.task = entity = handle._ls_entity
            task = entity.ref() if entity is not None else None
            if task is not None and entity.cancels:
                before_cancelled_step(task, entity, handle._args)
            try:
                if loop._debug:
                    await _run_timed(loop, handle, entity)
                else:
                    await _run(handle, entity)
            finally:
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


async def _run_timed(loop, handle, entity):
    """As `EventLoop._ls_run_timed`."""
    loop._current_handle = handle
    try:
        started = loop.time()
        await _run(handle, entity)
        took = loop.time() - started
        if took >= loop.slow_callback_duration:
            base_events.logger.warning("Executing %s took %.3f seconds", format_handle(handle), took)
    finally:
        loop._current_handle = handle = None


@stops_here
@impersonates(*line_of_handle_run)
async def _run(handle, entity):
    """Runs a handle as `Handle._run` does, to the end of a step that blocks."""
    if type(handle) is ForeignHandle:
        handle = handle._handle
        if handle._cancelled:
            return
        if type(handle) is not events.Handle:
            handle._run()
            return
    try:
        with handle._lock if type(handle) is ThreadSafeHandle else _UNLOCKED:
            context, callback = handle._context, handle._callback
            if entity is None:
                # As `variants.run_in_context`, without a frame in between.
                awaited = outcome(context.run(suspendable(callback), *handle._args))
                with suppress(StopIteration):
                    while True:
                        context.run(awaited.send, None)
                        await wait()
            else:
                context.run(callback, *handle._args)
            while SUSPENSION.wakeup is not None:
                wakeup, context = SUSPENSION.take()
                await _suspended(wakeup.__self__)
                Current.task = entity
                context.run(wakeup, SUSPENSION)
    except SystemExit, KeyboardInterrupt, GeneratorExit:
        raise
    except BaseException as error:
        failed(handle, error, _below(error.__traceback__.tb_next))
    handle = None


async def _suspended(task):
    """Suspends a task whose step blocks until the thread is awake."""
    try:
        await wait()
    except BaseException:
        # The thread is dropped, and its loop with it.
        task._log_destroy_pending = False
        task.get_coro().close()
        raise


def _below(traceback):
    """A traceback without the frames of this package that called the callback."""
    while traceback is not None and traceback.tb_frame.f_code.co_filename.startswith(_OWN):
        traceback = traceback.tb_next
    return traceback


def _awaited(variables):
    return variables.get("awaited")


def _coroutine(variables):
    return variables["task"].get_coro()


def install():
    """Puts the function in place. Once an interpreter."""
    replaces(run_once.run_batch)(_run_batch)
    chain.inner.update({_run.__code__.co_qualname: _awaited, _suspended.__code__.co_qualname: _coroutine})
