"""`multiprocessing.pool.ThreadPool`, which is also `multiprocessing.dummy.Pool`: threads, not processes.

Of `multiprocessing` it uses one queue, by which it notices that work is done. That is replaced when a
program first imports the module."""

import sys
from importlib.machinery import PathFinder

from loopscope.threads.locks import SimpleQueue
from loopscope.threads.variants import suspends

_NAME = "multiprocessing.pool"


class _Notifier(SimpleQueue):
    """In the place of `multiprocessing.SimpleQueue`, a pipe."""

    __slots__ = ()
    _reader = None


class _Context:
    """In the place of the context that starts processes."""

    SimpleQueue = _Notifier


@suspends
def _wait_for_updates(sentinels, change_notifier, timeout=None):
    change_notifier.get(timeout=timeout)
    while not change_notifier.empty():
        change_notifier.get()


class _Loader:
    """Loads the module, and puts the replacements in place."""

    def __init__(self, loader):
        self._loader = loader

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def exec_module(self, module):
        self._loader.exec_module(module)
        module.Pool._wait_for_updates = staticmethod(_wait_for_updates)
        pool = module.ThreadPool
        del pool._wait_for_updates
        set_up = pool._setup_queues

        def _setup_queues(self):
            set_up(self)
            self._ctx = _Context

        pool._setup_queues = _setup_queues


class _Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != _NAME:
            return None
        spec = PathFinder.find_spec(name, path)
        spec.loader = _Loader(spec.loader)
        return spec


def install():
    """Once an interpreter."""
    sys.meta_path.insert(0, _Finder)
