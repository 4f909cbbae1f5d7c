"""Finds the features of an old Python that a program uses, in its text, before it runs.

Only those are put in place, so that any other program sees Python 3.14 as it is. A use that the program
guards (`guards`) does not count: the program runs without.
"""

import ast

from loopscope.legacy.calls import Calls
from loopscope.legacy.loop_arguments import CLASSES, FUNCTIONS
from loopscope.legacy.names import EXCEPTIONS, NAMES

_MODULES = (
    "coroutines",
    "events",
    "futures",
    "locks",
    "queues",
    "streams",
    "subprocess",
    "tasks",
    "unix_events",
)
_TASK_METHODS = ("Task.all_tasks", "Task.current_task")


class Uses:
    """The features in use: `names` of `names.NAMES`, `features` of `prepare`, and the generator `functions`
    to flag as coroutines, each as its name and first line."""

    def __init__(self, tree, guards):
        self.names, self.features = set(), set()
        # Names of asyncio that the program assigns itself.
        self._provided = set()
        self._guards = guards
        nodes = list(ast.walk(tree))
        self._paths = Paths(nodes)
        self._shared_exceptions = False
        for node in nodes:
            self._look_at(node)
        self.names -= self._provided
        calls = Calls(nodes, self._paths.of, self._unguarded)
        if "coroutine" in self.names or calls.generators_as_coroutines:
            self.features.add("generators")
        self.functions = calls.decorated
        if "generators" in self.features:
            self.functions |= calls.delegating
            if calls.yields_from_value:
                self.features.add("locks")
        if calls.waits_for_coroutines:
            self.features.add("waits")
        if self.names or self.features - {"uvloop"} or calls.gets_event_loop:
            self._add_uncertain(calls)

    def _add_uncertain(self, calls):
        """Adds features that a text does not show for certain, as the program has turned out to be old."""
        if calls.waits:
            self.features.add("waits")
        if calls.makes_tasks:
            self.features.add("tasks")
        if self._shared_exceptions:
            self.features.add("exceptions")

    def _unguarded(self, node, *exceptions):
        return not self._guards.against(exceptions, node.lineno)

    def _look_at(self, node):
        match node:
            case ast.Name() | ast.Attribute():
                self._look_at_name(node, self._paths.of(node))
            case ast.ImportFrom(module=module, names=names):
                for alias in names:
                    self._look_at_name(node, short(f"{module}.{alias.name}"))
            case ast.Call(ast.Name("getattr"), [owner, ast.Constant(str() as name)]):
                self._look_at_name(node, short(f"{self._paths.of(owner)}.{name}"))
            case ast.Call(func=function) if _has_loop_argument(node):
                if self._asyncio_name(function) in FUNCTIONS | CLASSES:
                    self._add_loop_argument(node)
            case ast.ClassDef(bases=bases) if not CLASSES.isdisjoint(map(self._asyncio_name, bases)):
                for call in ast.walk(node):
                    match call:
                        case ast.Call(ast.Attribute(attr="__init__")) if _has_loop_argument(call):
                            self._add_loop_argument(call)
            case ast.With(items=items):
                for item in items:
                    self._look_at_context(item.context_expr)
        if isinstance(node, (ast.Import, ast.ImportFrom)) and "uvloop" in self._paths.roots(node):
            self.features.add("uvloop")

    def _look_at_name(self, node, path):
        if not path or not self._unguarded(node, "AttributeError", "ImportError"):
            return
        package, _, name = path.partition(".")
        if isinstance(getattr(node, "ctx", None), ast.Store):
            self._provided.add(name)
        elif path == "concurrent.futures.CancelledError":
            self._shared_exceptions = True
        elif package != "asyncio":
            return
        elif name in NAMES:
            self.names.add(name)
        elif name in _TASK_METHODS:
            self.features.add("tasks")
        elif name.removeprefix("futures.") in EXCEPTIONS and name.startswith("futures."):
            self.features.add("exceptions")

    def _asyncio_name(self, node):
        package, _, name = (self._paths.of(node) or "").partition(".")
        return name if package == "asyncio" else None

    def _add_loop_argument(self, call):
        if self._unguarded(call, "TypeError"):
            self.features.add("loop_arguments")

    def _look_at_context(self, expression):
        match expression:
            case ast.YieldFrom() | ast.Await(ast.Name() | ast.Attribute() | ast.Subscript()):
                if self._unguarded(expression, "TypeError", "AttributeError"):
                    self.features.add("locks")


def _has_loop_argument(call):
    return any(keyword.arg == "loop" for keyword in call.keywords)


class Paths:
    """The meaning of the program's names, as dotted paths from the module that they come from:
    `asyncio.Lock`."""

    def __init__(self, nodes):
        self._imported = {}
        self._has_star = False
        self._defined = set()
        for node in nodes:
            match node:
                case ast.Import(names=names):
                    for alias in names:
                        root = alias.name.partition(".")[0]
                        self._imported[alias.asname or root] = alias.name if alias.asname else root
                case ast.ImportFrom(module=str() as module, names=names):
                    for alias in names:
                        self._imported[alias.asname or alias.name] = f"{module}.{alias.name}"
                    self._has_star |= module == "asyncio" and names[0].name == "*"
                case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.FunctionDef(name=name):
                    self._defined.add(name)

    def of(self, node):
        """The path of a name or attribute, None for anything else."""
        path = self._whole(node)
        return path and short(path)

    def _whole(self, node):
        match node:
            case ast.Name(id=name):
                by_star = self._has_star and name not in self._defined
                return self._imported.get(name) or (f"asyncio.{name}" if by_star else None)
            case ast.Attribute(value=owner, attr=name):
                path = self._whole(owner)
                return path and f"{path}.{name}"
        return None

    @staticmethod
    def roots(node):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        return [module.partition(".")[0] for module in modules]


def short(path):
    """A path without asyncio's inner module: `asyncio.locks.Lock` is `asyncio.Lock`. Exceptions of
    `asyncio.futures` keep it, as they are no longer there."""
    package, _, rest = path.partition(".")
    module, _, name = rest.partition(".")
    if (
        package != "asyncio"
        or module not in _MODULES
        or not name
        or module == "futures"
        and name in EXCEPTIONS
    ):
        return path
    return f"asyncio.{name}"
