"""A program's calls that an old asyncio understood: generators as coroutines, and `asyncio.wait` for
coroutines.

Called by `scan`."""

import ast

_DECORATORS = ("asyncio.coroutine", "types.coroutine")

# Coroutine functions of asyncio: until Python 3.6 they were generators, and any generator could `yield from`
# them.
_COROUTINES = {"asyncio." + name for name in ("sleep", "wait", "wait_for", "open_connection", "start_server")}

# Functions that create tasks of coroutines.
_TAKING = ("run", "create_task", "ensure_future", "gather", "wait_for", "shield", "Task")
_TAKERS = {"asyncio." + name for name in _TAKING}
_TAKER_METHODS = ("run_until_complete", "create_task")


class Calls:
    def __init__(self, nodes, path_of, unguarded):
        self._path_of = path_of
        functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
        generators = {node for node in functions if _yields(node)}
        decorated = {
            node for node in functions if any(path_of(d) in _DECORATORS for d in node.decorator_list)
        }
        plain = {node for node in generators - decorated if node.name not in ("__await__", "__iter__")}
        natives = {node.name for node in nodes if isinstance(node, ast.AsyncFunctionDef)}
        self._coroutine_names = natives | {node.name for node in decorated}
        generator_names = {node.name for node in generators} - natives

        calls = [node for node in nodes if isinstance(node, ast.Call)]
        taken = [arg for call in calls if self._takes_coroutines(call) for arg in call.args]
        self.generators_as_coroutines = any(
            isinstance(arg, ast.Call)
            and _last_name(arg.func) in generator_names
            and unguarded(arg, "TypeError")
            for arg in taken
        ) or any(self._delegates_to_asyncio(node) and unguarded(node, "TypeError") for node in plain)
        self.decorated = {_place(node) for node in generators & decorated}
        self.delegating = {_place(node) for node in plain if not node.decorator_list and _delegations(node)}
        self.yields_from_value = any(
            not isinstance(d, ast.Call) for node in generators for d in _delegations(node)
        )

        waits = [
            call for call in calls if path_of(call.func) == "asyncio.wait" and unguarded(call, "TypeError")
        ]
        self.waits = bool(waits)
        self._held = self._held_coroutines(nodes) if waits else set()
        self.waits_for_coroutines = any(self._has_coroutines(arg) for call in waits for arg in _waited(call))
        # Inside of `async def`, `get_event_loop()` returns the running loop, in an old Python and now.
        in_natives = {node for f in nodes if isinstance(f, ast.AsyncFunctionDef) for node in ast.walk(f)}
        self.gets_event_loop = any(
            path_of(call.func) == "asyncio.get_event_loop" and unguarded(call, "RuntimeError")
            for call in calls
            if call not in in_natives
        )
        self.makes_tasks = any(path_of(call.func) == "asyncio.Task" for call in calls)

    def _takes_coroutines(self, call):
        return (
            self._path_of(call.func) in _TAKERS
            or isinstance(call.func, ast.Attribute)
            and call.func.attr in _TAKER_METHODS
        )

    def _delegates_to_asyncio(self, function):
        return any(
            isinstance(d, ast.Call) and self._path_of(d.func) in _COROUTINES for d in _delegations(function)
        )

    def _held_coroutines(self, nodes):
        """The names of variables and attributes that hold coroutines or collections of them."""
        self._held, before = set(), None
        while before != len(self._held):
            before = len(self._held)
            for node in nodes:
                match node:
                    case (
                        ast.Assign(targets=[target], value=value) | ast.AugAssign(target=target, value=value)
                    ):
                        values = [value]
                    case ast.Call(ast.Attribute(target, "append" | "add" | "extend" | "insert"), args):
                        values = args
                    case _:
                        continue
                if any(self._is_coroutine(value) or self._has_coroutines(value) for value in values):
                    self._held.add(_last_name(target))
        return self._held - {None}

    def _is_coroutine(self, node):
        match node:
            case ast.Call(func=function):
                return self._makes_coroutines(function)
            case ast.Name() | ast.Attribute():
                return _last_name(node) in self._held
        return False

    def _makes_coroutines(self, function):
        return _last_name(function) in self._coroutine_names or self._path_of(function) in _COROUTINES

    def _has_coroutines(self, node):
        """True for a collection that has coroutines in it, as far as the text shows."""
        match node:
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                return any(self._is_coroutine(item) or self._has_coroutines(item) for item in items)
            case ast.ListComp(elt=item) | ast.SetComp(elt=item) | ast.GeneratorExp(elt=item):
                return self._is_coroutine(item)
            case ast.Call(ast.Name("map"), [function, *_]):
                return self._makes_coroutines(function)
            case ast.Call(ast.Name("list" | "set" | "tuple"), [collection]) | ast.Starred(collection):
                return self._has_coroutines(collection)
            case ast.BinOp(left=left, right=right):
                return self._has_coroutines(left) or self._has_coroutines(right)
            case ast.Name() | ast.Attribute():
                return _last_name(node) in self._held
        return False


def _waited(call):
    return call.args[:1] or [keyword.value for keyword in call.keywords if keyword.arg == "fs"]


def _last_name(node):
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return None


def _place(function):
    """A function's name and first line, which tell its code from others."""
    return function.name, min((d.lineno for d in function.decorator_list), default=function.lineno)


def _own(function):
    """The nodes of a function's body without those of functions in it."""
    pending = list(function.body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            pending.extend(ast.iter_child_nodes(node))


def _yields(function):
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in _own(function))


def _delegations(function):
    return [node.value for node in _own(function) if isinstance(node, ast.YieldFrom)]
