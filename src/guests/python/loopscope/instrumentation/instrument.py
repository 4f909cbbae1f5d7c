"""Calls back when exactly the watched functions start, wait or return.

The calls are woven into the function's own text, which is compiled anew at its place: the function stays the same object,
and does the same. (`sys.monitoring` tells of a frame, by way of C, and a name in that must be looked up: ten times as
slow.) A callback is given the values that its parameters name: those of the function's variables, or, for `result`, what
it returns. The frame of the watched function is the caller of the callback.
"""

import ast
import inspect
import sys
import warnings

_RESULT = "result"

# The place of a call at the end of a function: no line, as what returns from there has none. (The compiler gives it that
# of whatever ran last.)
_NOWHERE = ast.Pass(lineno=-1, col_offset=-1, end_lineno=-1, end_col_offset=-1)

# The watched functions, each with its code as it was.
stock = {}

# The texts of their modules. (`inspect.getsource` would read one anew for each function.)
_lines = {}


def watch(function, start=None, wait=None, end=None, before=None, collect=None):
    """Calls `start` when the function starts, `wait` each time it is going to wait in an await of its own, `end` when it
    returns (before the `finally` around that, if there is one). `before` is a method's name and what to call before it
    calls that. Where the function makes a set by a comprehension, `collect` makes one of the list of its members."""
    assert function not in stock
    code = stock[function] = function.__code__
    tree, definition = _parse(function)
    weaver = _Weaver(wait, end, before, collect)
    weaver.weave(definition, start)
    function.__code__ = weaver.fill(_compiled(tree, code))


def _parse(function):
    """The tree of a module with nothing but the function, at its place, in its class if it is in one."""
    module, first = function.__module__, function.__code__.co_firstlineno
    if module not in _lines:
        _lines[module] = sys.modules[module].__loader__.get_source(module).splitlines(keepends=True)
    lines = inspect.getblock(_lines[module][first - 1 :])
    owner = function.__qualname__.rpartition(".")[0]
    head = f"class {owner}:\n" if owner else "\n"
    tree = ast.parse("\n" * (first - 2) + head + "".join(lines))
    top = tree.body[0]
    return tree, top.body[0] if owner else top


def _compiled(tree, code):
    """The code in the tree that takes the place of another."""
    with warnings.catch_warnings():
        # The compiler thinks little of constants that are called.
        warnings.simplefilter("ignore")
        found = compile(ast.fix_missing_locations(tree), code.co_filename, "exec", dont_inherit=True)
    for name in code.co_qualname.split("."):
        found = next(c for c in found.co_consts if type(c) is type(code) and c.co_name == name)
    return found


class _Weaver(ast.NodeTransformer):
    """Puts the calls into a function's body. What is called is a constant of its code: a text until that is compiled."""

    def __init__(self, wait, end, before, collect):
        self._wait, self._end, self._collect = wait, end, collect
        self._method, self._before = before or (None, None)
        self._callbacks = {}

    def weave(self, definition, start):
        first = 0 if ast.get_docstring(definition) is None else 1
        returns = type(definition.body[-1]) is ast.Return
        body = definition.body = self._visited(definition.body)
        if start is not None:
            body.insert(first, self._call(start, body[first]))
        if self._end is not None and not returns:
            body.append(self._call(self._end, _NOWHERE, ast.Constant(None)))

    def fill(self, code):
        """The code with what is called in its place."""
        callbacks = self._callbacks
        return code.replace(
            co_consts=tuple(callbacks.get(c, c) if type(c) is str else c for c in code.co_consts)
        )

    def visit_Expr(self, node):
        value = node.value
        if self._wait is not None and type(value) is ast.Await:
            return [self._call(self._wait, node), node]
        called = getattr(value, "func", None)
        if self._before is not None and getattr(called, "attr", None) == self._method:
            return [self._call(self._before, node), node]
        return node

    def visit_Return(self, node):
        if self._end is None:
            return node
        value = node.value or ast.Constant(None)
        # Evaluating it once more changes nothing.
        assert type(value) in (ast.Constant, ast.Name)
        return [self._call(self._end, node, value), node]

    def visit_SetComp(self, node):
        if self._collect is None:
            return node
        members = ast.copy_location(ast.ListComp(node.elt, node.generators), node)
        return ast.copy_location(ast.Call(self._constant(self._collect), [members], []), node)

    def visit_FunctionDef(self, node):
        return node

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef

    def _visited(self, statements):
        visited = (self.visit(statement) for statement in statements)
        return [s for part in visited for s in (part if type(part) is list else (part,))]

    def _call(self, callback, place, result=None):
        code = callback.__code__
        values = [
            result if name == _RESULT else ast.Name(name, ast.Load())
            for name in code.co_varnames[: code.co_argcount]
        ]
        return ast.copy_location(ast.Expr(ast.Call(self._constant(callback), values, [])), place)

    def _constant(self, called):
        text = f"<callback {len(self._callbacks)}>"
        self._callbacks[text] = called
        return ast.Constant(text)
