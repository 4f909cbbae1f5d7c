"""The second compilation of a function: as a coroutine, so that a thread can be suspended inside of it.

Each call `f(a)` becomes `await outcome(suspendable(f)(a))`, at its own line: `suspendable` gives what to
call in place of `f`, and `outcome` what to await. `with` asks a context manager in the same way. A generator
function becomes an async generator (`generators`); a `for` that reads one gets `WAIT` in place of an item
when the thread is to be suspended. `await` adds no frame, and code has the file, the lines and the qualified
name of the original: a traceback, a warning and `sys._getframe` find what they would find in the function.
`rewrite_iteration` has what iterates, `rewrite_operations` the operators, attributes and items.

Functions, lambdas and classes inside of the function stay as they are: they are suspendable by themselves.
"""

import ast
import warnings
from types import CodeType

from loopscope.threads.definitions import CannotSuspend, at, definition_of
from loopscope.threads.rewrite_iteration import ITERTOOLS, IterationRewriter
from loopscope.threads.rewrite_stops import escaping, stopping
from loopscope.threads.rewriting import (
    AHEAD,
    ASYNC_ENTERED,
    ENTERED,
    GIVE_BACK,
    HOOKS,
    IS_DUE,
    ITERABLE,
    OUTCOME,
    SUSPENDABLE,
    TURN,
    at_first,
    called,
    name_place,
)

# The ways of a coroutine to end that are not the function's: it returns the object that it has initialized,
# or a `Stop` in place of raising StopIteration.
RETURNS_SELF, STOPS = "self", "stop"

# Builtins that read all of their argument at once, such as `sum(f(x) for x in y)`.
_READERS = {"sum", "list", "tuple", "set", "frozenset", "dict", "min", "max", "sorted"}
# The ones in whose place a thread always calls others (`iteration`).
_REPLACED = {"any", "all", "exec", "eval"}
# Methods that do (`iterators`).
_READING = {"join", "extend", "extendleft", "update"}
# Methods of generators that run them. (`next` is a builtin that does.)
_AHEAD = {"send", "throw", "close", "__next__"}


class _Rewriter(IterationRewriter):
    def __init__(self, code, names, uses):
        super().__init__(code, names, uses)
        self.returns_self = False

    def visit_Call(self, node, hook=SUSPENDABLE):
        function = node.func.id if type(node.func) is ast.Name else None
        is_builtin = self.is_builtin(function)
        is_replaced = function in _REPLACED or function in self.uses.builtins
        is_reader = is_builtin and function in _READERS and len(node.args) == 1
        if is_reader and type(node.args[0]) is ast.GeneratorExp:
            argument = node.args[0]
            node.args = [ast.copy_location(ast.ListComp(argument.elt, argument.generators), argument)]
            is_reader = False
        by_key = is_builtin and any(keyword.arg == "key" for keyword in node.keywords)
        if function == "next" and is_builtin or getattr(node.func, "attr", None) in _AHEAD:
            return self._ahead(node)
        if is_reader and not by_key:
            node.args = [self.read(node.args[0])]
            node.keywords = [self.visit(keyword) for keyword in node.keywords]
            return self.call(node, SUSPENDABLE) if is_replaced else node
        # A call of a method is at the line of the method's name, as the compiler has it.
        place = name_place(node, node.func)
        called_name = getattr(node.func, "attr", function)
        is_over_others = called_name in _READING or (hook is ITERABLE and called_name in ITERTOOLS)
        node.func = self.visit(node.func)
        node.args = [self.iterable(arg) if is_over_others else self.visit(arg) for arg in node.args]
        node.keywords = [self.visit(keyword) for keyword in node.keywords]
        if is_builtin and not is_replaced and not by_key:
            return node
        return self.call(node, hook, place)

    def _ahead(self, node):
        """`(await ahead(f, (a,), {}))()`: what `ahead` returns gives or raises the outcome here, also
        StopIteration, which `await` cannot raise."""
        self.generic_visit(node)
        args = ast.Tuple(node.args, ast.Load())
        kwargs = ast.Dict(
            [k.arg and ast.Constant(k.arg) for k in node.keywords], [k.value for k in node.keywords]
        )
        return at(node, ast.Call(self.awaited(node, called(AHEAD, node.func, args, kwargs)), [], []))

    def call(self, node, hook, place=None):
        """`await outcome(hook(f)(…))` for a call `f(…)`, whose parts have been visited."""
        call = ast.Call(at_first(hook, node.func), node.args, node.keywords)
        place = place or node
        return self.awaited(place, at_first(OUTCOME, at(place, call)))

    def visit_While(self, node):
        """A loop may turn for ever without a call that suspends: it looks whether its thread's turn is
        over."""
        node.test, node.body, node.orelse = self.test(node.test), self.body(node.body), self.body(node.orelse)
        due = ast.Attribute(ast.Constant(IS_DUE), "due", ast.Load())
        turn = ast.Expr(ast.Await(called(TURN)))
        node.body.insert(0, at(node.test, ast.If(due, [turn], [])))
        return node

    def visit_With(self, node):
        self.may_wait = True
        node.body = self.revealing(node, self.body(node.body))
        for item in node.items:
            item.context_expr = at_first(ENTERED, self.visit(item.context_expr))
            if item.optional_vars is not None:
                item.optional_vars = self.visit(item.optional_vars)
        return ast.copy_location(ast.AsyncWith(node.items, node.body), node)

    def visit_AsyncWith(self, node):
        self.may_wait = True
        node.body = self.revealing(node, self.body(node.body))
        for item in node.items:
            item.context_expr = at_first(ASYNC_ENTERED, self.visit(item.context_expr))
            if item.optional_vars is not None:
                item.optional_vars = self.visit(item.optional_vars)
        return node

    def visit_Return(self, node):
        if type(node.value) is ast.YieldFrom:
            return [*self.delegate(node.value, node), *self._give_back(node, self.delegated(node))]
        if node.value is not None:
            node.value = self.visit(node.value)
            if self.is_generator:
                return self._give_back(node, node.value)
        if self.returns_self:
            node.value = self.self(node)
        return node

    def _give_back(self, place, value):
        give = self.awaited(place, called(GIVE_BACK, value))
        return [at(place, ast.Expr(give)), ast.copy_location(ast.Return(None), place)]

    def self(self, place):
        return at(place, ast.Name(self._first[0], ast.Load()))


def rewrite(code, lines, module_names, uses, end=None):
    """The code of a function's coroutine. `lines` are those of its file, `module_names` the names that its
    module assigns, `uses` what its program defines. `end` is one of the ways to end above."""
    definition = definition_of(code, lines)
    rewriter = _Rewriter(code, module_names, uses)
    rewriter.returns_self = end is RETURNS_SELF
    body = definition.body
    if type(definition) is ast.Lambda:
        body = [ast.copy_location(ast.Return(body), body)]
    new = ast.AsyncFunctionDef(code.co_name, _without_defaults(definition.args), rewriter.body(body), [])
    is_direct = rewriter.is_generator or rewriter.is_async
    if is_direct and not rewriter.may_wait:
        raise CannotSuspend("it calls nothing")
    last = new.body[-1]
    if end is RETURNS_SELF:
        new.body.append(ast.copy_location(ast.Return(rewriter.self(last)), last))
    if end is STOPS or is_direct:
        new.body = rewriter.revealing(last, new.body)
    if not is_direct:
        new.body = (stopping if end is STOPS else escaping)(last, new.body)
    ast.copy_location(new, definition)
    found = _compiled(ast.Module([_in_scopes(new, code)], []), code)
    for _ in range(3):
        found = next(c for c in found.co_consts if type(c) is CodeType)
    return _with_hooks(found, code).replace(co_qualname=code.co_qualname)


def rewrite_text(code, tree, assigned, uses):
    """The same for a text that is executed or evaluated: its code, which is that of a coroutine if it awaits.
    `assigned` are the names that its variables may have."""
    rewriter = _Rewriter(code, assigned, uses)
    if type(tree) is ast.Module:
        tree.body = escaping(tree.body[0], rewriter.body(tree.body)) if tree.body else []
    else:
        tree.body = rewriter.visit(tree.body)
    return _with_hooks(_compiled(tree, code, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), code)


def _compiled(tree, code, flags=0):
    mode = "exec" if type(tree) is ast.Module else "eval"
    with warnings.catch_warnings():
        # "'str' object is not callable": a hook is a text until it takes its place below.
        warnings.simplefilter("ignore")
        return compile(ast.fix_missing_locations(tree), code.co_filename, mode, flags, dont_inherit=True)


def _with_hooks(found, code):
    inner = {_identity(c): c for c in code.co_consts if type(c) is CodeType}
    return found.replace(co_consts=tuple(_constant(constant, inner) for constant in found.co_consts))


def _identity(code):
    # The compiler calls attributes of a module's imports by other instructions, at the same places.
    return code.co_name, code.co_firstlineno, frozenset(code.co_positions())


def _constant(constant, inner):
    if type(constant) is str:
        return HOOKS.get(constant, constant)
    # The function inside of a function is the same as ever.
    return inner.get(_identity(constant), constant) if type(constant) is CodeType else constant


def _in_scopes(definition, code):
    """The definition inside of a function with its free variables, and in a class with the name of its own,
    for names such as `__x`."""
    place = ast.copy_location(ast.Pass(), definition)
    owner = ast.ClassDef(_owner(code.co_qualname), [], [], [definition], [])
    names = [ast.arg(text) for text in code.co_freevars if text != "__class__"]
    arguments = ast.arguments([], names, None, [], [], None, [])
    return at(place, ast.FunctionDef("outer", arguments, [at(place, owner)], []))


def _owner(qualname):
    """A name for the class that the code does not use, and that changes `__x` as its own class does."""
    *parts, _ = qualname.split(".")
    while parts and parts[-1] == "<locals>":
        parts = parts[:-2]
    return "_____" + (parts[-1] if parts else "")


def _without_defaults(arguments):
    arguments.defaults, arguments.kw_defaults = [], [None] * len(arguments.kwonlyargs)
    for argument in ast.walk(arguments):
        if type(argument) is ast.arg:
            argument.annotation = None
    return arguments
