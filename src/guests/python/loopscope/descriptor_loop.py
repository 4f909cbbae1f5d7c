"""The half of a loop that waits: for descriptors that are ready, for timers, and for other threads.

Mirrors the call of `select` in `BaseEventLoop._run_once`. With asyncio's default selector the host answers,
and lets time pass. A selector that a program brings waits by itself (`net.selecting`)."""

import selectors
from asyncio import all_tasks, unix_events
from asyncio.base_events import MAXIMUM_SELECT_TIMEOUT
from math import inf

import _loopscope as host

from loopscope import journal
from loopscope.cpython_internals import set_result_unless_cancelled, waiter_of
from loopscope.frames import stops_here
from loopscope.handle import ForeignHandle
from loopscope.net import blocking
from loopscope.net.crossing import IN, OUT
from loopscope.net.selecting import answer
from loopscope.signals import WakeUp
from loopscope.threads.scheduler import Running, Visitors, give_turn, park, wake
from loopscope.threads.variants import suspends

_ALWAYS = (None,)


class WaitsForDescriptors(unix_events.SelectorEventLoop):
    """asyncio's selector loop, but for its waiting. Called by `EventLoop`, whose attributes it shares."""

    @property
    def _selector(self):
        return self._ls_selector

    @_selector.setter
    def _selector(self, selector):
        self._ls_selector = selector
        # The descriptors that the loop waits for; while it is empty, no iteration asks the selector. One of a
        # program's own is asked each time.
        is_own = type(selector) is selectors.DefaultSelector
        self._ls_watched = selector._fd_to_key if is_own else _ALWAYS

    @suspends
    def _ls_select(self):
        """Asks the selector, in an iteration that waits for anything but timers."""
        if (watched := self._ls_watched) is _ALWAYS:
            self._ls_ask()
        else:
            self._ls_poll(self._ls_selector._selector, watched)

    @suspends
    def _ls_ask(self):
        """Asks the program's own selector, as `BaseEventLoop._run_once` does. It may add handles, or move a
        clock of its own; virtual time passes after that, if there is still nothing to run."""
        journal.flush()
        now = host.now()
        until = now if self._ls_handles or self._stopping else self._ls_host_ready_at()
        thread = Running.thread
        thread.is_in_select, thread.selects_until = True, until
        timeout = min(until - now, MAXIMUM_SELECT_TIMEOUT) if until > now else 0
        try:
            event_list = self._selector.select(None if until == inf else timeout)
        finally:
            thread.is_in_select = False
        self._process_events(event_list)

    @suspends
    @stops_here
    def _ls_poll(self, epoll, keys):
        """Waits until a timer is due or a descriptor of `keys` is ready, as the call of `select` in
        `BaseEventLoop._run_once` does, and schedules the callbacks of what is ready. The timers that are due
        follow in `_ls_begin`."""
        if Running.others:
            self._ls_let_others_run(epoll._fd)
        journal.publish(room=2 * len(keys) + 2)
        count = self._ls_host_select(epoll._fd, self._stopping)
        if count:
            Visitors.rounds = 0
            events = []
            for fd, mask in answer(count):
                key = keys.get(fd)
                if key is None:
                    continue
                ready = (mask & ~IN and selectors.EVENT_WRITE) | (mask & ~OUT and selectors.EVENT_READ)
                events.append((key, ready & key.events))
            self._process_events(events)
        elif Visitors.are_expected and self._ls_timers and not self._ls_handles and not self._stopping:
            if not Running.others and Visitors.loop_waits(self):
                self._ls_poll(epoll, keys)

    def _add_callback(self, handle):
        """Schedules the callback of a descriptor that is ready."""
        if not handle._cancelled:
            self._ls_schedule(ForeignHandle(handle), handle._callback, handle._args)

    def sleeping_tasks(self):
        """The task that each pending timer wakes from its sleep; None for another timer."""
        sleeping = {waiter_of(task): task for task in all_tasks(self)}
        for timer in self._ls_timers.values():
            if not timer._cancelled:
                is_sleep = timer._callback is set_result_unless_cancelled
                yield sleeping.get(timer._args[0]) if is_sleep else None

    @suspends
    def _ls_let_others_run(self, fd):
        """Lets other threads run, and waits for something to do, as a selector does, or until a descriptor is
        ready, if one is given from 0 up."""
        journal.flush()
        now = host.now()
        until = now if self._stopping else self._ls_host_ready_at()
        if until <= now:
            give_turn()
            return
        thread = self._ls_sleeper = Running.thread
        thread.is_in_select = True
        until = None if until == inf else until
        try:
            if fd < 0:
                park(until)
            else:
                blocking.wait_once(fd, IN, until)
        finally:
            thread.is_in_select = False
            self._ls_sleeper = None

    def _make_self_pipe(self):
        """Makes the pipe by which other threads wake the loop: a selector of the program's own knows no other
        way."""
        self._ssock, self._csock = None, WakeUp(self)
        if type(self._selector) is not selectors.DefaultSelector:
            super()._make_self_pipe()

    def _close_self_pipe(self):
        if self._ssock is not None:
            super()._close_self_pipe()

    def _write_to_self(self):
        if self._ls_sleeper is not None:
            wake(self._ls_sleeper)
        if self._ssock is not None:
            super()._write_to_self()
