"""`_posixsubprocess.fork_exec`: a process begins. Mirrors `Modules/_posixsubprocess.c`, but for an error: it
is raised at once, where natively the child writes it to a pipe."""

import errno
import json
import os

import _loopscope as host

from loopscope.frames import user_line
from loopscope.net.crossing import actor
from loopscope.net.descriptors import real
from loopscope.processes import children, current
from loopscope.unsupported import CannotBeHere

# The task and the line that started each process of the program, by pid.
started = {}
_PREEXEC = "preexec_fn is not available here: a process is simulated, and begins with its program"


def fork_exec(
    args,
    executables,
    close_fds,
    pass_fds,
    cwd,
    env,
    p2cread,
    p2cwrite,
    c2pread,
    c2pwrite,
    errread,
    errwrite,
    errpipe_read,
    errpipe_write,
    restore_signals,
    start_new_session,
    process_group,
    gid,
    groups,
    uid,
    umask,
    preexec_fn,
    *_,
):
    if preexec_fn not in (None, os.setsid, os.setpgrp):
        raise CannotBeHere(f"{_PREEXEC}.")
    folder = os.fsdecode(cwd) if cwd is not None else os.getcwd()
    if not os.path.isdir(folder):
        code = errno.ENOTDIR if os.path.exists(folder) else errno.ENOENT
        raise OSError(code, os.strerror(code), cwd)
    program = os.fsdecode(executables[0])
    if len(executables) > 1:
        # A name, that was looked for in several folders.
        program = os.path.basename(program)
    own_group = start_new_session or preexec_fn is not None or process_group == 0
    start = {
        "argv": [os.fsdecode(arg) for arg in args],
        "program": program,
        "env": _variables(env),
        "cwd": os.path.abspath(folder),
        "streams": [
            current.descriptor(at) if fd == -1 else real(fd)
            for at, fd in enumerate((p2cread, c2pwrite, errwrite))
        ],
        "group": 0 if own_group else max(process_group, 0) or os.getpgrp(),
        "parent": current.number(),
    }
    if program.endswith("sh") or any("python" in word for word in (program, *start["argv"])):
        children.keep()
    by = actor()
    pid = host.processStart(json.dumps(start), *by)
    if current.number() == 0:
        started[pid] = by
    if pid < 0:
        code = -pid
        if code == errno.ENOENT and os.path.exists(program):
            code = errno.EACCES
        elif code == errno.ENOENT:
            _say_what_is_there(program)
        raise OSError(code, os.strerror(code), program)
    return pid


def _variables(env):
    if env is None:
        return dict(os.environ)
    pairs = (os.fsdecode(entry).partition("=") for entry in env)
    return {name: value for name, _, value in pairs}


def _say_what_is_there(program):
    there = ", ".join(host.programNames().split())
    text = f"There is no program {program} here: processes are simulated. These are there: {there}."
    host.warningRaised(text, user_line(), "", 0)
