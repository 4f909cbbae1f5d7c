"""Runs a module of a library's own tests with pytest and says how each test ends, by `say(test, outcome)`.

The host runs this text in one interpreter, native or the guest's. The library is imported from its wheel before pytest puts the
folder of its sources on the path.
"""

import os
import sys


class _Reporter:
    """Reports each test once: the worst of its phases."""

    def __init__(self, done, say, is_long):
        self._done = done
        self._say = say
        self._is_long = is_long
        self._outcome = "passed"

    def pytest_collection_modifyitems(self, items):
        items[:] = [item for item in items if item.nodeid not in self._done]

    def pytest_collectreport(self, report):
        if report.failed:
            self._say(report.nodeid, self._failure(report))

    def pytest_runtest_logstart(self, nodeid):
        self._outcome = "passed"
        self._say(nodeid, "begins")

    def pytest_runtest_logreport(self, report):
        if report.failed and self._outcome in ("passed", "skipped"):
            self._outcome = self._failure(report)
        elif report.skipped and self._outcome == "passed":
            self._outcome = "skipped"

    def pytest_runtest_logfinish(self, nodeid):
        self._say(nodeid, self._outcome)
        outcome = sys.modules.get("loopscope.outcome")
        if outcome is not None and outcome.final() is not None:
            # The guest has ended this program, for a deadlock: the other tests need another one.
            raise KeyboardInterrupt

    def _failure(self, report):
        crash = getattr(report.longrepr, "reprcrash", None)
        text = crash.message if crash else str(report.longrepr)
        return f"failed: {report.longreprtext if self._is_long else ' '.join(text.split())[:160]}"


def main(library, folder, pytest_folder, module, done, say, is_long=False):
    """Runs the tests of `module`, a path below `folder`, that are not among `done`. Returns pytest's exit status."""
    sys.dont_write_bytecode = True
    __import__(library)
    sys.path += [folder, pytest_folder]
    os.chdir(folder)
    import pytest

    # Addopts may name plugins that are not there. Descriptors of the interpreter's own output are not to be replaced.
    args = [module, "-o", "addopts=", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--capture=sys"]
    return int(pytest.main(args, plugins=[_Reporter(set(done), say, is_long)]))
