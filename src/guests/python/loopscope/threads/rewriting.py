"""What the parts of the rewriter share (`rewrite`): the texts that stand for hooks, and awaits at a place."""

import ast
import builtins
import inspect

from loopscope.threads.definitions import at

# What takes the places of the texts that mark them (as in `instrument.py`). `variants` and others fill it.
HOOKS = {}
_NAMES = """suspendable iterable outcome ahead items read delegate give_back errors
    stop stopped escaped reveal entered async_entered async_items wait pass turn due
    load store delete get_item set_item delete_item contains truth formatted slice"""
SUSPENDABLE, ITERABLE, OUTCOME, AHEAD, ITEMS, READ, DELEGATE, GIVE_BACK, ERRORS, *_others = (
    f"<threads.{name}>" for name in _NAMES.split()
)
STOP, STOPPED, ESCAPED, REVEAL, ENTERED, ASYNC_ENTERED, ASYNC_ITEMS, WAIT, PASS, TURN, IS_DUE, *_others = (
    _others
)
LOAD, STORE, DELETE, GET_ITEM, SET_ITEM, DELETE_ITEM, CONTAINS, TRUTH, FORMATTED, SLICE = _others
HOOKS[SLICE] = slice

# Nodes whose value is no object of the program's own class.
DISPLAYS = (
    *(ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.JoinedStr),
    *(ast.ListComp, ast.SetComp, ast.DictComp),
)
# Builtins of C call nothing that can be suspended, so they are called as they are.
_BUILTINS = frozenset(vars(builtins))


def operation(node):
    """The text that marks the hook of an operator, by its type of node."""
    return f"<threads.operator {node.__name__}>"


def in_place(node):
    """The same of an operator that changes its left operand."""
    return f"<threads.operator {node.__name__} in place>"


def called(hook, *arguments):
    """A call of a hook."""
    return ast.Call(ast.Constant(hook), list(arguments), [])


def at_first(hook, argument):
    """A call of a hook with one argument, at its place."""
    return at(argument, called(hook, argument))


def name_place(node, attribute):
    """The place of what is done with an attribute: the line of its name, as the compiler has it."""
    place = ast.copy_location(ast.Pass(), node)
    if type(attribute) is ast.Attribute and attribute.end_lineno != node.lineno:
        place.lineno = attribute.end_lineno
        place.col_offset = attribute.end_col_offset - len(attribute.attr)
    return place


class Rewriter(ast.NodeTransformer):
    """Rewrites the nodes of a function's body. `uses` are those of its program, `names` those that its module
    assigns. `may_wait` is True if it has a place where the thread may be suspended."""

    def __init__(self, code, names, uses):
        self._own = {*code.co_varnames, *code.co_cellvars, *code.co_freevars} | names
        self._first = code.co_varnames[:1]
        self.uses = uses
        self.is_generator = bool(code.co_flags & inspect.CO_GENERATOR)
        self.is_async = bool(code.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR))
        self.may_wait = False

    def body(self, statements):
        """The statements that take the places of others."""
        visited = (self.visit(statement) for statement in statements)
        return [s for part in visited for s in (part if type(part) is list else (part,))]

    def awaited(self, place, node):
        """`await node`, at a place."""
        self.may_wait = True
        return at(place, ast.Await(at(place, node)))

    def outcome(self, place, hook, *arguments):
        """`await outcome(hook(…))`: what a hook returns may be a coroutine."""
        return self.awaited(place, called(OUTCOME, called(hook, *arguments)))

    def is_builtin(self, name):
        """True if a name is that of a builtin."""
        return name in _BUILTINS and name not in self._own

    # What is in another scope is left as it is.
    def visit_FunctionDef(self, node):
        return node

    visit_AsyncFunctionDef = visit_Lambda = visit_ClassDef = visit_FunctionDef
