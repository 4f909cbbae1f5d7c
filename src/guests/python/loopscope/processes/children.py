"""Python programs in processes: `sys.executable -c`, `-m` and scripts, as threads of this interpreter.

    started ─► running ⇄ suspended ─► ended, or killed (its threads are never continued)

A child has a `__main__`, arguments, streams, environment, folder, signal handlers and loops of its own. They
are in place while one of its threads runs (`enter`). The invariant: what a child changes of these, no other
process sees. Modules of the standard library are shared.

A hidden thread, the keeper, begins the programs and hands them their signals, as the host asks in its
mailbox.
"""

import atexit
import json
import os
import signal
import sys
import threading
import types

import _loopscope as host

from loopscope.net import blocking
from loopscope.net.crossing import IN, check
from loopscope.processes import traceback_of_child
from loopscope.processes.program_of_child import complain, open_streams, options_of, program_of
from loopscope.threads import scheduler, start, variants
from loopscope.threads.scheduler import Running, wake
from loopscope.threads.variants import suspends

_HARMLESS = {signal.SIGCHLD, signal.SIGURG, signal.SIGCONT, signal.SIGWINCH}
_signal, _getsignal = signal.signal, signal.getsignal
_register, _unregister = atexit.register, atexit.unregister
_children = {}
# Of the program itself, while a child runs.
_outside = {}


class _Keeper:
    """True once the keeper runs."""

    runs = False


class Killed(BaseException):
    """Unwinds a thread of a child that was killed below a function that cannot be suspended."""


class Child:
    """A Python program in a process. `descriptors` are those of its standard streams: -1 for the console, -2
    for none."""

    def __init__(self, pid):
        details = json.loads(host.processDetails(pid))
        self.pid = pid
        self.parent = details["parent"]
        self.argv = details["argv"]
        self.group = host.groupOf(pid)
        self.descriptors = [host.processStream(pid, at) for at in range(3)]
        self.handlers = {}
        self.pending = []
        # The exit status, or minus the signal, of one that ends at once.
        self.ended_by = 0
        self.exits = []
        # The lines of the program that `-c` gives.
        self.command_lines = []
        self.thread = None
        self.main = types.ModuleType("__main__")
        self.main.__dict__.update(__builtins__=__builtins__)
        self.state = {
            "environ": {os.fsencode(k): os.fsencode(v) for k, v in details["env"].items()},
            "folder": details["cwd"],
            "argv": [""],
            "modules": {"__main__": self.main},
            "streams": None,
            "main_thread": None,
        }

    def handle_signals(self):
        """Runs the handlers of signals that have come. Called in its main thread, where it has waited."""
        while self.pending:
            number = self.pending.pop(0)
            self.thread.is_interrupted = bool(self.pending)
            if number == signal.SIGKILL:
                raise Killed
            handler = self.handlers.get(number)
            if handler is None:
                handler = signal.default_int_handler
            handler(number, sys._getframe(1))


def reset():
    """Forgets everything of the last program."""
    _children.clear()
    _outside.clear()
    _Keeper.runs = False


def keep():
    """Starts the keeper, unless it runs."""
    if not _Keeper.runs:
        _Keeper.runs = True
        # It belongs to the program, also if a child starts it.
        thread = scheduler.start("processes", _Keeping(check(host.mailbox())), True, True)
        thread.process, thread.serves = None, True


class _Keeping:
    """The function of the keeper."""

    def __init__(self, mailbox):
        self._mailbox = mailbox

    @suspends
    def __call__(self):
        while True:
            blocking.wait(self._mailbox, IN)
            for message in json.loads(host.takeMessages()):
                pid, number = message["pid"], message["signal"]
                if number:
                    _send(pid, number)
                else:
                    _begin(pid)


def _begin(pid):
    child = _children[pid] = Child(pid)
    name = os.path.basename(child.argv[0])
    child.thread = scheduler.start(f"{name} {pid}", _Main(child), True, False)
    child.thread.process = child
    host.processBegins(pid, child.thread.number)
    child.state["main_thread"] = _main_thread(child.thread.ident)


def _main_thread(ident):
    """The thread object of a child's main thread."""
    thread = threading.Thread(name="MainThread", daemon=False)
    thread._started.set()
    thread._ident = ident
    threading._active[ident] = thread
    return thread


def _send(pid, number):
    child = _children.get(pid)
    handler = child.handlers.get(number, signal.SIG_DFL) if child is not None else signal.SIG_DFL
    if handler is signal.SIG_IGN or (handler is signal.SIG_DFL and number in _HARMLESS):
        return
    if child is None or (handler is signal.SIG_DFL and number != signal.SIGINT):
        _kill(pid, child, number)
        return
    child.pending.append(number)
    child.thread.is_interrupted = True
    wake(child.thread)


def raise_in_child(number):
    """Lets the child whose thread runs have a signal, as `signal.raise_signal` does."""
    child = Running.thread.process
    handler = child.handlers.get(number, signal.SIG_DFL)
    if handler is signal.SIG_DFL and number not in _HARMLESS and number != signal.SIGINT:
        child.pending.append(signal.SIGKILL)
        child.ended_by = -number
        child.handle_signals()
    elif callable(handler) or handler is signal.SIG_DFL and number == signal.SIGINT:
        child.pending.append(number)
        child.handle_signals()


def _kill(pid, child, number):
    """Ends a process at once: none of its code runs any more, not even what stands behind `finally`."""
    if child is not None:
        for thread in scheduler.threads:
            if thread.process is child and not thread.has_ended:
                if scheduler.is_on_stack(thread):
                    child.ended_by = -number
                    child.pending.append(signal.SIGKILL)
                    child.thread.is_interrupted = True
                    wake(thread)
                    return
                scheduler.abandon(thread)
        _close(child)
    host.processEnds(pid, -number)


def _close(child):
    for fd in child.descriptors:
        if fd >= 0:
            host.closeDescriptor(fd, 0, 0)
    child.descriptors = [-2, -2, -2]


class _Main:
    """The function of a child's main thread."""

    def __init__(self, child):
        self._child = child

    @suspends
    def __call__(self):
        child = self._child
        status, is_over = 0, False
        try:
            options, rest = options_of(child.argv[1:])
            open_streams(child, "u" in options or bool(os.environ.get("PYTHONUNBUFFERED")))
            code = program_of(child, options, rest)
            if code is not None:
                eval(code, child.main.__dict__)
            start.join_all()
        except Killed:
            status, is_over = child.ended_by, True
        except BaseException as error:
            status = _status_of(error)
        if not is_over:
            status = _exit(child, status)
        _close(child)
        host.processEnds(child.pid, status)


@suspends
def _exit(child, status):
    """Calls the functions of `atexit` and writes what is left. Returns the exit status."""
    while child.exits:
        function, args, kwargs = child.exits.pop()
        try:
            function(*args, **kwargs)
        except BaseException as error:
            sys.stderr.write(f"Exception ignored in atexit callback {function!r}:\n")
            sys.stderr.write(traceback_of_child.text(error))
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            if stream is sys.stdout:
                status = 120
                complain(f"Exception ignored while flushing sys.stdout:\n{type(error).__name__}: {error}\n")
    return status


@suspends
def _status_of(error):
    if isinstance(error, SystemExit):
        if error.code is None or isinstance(error.code, int):
            return (error.code or 0) & 0xFF
        complain(f"{error.code}\n")
        return 1
    complain(traceback_of_child.text(error))
    return -int(signal.SIGINT) if isinstance(error, KeyboardInterrupt) else 1


_STREAMS = "stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__"


def enter(former, child):
    """Puts the state of a process in place, None for the program itself, and keeps that of the former one."""
    kept = _outside if former is None else former.state
    kept["argv"] = sys.argv
    kept["environ"] = os.environ._data
    kept["folder"] = os.getcwd()
    kept["main_thread"] = threading._main_thread
    kept["streams"] = [getattr(sys, name) for name in _STREAMS]
    own = [name for name in sys.modules if name not in variants.kept_modules() or name == "__main__"]
    kept["modules"] = {name: sys.modules.pop(name) for name in own}
    state = _outside if child is None else child.state
    sys.argv, os.environ._data = state["argv"], state["environ"]
    if state["folder"] != kept["folder"]:
        os.chdir(state["folder"])
    for name, stream in zip(_STREAMS, state["streams"] or (), strict=False):
        setattr(sys, name, stream)
    sys.modules.update(state["modules"])
    threading._main_thread = state["main_thread"]


def _set_signal(signalnum, handler):
    """`signal.signal`. A child has handlers of its own."""
    child = Running.thread.process
    if child is None:
        return _signal(signalnum, handler)
    if not callable(handler) and handler not in (signal.SIG_IGN, signal.SIG_DFL):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    if signalnum in (signal.SIGKILL, signal.SIGSTOP):
        raise OSError(28, "Invalid argument")
    before = _get_signal(signalnum)
    child.handlers[signalnum] = handler
    return before


def _get_signal(signalnum):
    """`signal.getsignal`."""
    child = Running.thread.process
    if child is None:
        return _getsignal(signalnum)
    default = signal.default_int_handler if signalnum == signal.SIGINT else signal.SIG_DFL
    return child.handlers.get(signalnum, default)


def _raise_signal(signalnum, /):
    """`signal.raise_signal`."""
    if Running.thread.process is None:
        _stock_raise_signal(signalnum)
    else:
        raise_in_child(signalnum)


def _leave(status):
    """`os._exit`."""
    child = Running.thread.process
    if child is None:
        _stock_leave(status)
    else:
        child.ended_by = status & 0xFF
        raise Killed


def _at_exit(function, /, *args, **kwargs):
    """`atexit.register`. A child has functions of its own."""
    child = Running.thread.process
    if child is None:
        return _register(function, *args, **kwargs)
    child.exits.append((function, args, kwargs))
    return function


def _not_at_exit(function, /):
    """`atexit.unregister`."""
    child = Running.thread.process
    if child is None:
        _unregister(function)
    else:
        child.exits = [entry for entry in child.exits if entry[0] != function]


def install():
    """Replaces the functions. Once an interpreter."""
    global _stock_raise_signal, _stock_leave
    _stock_raise_signal, _stock_leave = signal.raise_signal, os._exit
    for module, name, function in (
        (signal, "raise_signal", _raise_signal),
        (os, "_exit", _leave),
        (signal, "signal", _set_signal),
        (signal, "getsignal", _get_signal),
        (atexit, "register", _at_exit),
        (atexit, "unregister", _not_at_exit),
    ):
        function.__name__ = function.__qualname__ = name
        function.__module__ = module.__name__
        setattr(module, name, function)
    scheduler.Processes.enter = enter
