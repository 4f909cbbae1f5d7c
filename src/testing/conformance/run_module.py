"""Runs a module of CPython's `test_asyncio` and says how each test ends, by `say(test, outcome)`.

The host runs this text in one interpreter for each arm. `main` expects:
- arm "stock": asyncio's own loop. WebAssembly has no sockets, so its self-pipe and its selector are left out.
- arm "guest": the guest's loop, wherever a test or asyncio creates one by `new_event_loop` or a policy.
- arm "strict": the guest's loop also in place of `BaseEventLoop`, and so below the tests' own loop.
"""

import asyncio
import selectors
import sys
import time
import unittest


class _NoFiles(selectors._BaseSelectorImpl):
    """A selector without files: it lets its time pass."""

    def select(self, timeout=None):
        if timeout is None:
            raise RuntimeError("the loop would wait for ever")
        if timeout > 0:
            time.sleep(timeout)
        return []


class _StockLoop(asyncio.SelectorEventLoop):
    def __init__(self, selector=None):
        super().__init__(selector or _NoFiles())

    def _make_self_pipe(self):
        pass

    def _close_self_pipe(self):
        pass

    def _write_to_self(self):
        pass


def _use_stock_loop():
    class Policy(asyncio.events._BaseDefaultEventLoopPolicy):
        _loop_factory = _StockLoop

    asyncio.SelectorEventLoop = asyncio.EventLoop = asyncio.unix_events.SelectorEventLoop = _StockLoop
    asyncio.events._event_loop_policy = Policy()
    # The interpreter comes with a loop of its own, which runs.
    asyncio.events._set_running_loop(None)


def _use_guest_loop_as_base():
    guest = type(asyncio.new_event_loop())
    asyncio.BaseEventLoop = asyncio.base_events.BaseEventLoop = guest


class _Result(unittest.TestResult):
    """Reports each test once: the worst of its outcomes."""

    def __init__(self, say):
        super().__init__()
        self._say = say
        self._outcome = None

    def startTest(self, test):
        super().startTest(test)
        self._outcome = "passed"
        self._say(test.id(), "begins")

    def stopTest(self, test):
        super().stopTest(test)
        # An exception that unittest lets pass, as KeyboardInterrupt, ends the module here.
        self._say(test.id(), "failed" if sys.exception() is not None else self._outcome)
        outcome = sys.modules.get("loopscope.outcome")
        if outcome is not None and outcome.final() is not None:
            # The guest has ended this program, for a deadlock: the other tests need another one.
            self.stop()

    def addError(self, test, err):
        self._outcome = "failed"
        if not isinstance(test, unittest.TestCase):
            # A class or a module that cannot be set up: its tests do not run.
            self._say(test.id(), "failed")

    def addFailure(self, test, err):
        self._outcome = "failed"

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._outcome = "failed"

    def addSkip(self, test, reason):
        if self._outcome != "failed":
            self._outcome = "skipped"

    def addExpectedFailure(self, test, err):
        self._outcome = "passed"

    def addUnexpectedSuccess(self, test):
        self._outcome = "failed"


def _tests_of(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from _tests_of(test)
        else:
            yield test


def main(arm, library, module, done, say):
    """Runs the tests of `module` that are not among `done`. `library` is the folder that holds `test`."""
    sys.path.insert(0, library)
    from test import support

    # The tests of the whole package are skipped where there are no sockets; few of them need one.
    support.has_socket_support = True
    if arm == "stock":
        _use_stock_loop()
    elif arm == "strict":
        _use_guest_loop_as_base()
    suite = unittest.defaultTestLoader.loadTestsFromName(f"test.test_asyncio.{module}")
    skip = set(done)
    unittest.TestSuite(test for test in _tests_of(suite) if test.id() not in skip).run(_Result(say))
