"""Visitors of a program that only serves: they come where it can never run again, and then Ctrl-C is pressed.

The host knows if any come (`runtime/network/visitors.ts`). Called where a deadlock would end the program, and
where time is to pass though the program only idles: each of its threads polls again and again, as
`serve_forever` does, or sleeps in a loop without an end, and so does each task of its loop that has a
timer. A task that sleeps in another loop without an end, or in a `while` loop of a library, as uvicorn's
main loop does, idles after some more rounds in which nothing came over the network. Where the text leaves it
open, the program works."""

import signal
import sys
from asyncio import BaseEventLoop
from math import inf

import _loopscope as host

from loopscope import timed_signals, waiting_loops
from loopscope.cpython_internals import runner_on_sigint
from loopscope.frames import FILENAME, is_asyncio
from loopscope.registry import tasks
from loopscope.threads import explain, scheduler
from loopscope.threads.chain import frames_of
from loopscope.threads.scheduler import Running, Visitors, readers

# Seconds from where nothing else can happen to Ctrl-C.
_PAUSE = 1.0
# Rounds of polls without an answer, one after the other, before visitors come.
_POLLS = 3
# Rounds of a loop that does what its text leaves open.
_TURNS = 10
_WORKS, _IDLES = 0, 1


def reset():
    """Forgets everything of the last program."""
    Visitors.rounds = 0
    Visitors.are_expected = True


def _let_come(needed):
    """Lets visitors come if the program has idled for as many rounds as each of `needed` says. True if they
    do."""
    Visitors.are_expected = host.visitorsAreExpected()
    if not Visitors.are_expected or host.nextArrival() < inf or _WORKS in (rounds := [*needed]):
        Visitors.rounds = 0
        return False
    if _TURNS in rounds and not host.programServes():
        return False
    Visitors.rounds += 1
    if Visitors.rounds < max(rounds):
        return False
    Visitors.rounds = 0
    return come()


def threads_wait(parked):
    """Called before time passes to a deadline of a thread; `parked` are the threads that have one. True if
    visitors come."""
    return _let_come(map(_rounds_of_thread, parked))


def loop_waits(loop):
    """Called before time passes to a timer of the recorded loop, where no other thread is left. True if
    visitors come."""
    return _let_come([_rounds_of_loop(loop)])


def _rounds_of_loop(loop):
    rounds = [*map(_rounds_of_sleep, loop.sleeping_tasks())]
    return _WORKS if _WORKS in rounds else max(rounds, default=_IDLES)


def _rounds_of_sleep(task):
    """The rounds after which a task that sleeps idles. Its innermost loop counts, from the call of `sleep`
    outwards to the program."""
    frames = [*frames_of(task.get_coro())] if task is not None else []
    for frame in reversed(frames):
        filename = frame.f_code.co_filename
        if is_asyncio(frame):
            continue
        kind = waiting_loops.sleeps_in(frame.f_lineno, filename)
        if kind == waiting_loops.IDLES:
            return _IDLES
        is_program = filename == FILENAME
        if kind == waiting_loops.ENDLESS or kind == waiting_loops.WHILE and not is_program:
            return _TURNS
        if is_program or kind is not None:
            break
    return _WORKS


def _rounds_of_thread(thread):
    if thread.is_in_select:
        return _rounds_of_loop(thread.loops[-1])
    if thread is not scheduler.main:
        frames = frames_of(thread.coroutine)
        _, line = explain.suspended_call(thread)
    elif Running.thread is thread:
        # Not from this frame on: it has the generator, and a circle of the two would keep all of its callers.
        frames = _frames_from(sys._getframe(1))
        _, line = explain.blocking_call(sys._getframe())
    else:
        return _WORKS
    if thread.number not in readers:
        return _IDLES if waiting_loops.does_nothing(line) else _WORKS
    return _POLLS if any(map(_serves_forever, frames)) or waiting_loops.repeats(line) else _WORKS


def _frames_from(frame):
    while frame is not None:
        yield frame
        frame = frame.f_back


def _serves_forever(frame):
    """True in `serve_forever` of a server of `socketserver`, of which Flask's is one."""
    return frame.f_code.co_qualname == "BaseServer.serve_forever" and frame.f_code.co_filename != FILENAME


def come():
    """True if something comes from outside, so that the program can run again."""
    awaited = _awaited_signal()
    coming = host.visitorsCome(awaited is not None)
    if coming == "interrupt":
        timed_signals.send_later(awaited or signal.SIGINT, host.now() + _PAUSE, "visitor")
    return coming != "nothing"


def _awaited_signal():
    """A signal by which the program lets itself be ended, or SIGINT for a loop that runs until it is stopped
    and has no task left; None for another program."""
    for number in signal.SIGINT, signal.SIGTERM:
        handler = signal.getsignal(number)
        # A Runner's handler only replaces the default.
        of_runner = getattr(getattr(handler, "func", None), "__func__", None) is runner_on_sigint
        if callable(handler) and handler is not signal.default_int_handler and not of_runner:
            return number
    return signal.SIGINT if _is_idle() else None


def _is_idle():
    frame = sys._getframe()
    while frame is not None and frame.f_code is not BaseEventLoop.run_forever.__code__:
        frame = frame.f_back
    if frame is None or frame.f_back.f_code is BaseEventLoop.run_until_complete.__code__:
        return False
    return all(entity.ref().done() for entity in tasks)


def install():
    """Puts the functions in place. Once an interpreter."""
    Visitors.come, Visitors.threads_wait, Visitors.loop_waits = come, threads_wait, loop_waits
