"""Operators, attributes, items, tests and f-strings in the second compilation of a function (`rewrite`): each
that may run a special method or a property of the program's classes (`uses`) becomes an awaited call.

Only what the program's own classes define is rewritten. A value that is needed twice gets a name that no
program can use."""

import ast

from loopscope.threads.definitions import at, name
from loopscope.threads.rewrite_stops import StopRewriter
from loopscope.threads.rewriting import (
    CONTAINS,
    DELETE,
    DELETE_ITEM,
    DISPLAYS,
    FORMATTED,
    GET_ITEM,
    LOAD,
    SET_ITEM,
    SLICE,
    STORE,
    TRUTH,
    called,
    in_place,
    name_place,
    operation,
)

_PLAIN_CALLS = {"isinstance", "issubclass", "callable", "len", "bool", "any", "all", "hasattr"}
_NO_CONVERSION = -1


class OperationRewriter(StopRewriter):
    """Rewrites operations."""

    def __init__(self, code, names, uses):
        super().__init__(code, names, uses)
        self._temporaries = 0
        # True inside of what a comprehension iterates over, where no name may be assigned.
        self.is_iterable = False

    def _new_name(self):
        self._temporaries += 1
        return f".value{self._temporaries}"

    def visit_BinOp(self, node):
        self.generic_visit(node)
        kind = type(node.op)
        return (
            self.outcome(node, operation(kind), node.left, node.right) if self.uses.operates(kind) else node
        )

    def visit_UnaryOp(self, node):
        if type(node.op) is ast.Not:
            node.operand = self.test(node.operand)
            return node
        self.generic_visit(node)
        kind = type(node.op)
        return self.outcome(node, operation(kind), node.operand) if self.uses.operates(kind) else node

    def visit_Compare(self, node):
        """`a < b < c` is `a < (value := b) and value < c`."""
        hooked = [self.uses.compares(type(op)) for op in node.ops]
        self.generic_visit(node)
        if not any(hooked) or (len(hooked) > 1 and self.is_iterable):
            return node
        left, parts = node.left, []
        for place, (op, right) in enumerate(zip(node.ops, node.comparators, strict=True)):
            following = None
            if place < len(node.ops) - 1 and type(right) not in (ast.Name, ast.Constant):
                following = self._new_name()
                right = at(node, ast.NamedExpr(ast.Name(following, ast.Store()), right))
            parts.append(self._compare(node, left, op, right, hooked[place]))
            left = right if following is None else at(node, name(following))
        return parts[0] if len(parts) == 1 else self._both(node, parts)

    def _compare(self, node, left, op, right, is_hooked):
        if not is_hooked:
            return at(node, ast.Compare(left, [op], [right]))
        if type(op) not in (ast.In, ast.NotIn):
            return self.outcome(node, operation(type(op)), left, right)
        found = self.outcome(node, CONTAINS, left, right)
        return found if type(op) is ast.In else at(node, ast.UnaryOp(ast.Not(), found))

    def visit_BoolOp(self, node):
        """`a or b` is `value if truth(value := a) else b`."""
        self.generic_visit(node)
        if not self._tests or self.is_iterable:
            return node
        return self._both(node, node.values, type(node.op) is ast.Or)

    def _both(self, place, values, is_or=False):
        *values, result = values
        for value in reversed(values):
            if not self._may_be_programs(value):
                result = at(place, ast.BoolOp(ast.Or() if is_or else ast.And(), [value, result]))
                continue
            kept = self._new_name()
            test = self.outcome(place, TRUTH, ast.NamedExpr(ast.Name(kept, ast.Store()), value))
            ways = (name(kept), result) if is_or else (result, name(kept))
            result = at(place, ast.IfExp(test, *ways))
        return result

    @property
    def _tests(self):
        return self.uses.has("__bool__", "__len__")

    def _may_be_programs(self, value):
        """True if a value may be an object whose truth is a method of the program's."""
        if not self._tests or type(value) in DISPLAYS:
            return False
        if type(value) is ast.Compare:
            return any(self.uses.compares(type(op)) for op in value.ops)
        if type(value) is ast.UnaryOp and type(value.op) is ast.Not:
            return False
        return not (type(value) is ast.Call and self.is_builtin(getattr(value.func, "id", None)))

    def test(self, node):
        """An expression of which only the truth counts."""
        if type(node) is ast.BoolOp:
            node.values = [self.test(value) for value in node.values]
            return node
        is_plain = type(node) is ast.Call and getattr(node.func, "id", None) in _PLAIN_CALLS
        may_be_programs = self._may_be_programs(node) and not is_plain
        node = self.visit(node)
        return self.outcome(node, TRUTH, node) if may_be_programs else node

    def _with_test(self, node):
        node.test = self.test(node.test)
        for field, value in ast.iter_fields(node):
            if field != "test" and isinstance(value, ast.AST):
                setattr(node, field, self.visit(value))
            elif field != "test" and type(value) is list:
                setattr(node, field, self.body(value))
        return node

    visit_If = visit_IfExp = visit_Assert = _with_test

    def visit_Attribute(self, node):
        place = name_place(node, node)
        self.generic_visit(node)
        if type(node.ctx) is not ast.Load or not self.uses.loads(node.attr):
            return node
        return self.outcome(place, LOAD, node.value, ast.Constant(node.attr))

    def visit_Subscript(self, node):
        self.generic_visit(node)
        if type(node.ctx) is not ast.Load or not self._gets_items:
            return node
        return self.outcome(node, GET_ITEM, node.value, _key(node.slice))

    @property
    def _gets_items(self):
        return self.uses.has("__getitem__", "__missing__", "__hash__")

    def _stores(self, target):
        if type(target) is ast.Attribute:
            return self.uses.stores(target.attr)
        return type(target) is ast.Subscript and self.uses.has("__setitem__", "__hash__")

    def visit_Assign(self, node):
        self.generic_visit(node)
        return self.assign(node, node.targets)

    def visit_AnnAssign(self, node):
        self.generic_visit(node)
        return node if node.value is None else self.assign(node, [node.target])

    def assign(self, node, targets):
        """The statement, or those in its place, whose parts have been visited."""
        if not any(self._stores(part) for target in targets for part in ast.walk(target)):
            return node
        if len(targets) == 1 and self._stores(targets[0]):
            return self._store(node, targets[0], node.value)
        kept, statements = self._new_name(), []
        first = at(node, ast.Assign([ast.Name(kept, ast.Store())], node.value))
        for target in targets:
            stores = []
            target = self._unpacked(target, stores)
            statements += [at(node, ast.Assign([target], name(kept))), *stores]
        return [first, *statements, at(node, ast.Delete([ast.Name(kept, ast.Del())]))]

    def _unpacked(self, target, stores):
        """A target with names in the places of what is to be stored by `stores`."""
        if self._stores(target):
            kept = self._new_name()
            stores += [
                self._store(target, target, at(target, name(kept))),
                at(target, ast.Delete([ast.Name(kept, ast.Del())])),
            ]
            return at(target, ast.Name(kept, ast.Store()))
        if type(target) in (ast.Tuple, ast.List):
            target.elts = [self._unpacked(part, stores) for part in target.elts]
        elif type(target) is ast.Starred:
            target.value = self._unpacked(target.value, stores)
        return target

    def _store(self, place, target, value):
        if type(target) is ast.Attribute:
            stored = self.outcome(
                name_place(target, target), STORE, value, target.value, ast.Constant(target.attr)
            )
        else:
            stored = self.outcome(target, SET_ITEM, value, target.value, _key(target.slice))
        return at(place, ast.Expr(stored))

    def visit_AugAssign(self, node):
        target, kind = node.target, type(node.op)
        is_hooked = self.uses.operates(kind, True)
        loads = (
            self.uses.loads(target.attr)
            if type(target) is ast.Attribute
            else type(target) is ast.Subscript and self._gets_items
        )
        if not is_hooked and not loads and not self._stores(target):
            return self.generic_visit(node)
        statements = []
        if type(target) is ast.Name:
            loaded = at(target, name(target.id))
        else:
            target.value = self._kept(target.value, statements)
            if type(target) is ast.Subscript:
                target.slice = self._kept(_key(target.slice), statements)
                loaded = ast.Subscript(target.value, target.slice, ast.Load())
            else:
                loaded = ast.Attribute(target.value, target.attr, ast.Load())
            loaded = self.visit(ast.copy_location(loaded, target))
        value = self.visit(node.value)
        if is_hooked:
            value = self.outcome(node, in_place(kind), loaded, value)
        else:
            # No class of the program's has this operator.
            value = self._changed(node, loaded, value, statements)
        if self._stores(target):
            statements.append(self._store(node, target, value))
        else:
            statements.append(at(node, ast.Assign([target], value)))
        return statements

    def _kept(self, node, statements):
        """An expression that can be evaluated twice: a name, which the statements assign."""
        node = self.visit(node)
        if type(node) in (ast.Name, ast.Constant):
            return at(node, name(node.id)) if type(node) is ast.Name else node
        kept = self._new_name()
        statements.append(at(node, ast.Assign([ast.Name(kept, ast.Store())], node)))
        return at(node, name(kept))

    def _changed(self, node, loaded, value, statements):
        kept = self._new_name()
        statements.append(at(node, ast.Assign([ast.Name(kept, ast.Store())], loaded)))
        statements.append(
            ast.copy_location(ast.AugAssign(at(node, ast.Name(kept, ast.Store())), node.op, value), node)
        )
        return at(node, name(kept))

    def visit_Delete(self, node):
        self.generic_visit(node)
        return [self._delete(node, target) for target in node.targets]

    def _delete(self, node, target):
        if type(target) is ast.Attribute and self.uses.deletes(target.attr):
            deleted = self.outcome(
                name_place(target, target), DELETE, target.value, ast.Constant(target.attr)
            )
        elif type(target) is ast.Subscript and self.uses.has("__delitem__", "__hash__"):
            deleted = self.outcome(target, DELETE_ITEM, target.value, _key(target.slice))
        else:
            return ast.copy_location(ast.Delete([target]), node)
        return at(node, ast.Expr(deleted))

    def visit_FormattedValue(self, node):
        self.generic_visit(node)
        if self.uses.has("__str__", "__repr__", "__format__") and type(node.value) is not ast.Constant:
            spec = node.format_spec or ast.Constant("")
            node.value = self.outcome(node, FORMATTED, node.value, ast.Constant(node.conversion), spec)
            node.conversion, node.format_spec = _NO_CONVERSION, None
        return node


def _key(node):
    """What is between brackets, as an expression of its own."""
    if type(node) is ast.Slice:
        ends = [end or at(node, ast.Constant(None)) for end in (node.lower, node.upper, node.step)]
        return at(node, called(SLICE, *ends))
    if type(node) is ast.Tuple:
        node.elts = [_key(part) for part in node.elts]
    return node
