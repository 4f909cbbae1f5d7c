"""Calls in a program's text that make coroutines, tasks and groups, and what the program does with each
result.

The text is searched once a program, before it runs; `diagnoses` asks when it knows the line of a mistake. A
name stands for every function of that name: what really happens at a line is known from the run alone.
"""

import ast
import builtins

# Functions that take a function and call it, without an await.
TAKES_FUNCTION = {
    "thread": ("Thread", "Timer", "start_new_thread"),
    "executor": ("run_in_executor", "to_thread", "submit", "map"),
    "loop": (
        "call_soon",
        "call_later",
        "call_at",
        "call_soon_threadsafe",
        "add_done_callback",
        "add_signal_handler",
        "add_reader",
        "add_writer",
    ),
}
_kind_of = {name: kind for kind, names in TAKES_FUNCTION.items() for name in names}
# Functions that await the coroutines that they get.
_AWAITS = {
    "create_task",
    "ensure_future",
    "gather",
    "wait_for",
    "shield",
    "as_completed",
    "Task",
    "run_coroutine_threadsafe",
}
# The same, outside of a running loop.
RUNS = {"run", "run_until_complete"}
_MAKES_TASK = {"create_task", "ensure_future"}
_MAKES_GROUP = {"gather", "shield"}
# Coroutine functions of asyncio, and those whose names other functions have, too.
_LIBRARY = {"sleep", "wait_for", "to_thread", "open_connection", "create_subprocess_exec", "wait"}
_METHODS = {"put", "get", "join", "acquire", "wait", "drain", "aclose"}
# Expressions whose value is made of, or is one of, their parts.
_PARTS = (ast.List, ast.Tuple, ast.Set, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.Starred, ast.IfExp)
_PARTS += (ast.BoolOp, ast.Dict, ast.DictComp, ast.keyword)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_WITH_PLACES = (ast.expr, ast.stmt, ast.keyword, ast.arguments, ast.arg, ast.comprehension, ast.alias)
_WITH_PLACES += (ast.withitem, ast.excepthandler, ast.match_case)
_builtin_names = frozenset(dir(builtins))
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def name_of(node):
    """The name of the function that a node calls; None for another node, and for a function without a
    name."""
    return _last_name(getattr(node, "func", None))


def _last_name(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)


def is_awaited_by(use):
    """True if what `ProgramCalls.use_at` gives says that a function which awaits coroutines got this one."""
    return use[0] == "argument" and use[1] in _AWAITS


class ProgramCalls:
    """`dropping` has the lines of statements that drop a task or a group: the name of the function that
    makes it. `passing` has the lines at which a function of the program makes a task and returns it at once,
    if a statement drops what a call of that function returns: the lines of these calls. `is_tracked` is True
    if a coroutine may be lost at another line than the one that made it."""

    def __init__(self, tree):
        self._parents = parents = {}
        self._calls = []
        self._coroutines = set()
        self._known = set(_builtin_names)
        nodes = [tree]
        for node in nodes:
            kind = type(node)
            if kind is ast.Call:
                self._calls.append(node)
            elif kind in _DEFINITIONS:
                self._known.add(node.name)
                if kind is ast.AsyncFunctionDef:
                    self._coroutines.add(node.name)
            elif kind is ast.alias:
                self._known.add((node.asname or node.name).partition(".")[0])
            # As `ast.iter_child_nodes`, without the contexts and operators, which are half of all nodes.
            for field in kind._fields:
                value = getattr(node, field)
                for child in value if type(value) is list else (value,):
                    if isinstance(child, _WITH_PLACES):
                        parents[child] = node
                        nodes.append(child)
        # Lines that give a coroutine function to a function that cannot await it, by its name.
        self._given = {}
        self.dropping = {}
        self.passing = {}
        self.is_tracked = False
        for call in self._calls:
            self._look_at(call)
        self._find_passing()
        self.is_tracked |= bool(self._given)

    def _look_at(self, call):
        name = name_of(call)
        if name in _kind_of:
            for given in (*call.args, *(keyword.value for keyword in call.keywords)):
                function = _last_name(_without_partial(given))
                if function in self._coroutines:
                    self._given.setdefault(function, []).append((call.lineno, name))
        if name in _MAKES_TASK or name in _MAKES_GROUP:
            if self._is_dropped(call):
                self.dropping.update(dict.fromkeys(range(call.lineno, call.end_lineno + 1), name))
        elif not self.is_tracked:
            self.is_tracked = self._may_be_lost(call, name)

    def _find_passing(self):
        for call in self._calls:
            if name_of(call) in _MAKES_TASK and self._use(call)[0] in ("returned", "lambda"):
                maker = self._name_of_function(self._function_around(call))
                callers = (
                    [c for c in self._calls if name_of(c) == maker and self._is_dropped(c)] if maker else ()
                )
                lines = {line for c in callers for line in range(c.lineno, c.end_lineno + 1)}
                if lines:
                    self.passing.update(dict.fromkeys(range(call.lineno, call.end_lineno + 1), lines))

    def _name_of_function(self, function):
        """The name of a plain function, and of a lambda that is assigned to a name; else None."""
        if type(function) is ast.FunctionDef:
            return function.name
        parent = self._parents.get(function)
        return getattr(parent.targets[0], "id", None) if type(parent) is ast.Assign else None

    def _may_be_lost(self, call, name):
        use, api = self._use(call)
        if use == "await":
            return False
        if name in self._coroutines or name in _LIBRARY:
            return (
                use != "argument"
                or api not in _AWAITS
                and (api not in RUNS or self._function_around(call) is not None)
            )
        if use not in ("dropped", "kept"):
            return False
        is_name = type(call.func) is ast.Name
        return name in _METHODS and not is_name or is_name and name not in self._known

    def _use(self, call):
        """What the program does with a call's result: "await", "dropped", "kept", "returned", "lambda" or
        "argument", the last two with the name of the function that gets it; else an empty text."""
        node, parent = call, self._parents[call]
        while isinstance(parent, _PARTS):
            node, parent = parent, self._parents[parent]
        kind = type(parent)
        if kind is ast.Await:
            return "await", None
        if kind is ast.Expr:
            return "dropped", None
        if kind in (ast.Assign, ast.AnnAssign, ast.NamedExpr):
            return "kept", None
        if kind is ast.Return:
            return "returned", None
        if kind is ast.Call and node is not parent.func:
            return "argument", name_of(parent)
        if kind is ast.Lambda:
            outer = self._parents[parent]
            outer = self._parents[outer] if type(outer) is ast.keyword else outer
            return "lambda", name_of(outer)
        return "", None

    def _is_dropped(self, call):
        """True if no reference to a call's result is left after its statement."""
        parent = self._parents[call]
        if type(parent) is ast.Attribute:
            # A method's call on it.
            outer = self._parents[parent]
            return type(outer) is ast.Call and self._use(outer)[0] == "dropped"
        use, api = self._use(call)
        if use == "lambda":
            return _kind_of.get(api) == "loop"
        if use == "kept":
            return type(parent) is ast.Assign and [getattr(t, "id", None) for t in parent.targets] == ["_"]
        return use == "dropped"

    def _function_around(self, node):
        """The function that a node is in, or None at the top level."""
        while (node := self._parents.get(node)) is not None:
            if isinstance(node, _FUNCTIONS):
                return node
        return None

    def use_at(self, line, name):
        """What the program does with the result of a call of `name` on a line, as `_use` says it, and the
        function around it: "async", "plain" or "module". None if there is no such call."""
        for call in self._calls:
            if name_of(call) == name and call.lineno <= line <= call.end_lineno:
                use = self._use(call)
                if use[0] != "await":
                    around = type(self._function_around(call))
                    where = (
                        "async"
                        if around is ast.AsyncFunctionDef
                        else "module"
                        if around is type(None)
                        else "plain"
                    )
                    return (*use, where)
        return None

    def given(self, name, kind):
        """The line that gives the coroutine function `name` to a function of a kind, and that function's
        name; each line once. None if there is none left. A kind that no call has stands for all."""
        places = self._given.get(name, [])
        for place in [p for p in places if _kind_of[p[1]] == kind] or places:
            places.remove(place)
            return place
        return None

    def dropped_calls(self, name):
        """The lines of calls of `name` whose results are dropped or kept, in order."""
        return [
            c.lineno for c in self._calls if name_of(c) == name and self._use(c)[0] in ("dropped", "kept")
        ]


def _without_partial(node):
    return node.args[0] if name_of(node) == "partial" and node.args else node
