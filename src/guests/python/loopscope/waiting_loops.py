"""Loops of the program that only wait, found in its text: only the clock can end them, or only other code.

`safepoint` and `spinning` ask, so that such a wait ends soon on the virtual clock, and a wait that can never
end is reported. Where the text leaves it open, the answer is that a loop works. `visitors` asks about loops
of libraries, too.
"""

import ast

from loopscope.frames import FILENAME

# Kinds of loops that read the clock (`clock-watch.ts`).
WAITS, AWAITS, WORKS = "waits", "awaits", "works"
# Kinds of loops in which a task or a thread sleeps: one without an end that only sleeps and prints, one
# without an end, another `while`, and any other loop.
IDLES, ENDLESS, WHILE, OTHER = "idles", "endless", "while", "other"

_CLOCKS = frozenset(
    "time time_ns perf_counter perf_counter_ns monotonic monotonic_ns process_time process_time_ns thread_time "
    "thread_time_ns clock_gettime clock_gettime_ns now utcnow today default_timer".split()
)
# Functions and methods that read no clock and change nothing.
_PURE = frozenset(
    "len bool int float abs min max sum any all isinstance round timedelta is_set done empty full locked cancelled "
    "qsize cancelling total_seconds timestamp get_running_loop get_event_loop".split()
)
_AWAITS = (ast.Await, ast.AsyncFor, ast.AsyncWith)
_LOOPS = (ast.While, ast.For, ast.AsyncFor)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
# Statements and expressions that may run any code.
_OPEN = (
    ast.Yield,
    ast.YieldFrom,
    ast.AsyncFor,
    ast.AsyncWith,
    ast.With,
    ast.Try,
    ast.TryStar,
    ast.Assert,
    ast.Match,
)
_LEAVES = (ast.Break, ast.Return, ast.Raise)

_source = ""
_whiles = None
_answers = {}
# The innermost loops around the lines of each file of a library; such a file is never changed.
_loops_of_libraries = {}


def begin(source):
    """Takes the text of a program. It is parsed when a question is first asked."""
    global _source, _whiles
    _source, _whiles = source, None
    _answers.clear()


def kind(code, destination):
    """The kind of the loop that jumps to an offset of the code."""
    key = code.co_qualname, code.co_firstlineno, code.co_flags, destination
    answer = _answers.get(key)
    if answer is None:
        loop = _loop_at(code, destination)
        answer = _answers[key] = WORKS if loop is None else _kind(loop)
    return answer


def _kind(loop):
    if any(type(node) in _AWAITS for node in _inside(loop)):
        return AWAITS
    return WAITS if _ends_by_clock(loop) or _is_idle(loop) else WORKS


def around(line):
    """Of the innermost loop around a line's `await`: true if it only waits, and true if only other code can
    end it."""
    answer = _answers.get(line)
    if answer is None:
        loop = _loops_by_line(_source).get(line)
        if type(loop) is ast.While:
            idle = _is_idle(loop)
            answer = idle or _ends_by_clock(loop), idle and not _reads_clock(loop)
        else:
            answer = False, False
        _answers[line] = answer
    return answer


def repeats(line):
    """True if the innermost loop around a line is a `while` whose test the loop does not change itself."""
    loop = _loops_by_line(_source).get(line)
    if type(loop) is ast.For and line == loop.lineno:
        # What it iterates over is outside of it.
        loop = next((outer for outer in _all_whiles() if line in (node.lineno for node in outer.body)), None)
    return type(loop) is ast.While and not _names_read(loop.test) & _names_changed(loop)


def does_nothing(line):
    """True if the innermost loop around a line of the program has no end, and does nothing but sleep and
    print."""
    return sleeps_in(line) == IDLES


def sleeps_in(line, filename=FILENAME):
    """The kind of the innermost loop around a line of the program or of a library; None if there is none."""
    loop = _loops_in(filename).get(line)
    if loop is None:
        return None
    if type(loop) is not ast.While:
        return OTHER
    if any(True for _ in _exits(loop)):
        return WHILE
    harmless = _PURE | _CLOCKS | {"sleep", "print"}
    works = any(
        type(node) is ast.Call
        and _name(node) not in harmless
        or type(node) is ast.Await
        and _name(node.value) != "sleep"
        or type(node) in _OPEN
        for node in _inside(loop)
    )
    return ENDLESS if works else IDLES


def _loops_in(filename):
    if filename == FILENAME:
        return _loops_by_line(_source)
    loops = _loops_of_libraries.get(filename)
    if loops is None:
        loops = _loops_of_libraries[filename] = _loops_by_line(_text_of(filename))
    return loops


def _text_of(filename):
    """The text of a library's file; empty if it is none, such as code that was made as text."""
    try:
        with open(filename, encoding="utf-8") as file:
            return file.read()
    except OSError, ValueError:
        return ""


def _reads_clock(loop):
    return any(type(node) is ast.Call and _name(node) in _CLOCKS for node in _inside(loop))


def _loops_by_line(source):
    """The innermost loop around each line of a text, in the function that the line belongs to."""
    found = {}

    def visit(node, loop):
        if type(node) in _SCOPES:
            loop = None
        if type(node) in _LOOPS or loop is None and type(node) in _SCOPES:
            loop = node if type(node) in _LOOPS else None
            found.update(dict.fromkeys(range(node.lineno, node.end_lineno + 1), loop))
        for child in ast.iter_child_nodes(node):
            visit(child, loop)

    visit(ast.parse(source), None)
    return found


def _loop_at(code, destination):
    """The `while` loop whose turn begins at an offset: with its test, or with its body."""
    line, _, column, _ = list(code.co_positions())[destination // 2]
    if line is None or column is None:
        return None
    # A test first: the first statement of a body may be another loop.
    for head_of in (lambda loop: loop.test, lambda loop: loop.body[0]):
        for loop in _all_whiles():
            head = head_of(loop)
            if (head.lineno, head.col_offset) <= (line, column) < (head.end_lineno, head.end_col_offset):
                return loop
    return None


def _all_whiles():
    global _whiles
    if _whiles is None:
        _whiles = [node for node in ast.walk(ast.parse(_source)) if type(node) is ast.While]
    return _whiles


def _is_true(test):
    return type(test) is ast.Constant and bool(test.value)


def _ends_by_clock(loop):
    exits = list(_exits(loop))
    if not exits or any(test is None for test in exits):
        return False
    inside = _inside(loop)
    named = _reads_clock(loop)

    def reads(expression):
        return any(
            type(node) is ast.Call
            and (_name(node) in _CLOCKS if named else _name(node) not in _PURE)
            or type(node) is ast.Name
            and node.id in times
            for node in ast.walk(expression)
        )

    times = set()
    # Twice: a name may get its value from one that is assigned below.
    for _ in range(2):
        for node in inside:
            if type(node) in (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.NamedExpr) and node.value:
                if reads(node.value):
                    targets = node.targets if type(node) is ast.Assign else [node.target]
                    times.update(n.id for t in targets for n in ast.walk(t) if type(n) is ast.Name)
    # A test of several parts, such as `while not done and time() < end`, has other ways to end.
    return all(type(test) is not ast.BoolOp and reads(test) for test in exits)


def _is_idle(loop):
    """True if a loop does nothing that could end it: it calls nothing but clocks, tests and `sleep`, and
    changes no variable of its tests."""
    exits = list(_exits(loop))
    if any(test is None for test in exits):
        return False
    inside = _inside(loop)
    awaited = {id(node.value) for node in inside if type(node) is ast.Await and _name(node.value) == "sleep"}
    if any(
        type(node) is ast.Call
        and id(node) not in awaited
        and _name(node) not in _PURE | _CLOCKS
        or type(node) in _OPEN
        or type(node) is ast.Await
        and id(node.value) not in awaited
        for node in inside
    ):
        return False
    return not set().union(*map(_names_read, exits)) & _names_changed(loop)


def _names_read(test):
    return {node.id for node in ast.walk(test) if type(node) is ast.Name}


def _names_changed(loop):
    return {_root(node) for node in _inside(loop) if type(getattr(node, "ctx", None)) in (ast.Store, ast.Del)}


def _root(target):
    while type(target) in (ast.Attribute, ast.Subscript, ast.Starred):
        target = target.value
    return getattr(target, "id", None)


def _exits(loop):
    """The tests that end a loop; None for a way out that has no test of its own."""
    if not _is_true(loop.test):
        yield loop.test
    for statement in loop.body:
        yield from _exits_in(statement, None, True)


def _exits_in(node, test, breaks):
    if type(node) in _LEAVES:
        if breaks or type(node) is not ast.Break:
            yield test
        return
    if type(node) in _SCOPES:
        return
    breaks = breaks and type(node) not in _LOOPS
    for child in ast.iter_child_nodes(node):
        yield from _exits_in(child, node.test if type(node) is ast.If else test, breaks)


def _inside(loop):
    return [node for statement in (loop.test, *loop.body) for node in _own(statement)]


def _own(node):
    """A node and all below it, but for functions inside."""
    yield node
    if type(node) not in _SCOPES:
        for child in ast.iter_child_nodes(node):
            yield from _own(child)


def _name(call):
    function = getattr(call, "func", None)
    return getattr(function, "attr", None) or getattr(function, "id", "")
