"""Runs programs as `python program.py` would, each in a `__main__` of its own. The host calls `prepare` once,
then `run` for each program, and `tidy` after it."""

import ast
import asyncio
import contextvars
import gc
import inspect
import io
import json
import linecache
import os
import random
import sys
import time
import traceback
import types

import _loopscope as host

from loopscope import (
    errors,
    event_loop_policy,
    frames,
    hidden_frames,
    interpreter_settings,
    journal,
    linux,
    loop,
    monitoring,
    object_ids,
    outcome,
    output,
    registry,
    reset,
    safepoint,
    signals,
    spinning,
    task,
    timed_signals,
    unsupported,
    visitors,
    waiting_loops,
)
from loopscope.cpython_internals import exit_threading, run_exit_functions
from loopscope.frames import FILENAME, user_line
from loopscope.impersonation import impersonates
from loopscope.instrumentation import context_variables, diagnoses, install, task_events, unclosed
from loopscope.legacy import prepare as legacy
from loopscope.legacy import syntax as legacy_syntax
from loopscope.net import crossing
from loopscope.net import install as network
from loopscope.packages import folders, imports, kept
from loopscope.processes import install as processes
from loopscope.threads import (
    attributes,
    caching,
    coroutines,
    executed,
    executor,
    grouping,
    iterators,
    library,
    operators,
    pool,
    results,
    scheduler,
    searching,
    start,
    steps,
    texts,
    variants,
)
from loopscope.threads import locks as thread_locks
from loopscope.tls import install as tls

_excepthook = sys.excepthook
# As `json.dumps`, of C alone: the program may have changed the functions of `json`.
_encode = json.encoder.c_make_encoder(
    None, None, json.encoder.c_encode_basestring_ascii, None, ": ", ", ", False, False, True
)
# What threads call in place of functions of C.
_REPLACEMENTS = (
    *(attributes, caching, coroutines, executed, grouping, iterators, library, operators, searching),
    *(steps, texts),
)


def _exit(status):
    outcome.leave(status, user_line(2))


def _abort():
    outcome.leave("aborted", user_line(2))


def prepare():
    """Installs all that this package replaces, and remembers the interpreter for `reset`. Once an
    interpreter."""
    # First the locks of threads: all that follows creates some.
    for module in (thread_locks, start, executor, pool, *_REPLACEMENTS):
        module.install()
    linux.install()
    network.install()
    tls.install()
    loop.install()
    task.install()
    event_loop_policy.install()
    unsupported.install()
    signals.install()
    timed_signals.install()
    visitors.install()
    hidden_frames.install()
    install.install()
    results.install()
    os._exit, os.abort = _exit, _abort
    processes.install()
    # Missing in WebAssembly.
    time.thread_time, time.thread_time_ns = time.process_time, time.process_time_ns
    object_ids.install()
    traceback.TracebackException.print = errors.print_report
    # Also between programs: finalizers of garbage may write.
    _open_streams()
    variants.remember()
    folders.install()
    reset.remember()
    reset.restore()
    kept.remember()


def restored():
    """Called in place of `prepare` in an interpreter whose memory is of another one that was prepared: the
    host is another, and the files are gone."""
    # The loader adds it each time.
    sys.path.remove("")
    journal.share()
    crossing.share()
    safepoint.share()
    processes.make_files()
    folders.make()
    interpreter_settings.remember()
    kept.remember()


needed_packages = imports.needed
has_package = folders.has
unpack_package = folders.unpack


def prepare_packages(source, keys):
    """Makes a program's wheels importable: `keys` are theirs, with spaces between. Before each `run`."""
    kept.prepare(source, folders.of(keys.split()))
    _open_streams()


def run(source, seed, planned_signals):
    """Runs a program and returns its result as JSON: `{outcome, error, line, invalid}` of `RunResult`.
    `planned_signals` are the signals of the person at the page (`timed_signals.plan`)."""
    for module in (
        object_ids,
        journal,
        outcome,
        frames,
        task_events,
        task,
        loop,
        spinning,
        scheduler,
        start,
        executor,
        variants,
        signals,
        timed_signals,
        diagnoses,
        unclosed,
        network,
        visitors,
        tls,
        processes,
    ):
        module.reset()
    event_loop_policy.begin()
    sys.stdin = sys.__stdin__ = io.StringIO()
    sys.argv[:] = [FILENAME]
    _open_streams()
    random.seed(seed)
    main = types.ModuleType("__main__")
    timed_signals.plan(planned_signals)
    try:
        # In a context of its own, which ends with the program.
        result = contextvars.Context().run(_run, source, main)
        diagnoses.end()
        _leave(main)
        diagnoses.report_unheard()
        stopped = outcome.final()
        if stopped is not None:
            result = _result(*stopped)
        unclosed.end(result["outcome"] == "ok")
    finally:
        host.end()
        scheduler.close()
        main.__dict__.clear()
        registry.clear()
        for module in (scheduler, start, executor, results, variants, diagnoses, unclosed):
            module.reset()
    return "".join(_encode(result, 0))


def tidy():
    """Puts the interpreter back. The host calls it after each `run`, once the result is on its way. Returns
    False if that does not hold, or a compiled module is loaded, whose data are its own: then the interpreter
    may run no further program."""
    try:
        holds = reset.restore()
    except Exception:
        # A function of the library that the program has changed.
        return False
    kept.restore()
    return holds and not folders.has_extensions


def _open_streams():
    sys.stdout = sys.__stdout__ = output.Output("stdout")
    sys.stderr = sys.__stderr__ = output.Output("stderr")


def _run(source, main):
    source = source.removeprefix("\ufeff")
    linecache.cache[FILENAME] = (len(source), None, source.splitlines(keepends=True), FILENAME)
    try:
        code = compile(source, FILENAME, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        legacy_syntax.explain(error, source)
        sys.stderr.write(errors.invalid_source(error))
        return _result("error", errors.one_line(error), getattr(error, "lineno", None) or 0, True)
    with open(FILENAME, "w", encoding="utf-8", errors="surrogatepass") as file:
        file.write(source)
    code = legacy.prepare(source, code)
    diagnoses.begin(source)
    waiting_loops.begin(source)
    safepoint.monitor(code, context_variables.monitored_events(source))
    sys.modules["__main__"] = main
    main.__dict__.update(__builtins__=__builtins__, __file__=FILENAME)
    try:
        _execute(code, main)
    except SystemExit as leaving:
        return _exited(leaving)
    except BaseException as error:
        errors.explain(error)
        _report(error)
        return _result("error", errors.one_line(error), errors.line_of(error))
    return _result("ok")


def _execute(code, main):
    """Runs a program's code. One that awaits at its top level runs as a task, as in `python -m asyncio`,
    under a `Runner`."""
    try:
        if code.co_flags & inspect.CO_COROUTINE:
            with asyncio.Runner() as runner:
                runner.run(types.FunctionType(code, main.__dict__)())
        else:
            exec(code, main.__dict__)
    finally:
        # The program may have set functions that trace or monitor what follows.
        sys.settrace(None)
        monitoring.restore()
        unclosed.leave()


def _report(error):
    if sys.excepthook is not _excepthook:
        try:
            return sys.excepthook(type(error), error, errors.of_program(error.__traceback__))
        except BaseException as failure:
            sys.stderr.write(
                f"Error in sys.excepthook:\n{errors.program_traceback(failure)}\nOriginal exception was:\n"
            )
    sys.stderr.write(errors.program_traceback(error))


def _exited(leaving):
    """As the interpreter does: no code or 0 is success, another number is the status, anything else goes to
    stderr."""
    if leaving.code is None or leaving.code == 0:
        return _result("ok")
    if not isinstance(leaving.code, int) and not isinstance(leaving, outcome.Stopped):
        sys.stderr.write(f"{leaving.code}\n")
    return _result("error", errors.one_line(leaving), errors.line_of(leaving))


def _leave(main):
    """Exits as the interpreter does: joins threads, calls exit functions, and drops the program's objects,
    which warns of coroutines never awaited, tasks destroyed while pending, exceptions never retrieved."""
    if outcome.final() is None:
        try:
            exit_threading()
            run_exit_functions()
        except outcome.Stopped:
            pass
    _forget(main)
    output.flush()


@impersonates("<sys>", 0)
def _forget(main):
    """Drops the program's objects. CPython's warnings name `<sys>` as where that happens."""
    for name in list(main.__dict__):
        if name != "__builtins__":
            main.__dict__[name] = None
    event_loop_policy.begin()
    gc.collect()


def _result(outcome, error=None, line=0, invalid=False):
    return {"outcome": outcome, "error": error, "line": line, "invalid": invalid}
