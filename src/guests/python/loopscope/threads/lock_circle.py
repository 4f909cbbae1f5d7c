"""Circles of threads, each of which waits for a lock that the next one holds. Called by `explain` for a
program in which no thread can run again."""

_CALLS = "Lock.acquire", "RLock.acquire"


def find(waits):
    """The first circle among threads that wait, each as (thread, call, line): those that are in it, in order.
    None if there is none, or if it is a thread alone, whose task holds the lock."""
    by_thread = {thread: wait for wait in waits if (thread := wait[0]).lock is not None and wait[1] in _CALLS}
    for start in by_thread:
        passed, thread = [], start
        while thread in by_thread and thread not in passed:
            passed.append(thread)
            thread = thread.lock.holder[0]
        if thread in passed:
            circle = passed[passed.index(thread) :]
            _, task, _ = circle[0].lock.holder
            return None if len(circle) == 1 and task is not None else [by_thread[one] for one in circle]
    return None


def describe(circle):
    """Why the threads of a circle can never run again, and what to do."""
    links = [f"{thread.name} waits{_place(line)} for {_lock_of(thread)}" for thread, _, line in circle]
    if len(circle) == 1:
        return f"{links[0]}. Release a lock before acquiring it again, or use threading.RLock."
    locks = "both locks" if len(circle) == 2 else "the locks"
    return f"{'; '.join(links)}. Acquire {locks} in the same order everywhere."


def _lock_of(thread):
    holder, task, line = thread.lock.holder
    name = "it" if holder is thread else task.shown_name() if task is not None else holder.name
    return f"the lock that {name} acquired{_place(line)}"


def _place(line):
    return f" on line {line}" if line else ""
