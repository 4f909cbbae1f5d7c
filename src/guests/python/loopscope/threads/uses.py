"""Special methods, properties and other computed attributes that a program's own classes define.

A thread can be suspended in these, too (`operators`, `attributes`, `texts`); `rewrite` changes only the
places that may run one. So a program that defines none pays nothing for them. What a class gets outside of
its body is found where the program's text has its name."""

import ast

_DEFINITIONS = ast.FunctionDef, ast.AsyncFunctionDef
_BLOCKS = "body", "orelse", "finalbody", "handlers", "cases"
_PLAIN_DECORATORS = {"staticmethod", "classmethod", "abstractmethod"}
_ALL_LOADS = {"__getattr__", "__getattribute__", "__get__"}
_ALL_STORES = {"__setattr__", "__set__"}
_ALL_DELETIONS = {"__delattr__", "__delete__"}
_TEXTS = {"__str__", "__repr__"}
# The special methods that a builtin calls.
_CALLED = {
    **{
        "len": {"__len__"},
        "bool": {"__bool__", "__len__"},
        "hash": {"__hash__"},
        "sum": {"__add__", "__radd__"},
    },
    **dict.fromkeys(("sorted", "min", "max"), {"__lt__", "__gt__"}),
    **dict.fromkeys(("set", "frozenset", "dict"), {"__hash__", "__eq__"}),
    **{
        "str": _TEXTS,
        "print": _TEXTS,
        "repr": {"__repr__"},
        "ascii": {"__repr__"},
        "format": {"__format__", *_TEXTS},
    },
    **{"int": {"__int__", "__index__"}, "float": {"__float__", "__index__"}},
}
# Name and symbol of each binary operator, name of each unary one; name, reflected name and symbol of each
# comparison.
BINARY = {
    **{ast.Add: ("add", "+"), ast.Sub: ("sub", "-"), ast.Mult: ("mul", "*"), ast.MatMult: ("matmul", "@")},
    **{ast.Div: ("truediv", "/"), ast.FloorDiv: ("floordiv", "//"), ast.Mod: ("mod", "%")},
    **{ast.Pow: ("pow", "**"), ast.LShift: ("lshift", "<<"), ast.RShift: ("rshift", ">>")},
    **{ast.BitAnd: ("and", "&"), ast.BitOr: ("or", "|"), ast.BitXor: ("xor", "^")},
}
UNARY = {ast.USub: "neg", ast.UAdd: "pos", ast.Invert: "invert"}
COMPARISONS = {
    **{ast.Eq: ("eq", "eq", "=="), ast.NotEq: ("ne", "ne", "!="), ast.Lt: ("lt", "gt", "<")},
    **{ast.LtE: ("le", "ge", "<="), ast.Gt: ("gt", "lt", ">"), ast.GtE: ("ge", "le", ">=")},
}
_ORDERS = "__lt__", "__le__", "__gt__", "__ge__"
# Special methods that `"%s" % values` may run.
_IN_TEXTS = "__str__", "__repr__", "__int__", "__index__", "__float__", "__getitem__"
_OF_ATTRIBUTES = {"getattr", "hasattr", "setattr", "delattr"}


class Uses:
    """The names of special methods in `methods`, of builtins that may call these in `builtins`."""

    def __init__(self, methods=frozenset(), attributes=frozenset()):
        self.methods = methods
        self.builtins = {name for name, called in _CALLED.items() if called & methods}
        self._attributes = attributes
        self._loads_all = bool(methods & _ALL_LOADS)
        self._stores_all = bool(methods & _ALL_STORES)
        self._deletes_all = bool(methods & _ALL_DELETIONS)
        if attributes or methods & (_ALL_LOADS | _ALL_STORES | _ALL_DELETIONS):
            self.builtins |= _OF_ATTRIBUTES

    def has(self, *names):
        """True if a class defines one of these special methods."""
        return not self.methods.isdisjoint(names)

    def operates(self, operator, in_place=False):
        """True if a class may define a binary or unary operator, by its type of node."""
        if operator in UNARY:
            return self.has(f"__{UNARY[operator]}__")
        if operator is ast.Mod and self.has(*_IN_TEXTS):
            return True
        name, _ = BINARY[operator]
        return self.has(f"__{name}__", f"__r{name}__") or (in_place and self.has(f"__i{name}__"))

    def compares(self, operator):
        """True if a class may define a comparison, by its type of node."""
        if operator in (ast.In, ast.NotIn):
            return self.has("__contains__", "__iter__", "__getitem__", "__eq__")
        # One method of an order may come with the others (`functools.total_ordering`).
        names = ("__eq__", "__ne__") if operator in (ast.Eq, ast.NotEq) else _ORDERS
        return operator in COMPARISONS and self.has(*names)

    def loads(self, name):
        """True if code of the program's may run where an attribute is read."""
        return (self._loads_all or name in self._attributes) and not name.startswith("__")

    def stores(self, name):
        """The same where it is set."""
        return (self._stores_all or name in self._attributes) and not name.startswith("__")

    def deletes(self, name):
        """The same where it is deleted."""
        return (self._deletes_all or name in self._attributes) and not name.startswith("__")


NONE = Uses()


def uses_of(source):
    """The uses of a program. One that is no valid Python has none."""
    try:
        tree = ast.parse(source)
    except SyntaxError, ValueError, RecursionError:
        return Uses()
    methods, attributes = _set_later(tree)
    for node in _in_classes(tree, False):
        if type(node) is ast.ClassDef:
            # A `threading.local` calls its `__init__` when a thread first uses it.
            if any(_name(base) == "local" for base in node.bases):
                methods.update(("__getattribute__", "__setattr__", "__delattr__"))
            continue
        if type(node) in _DEFINITIONS:
            names, is_computed = [node.name], any(map(_is_computing, node.decorator_list))
        else:
            targets = node.targets if type(node) is ast.Assign else [node.target]
            names, is_computed = [t.id for t in targets if type(t) is ast.Name], type(node.value) is ast.Call
        methods.update(name for name in names if name.startswith("__") and name.endswith("__"))
        if is_computed:
            attributes.update(names)
    return Uses(methods, attributes)


def _set_later(tree):
    """The special methods and computed attributes that a class may get outside of its body: `Class.name = …`,
    and what a text names, for `setattr` or `type`."""
    methods, attributes = set(), set()
    nodes = list(ast.walk(tree))
    classes = {node.name for node in nodes if type(node) is ast.ClassDef}
    for node in nodes:
        if type(node) is ast.Constant and type(node.value) is str:
            found = node.value
        elif type(node) is ast.Attribute and type(node.ctx) is ast.Store:
            found = node.attr
            if getattr(node.value, "id", None) in classes:
                attributes.add(found)
        elif type(node) is ast.Call and getattr(node.func, "id", None) == "setattr" and len(node.args) == 3:
            _, found, value = node.args
            if type(value) is ast.Call and type(found) is ast.Constant and type(found.value) is str:
                attributes.add(found.value)
            continue
        else:
            continue
        if found.startswith("__") and found.endswith("__"):
            methods.add(found)
    return methods, attributes


def of_child(source):
    """The uses of a Python program in another process: its `print` and `input` block, too."""
    found = uses_of(source)
    found.builtins |= {"print", "input"}
    return found


def _is_computing(decorator):
    return _name(decorator) not in _PLAIN_DECORATORS


def _name(node):
    return getattr(node, "id", getattr(node, "attr", None))


def _in_classes(node, is_class):
    """The classes, and the definitions and assignments in their bodies."""
    for block in _BLOCKS:
        for inner in getattr(node, block, ()):
            if type(inner) is ast.ClassDef or (
                is_class and type(inner) in (*_DEFINITIONS, ast.Assign, ast.AnnAssign)
            ):
                yield inner
            # A function's body is no part of the class around it.
            yield from _in_classes(
                inner, type(inner) is ast.ClassDef or (is_class and type(inner) not in _DEFINITIONS)
            )
