"""Compiles hooks into a function's own text: calls when it starts, awaits or returns.

The function stays the same object, at the same lines, and a program cannot see a difference
(`instrumentation.test.ts`). A hook gets the values that its parameters name: the function's variables, or, as
`result`, the value that it returns. The instrumented function's frame is the hook's caller.

`sys.monitoring` would do the same ten times slower: it enters through C and gives a frame, in which each
variable must be looked up.
"""

import ast
import inspect
import sys
import warnings

_RESULT = "result"

# The place of a hook at the end of a function. Without a line, so that the implicit return keeps the one that
# the compiler gives it: that of the statement that ran last.
_NO_PLACE = ast.Pass(lineno=-1, col_offset=-1, end_lineno=-1, end_col_offset=-1)

# The code that each instrumented function had before.
original_code = {}

# Lines of text by module. (`inspect.getsource` would read a module again for each function.)
_lines = {}


def instrument(function, on_start=None, on_await=None, on_return=None, before_call=None, make_set=None):
    """Calls `on_start` when a function starts, `on_await` before each `await` that is a statement of it, and
    `on_return` when it returns (before a `finally` around the return).

    `before_call` is a method's name and a hook, called before each statement that calls that method.
    `make_set` makes, of a list, the set where the function has a set comprehension. A function can be
    instrumented once."""
    assert function not in original_code
    code = original_code[function] = function.__code__
    tree, definition = _parse(function)
    instrumenter = _Instrumenter(on_await, on_return, before_call, make_set)
    instrumenter.insert(definition, on_start)
    function.__code__ = instrumenter.with_hooks(_compiled(tree, code))


def _parse(function):
    """The tree of a module that has only the function, at its own line and in its class; and the function in
    it."""
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
    """The code that the tree has for the function whose code is given."""
    with warnings.catch_warnings():
        # "'str' object is not callable; perhaps you missed a comma?": a hook is a text until `with_hooks`.
        warnings.simplefilter("ignore")
        found = compile(ast.fix_missing_locations(tree), code.co_filename, "exec", dont_inherit=True)
    for name in code.co_qualname.split("."):
        found = next(c for c in found.co_consts if type(c) is type(code) and c.co_name == name)
    return found


class _Instrumenter(ast.NodeTransformer):
    """Inserts calls of hooks into a function's body. A hook is a constant of the function's code, so that its
    call looks up no name. The compiler takes no function for a constant: a text marks its place until
    then."""

    def __init__(self, on_await, on_return, before_call, make_set):
        self._on_await, self._on_return, self._make_set = on_await, on_return, make_set
        self._method, self._before = before_call or (None, None)
        self._hooks = {}

    def insert(self, definition, on_start):
        first = 0 if ast.get_docstring(definition) is None else 1
        returns = type(definition.body[-1]) is ast.Return
        body = definition.body = self._visited(definition.body)
        if on_start is not None:
            body.insert(first, self._call(on_start, body[first]))
        if self._on_return is not None and not returns:
            body.append(self._call(self._on_return, _NO_PLACE, ast.Constant(None)))

    def with_hooks(self, code):
        """The code with the hooks in place of the texts that mark them."""
        hooks = self._hooks
        return code.replace(co_consts=tuple(hooks.get(c, c) if type(c) is str else c for c in code.co_consts))

    def visit_Expr(self, node):
        value = node.value
        if self._on_await is not None and type(value) is ast.Await:
            return [self._call(self._on_await, node), node]
        called = getattr(value, "func", None)
        if self._before is not None and getattr(called, "attr", None) == self._method:
            return [self._call(self._before, node), node]
        return node

    def visit_Return(self, node):
        if self._on_return is None:
            return node
        value = node.value or ast.Constant(None)
        # The value is evaluated twice, which only these two allow.
        assert type(value) in (ast.Constant, ast.Name)
        return [self._call(self._on_return, node, value), node]

    def visit_SetComp(self, node):
        if self._make_set is None:
            return node
        members = ast.copy_location(ast.ListComp(node.elt, node.generators), node)
        return ast.copy_location(ast.Call(self._constant(self._make_set), [members], []), node)

    # Functions inside of the function are left as they are.
    def visit_FunctionDef(self, node):
        return node

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef

    def _visited(self, statements):
        visited = (self.visit(statement) for statement in statements)
        return [s for part in visited for s in (part if type(part) is list else (part,))]

    def _call(self, hook, place, result=None):
        code = hook.__code__
        values = [
            result if name == _RESULT else ast.Name(name, ast.Load())
            for name in code.co_varnames[: code.co_argcount]
        ]
        return ast.copy_location(ast.Expr(ast.Call(self._constant(hook), values, [])), place)

    def _constant(self, function):
        text = f"<hook {len(self._hooks)}>"
        self._hooks[text] = function
        return ast.Constant(text)
