"""Iteration in the second compilation of a function (`rewrite`): `for`, comprehensions and `yield from`.

A loop reads `items(x)` in place of `x`, and gets `WAIT` in place of an item when the thread is to be
suspended."""

import ast

from loopscope.threads.definitions import CannotSuspend, at, name
from loopscope.threads.rewrite_operations import OperationRewriter
from loopscope.threads.rewriting import (
    ASYNC_ITEMS,
    DELEGATE,
    DISPLAYS,
    ERRORS,
    ITEMS,
    ITERABLE,
    PASS,
    READ,
    WAIT,
    at_first,
    called,
)

# Builtins that iterate over others, or call a function for each item.
_ITERATORS = {"map", "filter", "enumerate", "zip", "iter"}
# Those of `itertools` that read others one by one.
ITERTOOLS = {
    *("starmap", "takewhile", "dropwhile", "filterfalse", "accumulate", "chain", "from_iterable", "islice"),
    *("groupby", "zip_longest", "pairwise", "batched", "compress", "cycle"),
}
_ITEM = ".item"


class IterationRewriter(OperationRewriter):
    """Rewrites what iterates."""

    def __init__(self, code, names, uses):
        super().__init__(code, names, uses)
        self._delegates = 0

    def read(self, argument):
        """The argument of what reads all of it at once."""
        if type(argument) in DISPLAYS:
            return self.visit(argument)
        return self.awaited(argument, at_first(READ, self.iterable(argument)))

    def iterable(self, argument):
        """An expression that is iterated over."""
        if type(argument) is not ast.Call:
            return self.visit(argument)
        if self.is_builtin(getattr(argument.func, "id", None)) and argument.func.id in _ITERATORS:
            argument.args = [self.iterable(inner) for inner in argument.args]
            argument.keywords = [self.visit(keyword) for keyword in argument.keywords]
            return self.call(argument, ITERABLE)
        return self.visit_Call(argument, ITERABLE)

    def visit_Starred(self, node):
        if type(node.ctx) is ast.Load:
            node.value = self.read(node.value)
            return node
        return self.generic_visit(node)

    def visit_For(self, node):
        node.target, node.body = self.visit(node.target), self.body(node.body)
        node.orelse = self.body(node.orelse)
        node.iter, may_wait = self._items(node.iter)
        if not may_wait:
            return node
        item = at(node.iter, ast.Name(_ITEM, ast.Load()))
        assign = at(node.target, ast.Assign([node.target], item))
        node.target = at(node.target, ast.Name(_ITEM, ast.Store()))
        node.body = [self._pass_on(node.iter), assign, *node.body]
        return node

    def visit_AsyncFor(self, node):
        self.may_wait = True
        self.generic_visit(node)
        node.iter = at_first(ASYNC_ITEMS, node.iter)
        return node

    def _items(self, iterable):
        """What to iterate over, and whether that may give WAIT."""
        if type(iterable) in DISPLAYS:
            return self.visit(iterable), False
        if type(iterable) is ast.Call and self.is_builtin(getattr(iterable.func, "id", None)):
            if iterable.func.id not in _ITERATORS:
                return self.visit(iterable), False
        self.may_wait = True
        return at_first(ITEMS, self.iterable(iterable)), True

    def _pass_on(self, place):
        """`if item is WAIT: await pass; continue`."""
        test = ast.Compare(ast.Name(_ITEM, ast.Load()), [ast.Is()], [ast.Constant(WAIT)])
        wait = ast.Expr(ast.Await(called(PASS)))
        return at(place, ast.If(test, [wait, ast.Continue()], []))

    def _comprehension(self, node):
        """As `for`: `[f(x) for x in g()]` is `[f(x) for item in g() if item is not WAIT or await pass for x
        in (item,)]`."""
        generators = []
        for part in node.generators:
            if part.is_async:
                part.iter = at_first(ASYNC_ITEMS, self._within_iterable(self.visit, part.iter))
                part.target, part.ifs = self.visit(part.target), [self.test(test) for test in part.ifs]
                generators.append(part)
                continue
            iterable, may_wait = self._within_iterable(self._items, part.iter)
            target, tests = self.visit(part.target), [self.test(test) for test in part.ifs]
            if may_wait:
                item = _ITEM + str(len(generators))
                test = ast.Compare(ast.Name(item, ast.Load()), [ast.IsNot()], [ast.Constant(WAIT)])
                wait = ast.Await(called(PASS))
                generators.append(
                    ast.comprehension(
                        at(iterable, ast.Name(item, ast.Store())),
                        iterable,
                        [at(iterable, ast.BoolOp(ast.Or(), [test, wait]))],
                        0,
                    )
                )
                iterable = at(iterable, ast.Tuple([ast.Name(item, ast.Load())], ast.Load()))
            generators.append(ast.comprehension(target, iterable, tests, 0))
        node.generators = generators
        for field in ("elt", "key", "value"):
            if getattr(node, field, None) is not None:
                setattr(node, field, self.visit(getattr(node, field)))
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = _comprehension

    def visit_GeneratorExp(self, node):
        # Its first iterable alone is evaluated here.
        node.generators[0].iter = self._within_iterable(self.visit, node.generators[0].iter)
        return node

    def _within_iterable(self, visit, node):
        outer, self.is_iterable = self.is_iterable, True
        visited = visit(node)
        self.is_iterable = outer
        return visited

    def visit_Expr(self, node):
        if type(node.value) is ast.YieldFrom:
            return self.delegate(node.value, node)
        return self.generic_visit(node)

    def visit_Assign(self, node):
        if type(node.value) is not ast.YieldFrom:
            return super().visit_Assign(node)
        delegate = self.delegate(node.value, node)
        node.targets = [self.visit(target) for target in node.targets]
        node.value = self.delegated(node)
        assigned = self.assign(node, node.targets)
        return [*delegate, *(assigned if type(assigned) is list else [assigned])]

    def delegate(self, node, place):
        """`yield from x`, as a statement:

        d = delegate(x)
        while await d.advance():
            try: d.send(yield d.item)
            except BaseException as error: d.throw(error)
        """
        self._delegates += 1
        delegate = ast.Name(f".from{self._delegates}", ast.Store())
        made = at(node, ast.Assign([delegate], at_first(DELEGATE, self.iterable(node.value))))
        item = ast.Yield(ast.Attribute(self._delegate_name(), "item", ast.Load()))
        send = ast.Expr(ast.Call(ast.Attribute(self._delegate_name(), "send", ast.Load()), [item], []))
        caught = ast.Call(ast.Attribute(self._delegate_name(), "throw", ast.Load()), [name(".error")], [])
        handler = ast.ExceptHandler(ast.Constant(ERRORS), ".error", [ast.Expr(caught)])
        test = ast.Call(ast.Attribute(self._delegate_name(), "advance", ast.Load()), [], [])
        loop = ast.While(self.awaited(node, test), [ast.Try([send], [handler], [], [])], [])
        return [made, at(place, loop)]

    def _delegate_name(self):
        return name(f".from{self._delegates}")

    def delegated(self, place):
        return at(place, ast.Attribute(self._delegate_name(), "value", ast.Load()))

    def visit_YieldFrom(self, node):
        raise CannotSuspend("`yield from` inside of an expression")
