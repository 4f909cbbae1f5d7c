"""The second compilation of a function: as a coroutine, so that a thread can be suspended inside of it.

Each call `f(a)` becomes `await outcome(suspendable(f)(a))`, at its own line: `suspendable` gives what to
call in place of `f`, and `outcome` what to await. `with` asks a context manager in the same way. A generator
function becomes an async generator (`generators`); a `for` that reads one gets `WAIT` in place of an item
when the thread is to be suspended. `await` adds no frame, and code has the file, the lines and the qualified
name of the original: a traceback, a warning and `sys._getframe` find what they would find in the function.

Functions, lambdas and classes inside of the function stay as they are: they are suspendable by themselves.
"""

import ast
import builtins
import inspect
import warnings
from types import CodeType

# What takes the places of the texts that mark them (as in `instrument.py`). `variants` fills it.
HOOKS = {}
_NAMES = """suspendable iterable outcome ahead items read delegate give_back errors
    stop stopped entered wait pass turn due"""
SUSPENDABLE, ITERABLE, OUTCOME, AHEAD, ITEMS, READ, DELEGATE, GIVE_BACK, ERRORS, *_others = (
    f"<threads.{name}>" for name in _NAMES.split()
)
STOP, STOPPED, ENTERED, WAIT, PASS, TURN, IS_DUE = _others

# The ways of a coroutine to end that are not the function's: it returns the object that it has initialized,
# or a `Stop` in place of raising StopIteration.
RETURNS_SELF, STOPS = "self", "stop"

# Builtins of C call nothing that can be suspended, so they are called as they are.
_BUILTINS = frozenset(vars(builtins))
# Of these, the ones that read all of their argument at once, such as `sum(f(x) for x in y)`.
_READERS = {"sum", "list", "tuple", "set", "frozenset", "dict", "min", "max", "sorted"}
# The ones that iterate over others, or call a function for each item.
_ITERATORS = {"map", "filter", "enumerate", "zip", "iter"}
# The ones in whose place a thread calls others (`iteration`).
_REPLACED = {"any", "all"}
# And methods of generators. (`next` is a builtin that runs one.)
_AHEAD = {"send", "throw", "close", "__next__"}
_ITEM = ".item"
# Nodes whose value is no object of the program's own class.
_DISPLAYS = (
    *(ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.JoinedStr),
    *(ast.ListComp, ast.SetComp, ast.DictComp),
)
# Nodes that have a place.
_PLACED = ast.stmt, ast.expr, ast.arg, ast.keyword, ast.excepthandler


class CannotSuspend(Exception):
    """Raised for a function that has no coroutine of the same meaning."""


class _Rewriter(ast.NodeTransformer):
    def __init__(self, code, names):
        self._own = {*code.co_varnames, *code.co_cellvars, *code.co_freevars} | names
        self._first = code.co_varnames[:1]
        self.is_generator = bool(code.co_flags & inspect.CO_GENERATOR)
        self.returns_self = False
        # True if it has a place where the thread may be suspended.
        self.may_wait = False
        self._delegates = 0

    def body(self, statements):
        visited = (self.visit(statement) for statement in statements)
        return [s for part in visited for s in (part if type(part) is list else (part,))]

    def visit_Call(self, node):
        name = node.func.id if type(node.func) is ast.Name else None
        is_builtin = self._is_builtin(name)
        is_reader = is_builtin and name in _READERS and len(node.args) == 1
        if is_reader and type(node.args[0]) is ast.GeneratorExp:
            argument = node.args[0]
            node.args = [ast.copy_location(ast.ListComp(argument.elt, argument.generators), argument)]
            is_reader = False
        by_key = is_builtin and any(keyword.arg == "key" for keyword in node.keywords)
        if name == "next" and is_builtin or getattr(node.func, "attr", None) in _AHEAD:
            return self._ahead(node)
        if is_reader and not by_key:
            node.args = [self._read(node.args[0])]
            node.keywords = [self.visit(keyword) for keyword in node.keywords]
            return node
        self.generic_visit(node)
        if is_builtin and name not in _REPLACED and not by_key:
            return node
        return self._outcome(node, SUSPENDABLE)

    def _read(self, argument):
        """The argument of what reads all of it at once."""
        if type(argument) in _DISPLAYS:
            return self.visit(argument)
        return self._awaited(argument, _hook(READ, self._iterable(argument)))

    def _iterable(self, argument):
        """An expression that is iterated over."""
        if type(argument) is ast.Call and self._is_builtin(getattr(argument.func, "id", None)):
            if argument.func.id in _ITERATORS:
                return self._outcome(self.generic_visit(argument), ITERABLE)
        return self.visit(argument)

    def visit_Starred(self, node):
        if type(node.ctx) is ast.Load:
            node.value = self._read(node.value)
            return node
        return self.generic_visit(node)

    def _ahead(self, node):
        """`(await ahead(f, (a,), {}))()`: what `ahead` returns gives or raises the outcome here, also
        StopIteration, which `await` cannot raise."""
        self.generic_visit(node)
        args = ast.Tuple(node.args, ast.Load())
        kwargs = ast.Dict(
            [k.arg and ast.Constant(k.arg) for k in node.keywords], [k.value for k in node.keywords]
        )
        call = ast.Call(ast.Constant(AHEAD), [node.func, args, kwargs], [])
        return _at(node, ast.Call(self._awaited(node, call), [], []))

    def _awaited(self, place, node):
        self.may_wait = True
        return _at(place, ast.Await(_at(place, node)))

    def _is_builtin(self, name):
        return name in _BUILTINS and name not in self._own

    def _outcome(self, node, hook):
        place = ast.copy_location(ast.Pass(), node)
        if type(node.func) is ast.Attribute and node.func.end_lineno != node.lineno:
            # A call of a method is at the line of the method's name, as the compiler has it.
            place.lineno = node.func.end_lineno
            place.col_offset = node.func.end_col_offset - len(node.func.attr)
        call = ast.Call(_hook(hook, node.func), node.args, node.keywords)
        return self._awaited(place, _hook(OUTCOME, _at(place, call)))

    def visit_For(self, node):
        node.target, node.body = self.visit(node.target), self.body(node.body)
        node.orelse = self.body(node.orelse)
        node.iter, may_wait = self._items(node.iter)
        if not may_wait:
            return node
        item = _at(node.iter, ast.Name(_ITEM, ast.Load()))
        assign = _at(node.target, ast.Assign([node.target], item))
        node.target = _at(node.target, ast.Name(_ITEM, ast.Store()))
        node.body = [self._pass_on(node.iter), assign, *node.body]
        return node

    def _items(self, iterable):
        """What to iterate over, and whether that may give WAIT."""
        if type(iterable) in _DISPLAYS:
            return self.visit(iterable), False
        if type(iterable) is ast.Call and self._is_builtin(getattr(iterable.func, "id", None)):
            if iterable.func.id not in _ITERATORS:
                return self.visit(iterable), False
        self.may_wait = True
        return _hook(ITEMS, self._iterable(iterable)), True

    def _pass_on(self, place):
        """`if item is WAIT: await pass; continue`."""
        test = ast.Compare(ast.Name(_ITEM, ast.Load()), [ast.Is()], [ast.Constant(WAIT)])
        wait = ast.Expr(ast.Await(ast.Call(ast.Constant(PASS), [], [])))
        return _at(place, ast.If(test, [wait, ast.Continue()], []))

    def _comprehension(self, node):
        """As `for`: `[f(x) for x in g()]` is `[f(x) for item in g() if item is not WAIT or await pass for x
        in (item,)]`."""
        generators = []
        for part in node.generators:
            iterable, may_wait = self._items(part.iter)
            target, tests = self.visit(part.target), [self.visit(test) for test in part.ifs]
            if may_wait:
                item = _ITEM + str(len(generators))
                test = ast.Compare(ast.Name(item, ast.Load()), [ast.IsNot()], [ast.Constant(WAIT)])
                wait = ast.Await(ast.Call(ast.Constant(PASS), [], []))
                generators.append(
                    ast.comprehension(
                        _at(iterable, ast.Name(item, ast.Store())),
                        iterable,
                        [_at(iterable, ast.BoolOp(ast.Or(), [test, wait]))],
                        0,
                    )
                )
                iterable = _at(iterable, ast.Tuple([ast.Name(item, ast.Load())], ast.Load()))
            generators.append(ast.comprehension(target, iterable, tests, 0))
        node.generators = generators
        for field in ("elt", "key", "value"):
            if getattr(node, field, None) is not None:
                setattr(node, field, self.visit(getattr(node, field)))
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = _comprehension

    def visit_GeneratorExp(self, node):
        # Its first iterable alone is evaluated here.
        node.generators[0].iter = self.visit(node.generators[0].iter)
        return node

    def visit_While(self, node):
        """A loop may turn for ever without a call that suspends: it looks whether its thread's turn is
        over."""
        self.generic_visit(node)
        due = ast.Attribute(ast.Constant(IS_DUE), "due", ast.Load())
        turn = ast.Expr(ast.Await(ast.Call(ast.Constant(TURN), [], [])))
        node.body.insert(0, _at(node.test, ast.If(due, [turn], [])))
        return node

    def visit_With(self, node):
        self.may_wait = True
        node.body = self.body(node.body)
        for item in node.items:
            item.context_expr = _hook(ENTERED, self.visit(item.context_expr))
            if item.optional_vars is not None:
                item.optional_vars = self.visit(item.optional_vars)
        return ast.copy_location(ast.AsyncWith(node.items, node.body), node)

    def visit_Return(self, node):
        if type(node.value) is ast.YieldFrom:
            return [*self._delegate(node.value, node), *self._give_back(node, self._delegated(node))]
        if node.value is not None:
            node.value = self.visit(node.value)
            if self.is_generator:
                return self._give_back(node, node.value)
        if self.returns_self:
            node.value = self.self(node)
        return node

    def _give_back(self, place, value):
        give = self._awaited(place, ast.Call(ast.Constant(GIVE_BACK), [value], []))
        return [_at(place, ast.Expr(give)), ast.copy_location(ast.Return(None), place)]

    def self(self, place):
        return _at(place, ast.Name(self._first[0], ast.Load()))

    def visit_Expr(self, node):
        return (
            self._delegate(node.value, node)
            if type(node.value) is ast.YieldFrom
            else self.generic_visit(node)
        )

    def visit_Assign(self, node):
        if type(node.value) is not ast.YieldFrom:
            return self.generic_visit(node)
        delegate = self._delegate(node.value, node)
        node.targets = [self.visit(target) for target in node.targets]
        node.value = self._delegated(node)
        return [*delegate, node]

    def _delegate(self, node, place):
        """`yield from x`, as a statement:

        d = delegate(x)
        while await d.advance():
            try: d.send(yield d.item)
            except BaseException as error: d.throw(error)
        """
        self._delegates += 1
        made = _at(
            node, ast.Assign([ast.Name(self._name, ast.Store())], _hook(DELEGATE, self._iterable(node.value)))
        )
        item = ast.Yield(ast.Attribute(self._delegate_name(), "item", ast.Load()))
        send = ast.Expr(ast.Call(ast.Attribute(self._delegate_name(), "send", ast.Load()), [item], []))
        caught = ast.Call(ast.Attribute(self._delegate_name(), "throw", ast.Load()), [_name(".error")], [])
        handler = ast.ExceptHandler(ast.Constant(ERRORS), ".error", [ast.Expr(caught)])
        test = ast.Call(ast.Attribute(self._delegate_name(), "advance", ast.Load()), [], [])
        loop = ast.While(self._awaited(node, test), [ast.Try([send], [handler], [], [])], [])
        return [made, _at(place, loop)]

    @property
    def _name(self):
        return f".from{self._delegates}"

    def _delegate_name(self):
        return _name(self._name)

    def _delegated(self, place):
        return _at(place, ast.Attribute(self._delegate_name(), "value", ast.Load()))

    def visit_YieldFrom(self, node):
        raise CannotSuspend("`yield from` inside of an expression")

    # What is in another scope is left as it is.
    def visit_FunctionDef(self, node):
        return node

    visit_AsyncFunctionDef = visit_Lambda = visit_ClassDef = visit_FunctionDef


def _name(name):
    return ast.Name(name, ast.Load())


def _hook(hook, argument):
    return _at(argument, ast.Call(ast.Constant(hook), [argument], []))


def _at(place, node):
    """The node, at the place of another; so are its children without a place."""
    for child in ast.walk(node):
        if isinstance(child, _PLACED) and not hasattr(child, "lineno"):
            ast.copy_location(child, place)
    return node


def rewrite(code, lines, module_names, end=None):
    """The code of a function's coroutine. `lines` are those of its file, `module_names` the names that its
    module assigns. `end` is one of the ways to end above."""
    definition = _definition(code, lines)
    rewriter = _Rewriter(code, module_names)
    rewriter.returns_self = end is RETURNS_SELF
    body = definition.body
    if type(definition) is ast.Lambda:
        body = [ast.copy_location(ast.Return(body), body)]
    new = ast.AsyncFunctionDef(code.co_name, _without_defaults(definition.args), rewriter.body(body), [])
    if rewriter.is_generator and not rewriter.may_wait:
        raise CannotSuspend("it calls nothing")
    last = new.body[-1]
    if end is RETURNS_SELF:
        new.body.append(ast.copy_location(ast.Return(rewriter.self(last)), last))
    if end is STOPS:
        stop = ast.Return(ast.Call(ast.Constant(STOP), [_name(".stop")], []))
        handler = ast.ExceptHandler(ast.Constant(STOPPED), ".stop", [stop])
        new.body = [_at(last, ast.Try(new.body, [handler], [], []))]
    ast.copy_location(new, definition)
    tree = ast.Module([_in_scopes(new, code)], [])
    with warnings.catch_warnings():
        # "'str' object is not callable": a hook is a text until it takes its place below.
        warnings.simplefilter("ignore")
        found = compile(ast.fix_missing_locations(tree), code.co_filename, "exec", dont_inherit=True)
    for _ in range(3):
        found = next(c for c in found.co_consts if type(c) is CodeType)
    inner = {_identity(c): c for c in code.co_consts if type(c) is CodeType}
    return found.replace(
        co_qualname=code.co_qualname,
        co_consts=tuple(_constant(constant, inner) for constant in found.co_consts),
    )


def _identity(code):
    return code.co_name, code.co_firstlineno, code.co_linetable


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
    names = [ast.arg(name) for name in code.co_freevars if name != "__class__"]
    arguments = ast.arguments([], names, None, [], [], None, [])
    return _at(place, ast.FunctionDef("outer", arguments, [_at(place, owner)], []))


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


def _definition(code, lines):
    """The tree of a function's definition, at its own lines."""
    first = code.co_firstlineno
    if code.co_name == "<lambda>":
        return _lambda(code, lines)
    if code.co_name == "<genexpr>":
        return _generator_expression(code, lines)
    block = inspect.getblock(lines[first - 1 :])
    # Under a head, as the lines of a method or an inner function are indented.
    head = "\n" * (first - 2) + "if 1:\n" if block[0][:1].isspace() else "\n" * (first - 1)
    top = ast.parse(head + "".join(block)).body[0]
    definition = top.body[0] if type(top) is ast.If else top
    if type(definition) is not ast.FunctionDef:
        raise CannotSuspend("no function is there")
    return definition


def _lambda(code, lines):
    starts = {(line, column) for line, _, column, _ in code.co_positions()}
    parameters = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    for node in ast.walk(ast.parse("".join(lines))):
        if type(node) is ast.Lambda and node.lineno == code.co_firstlineno:
            arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            if tuple(a.arg for a in arguments) == parameters and _start(node.body) in starts:
                return node
    raise CannotSuspend("no lambda is there")


def _start(node):
    return node.lineno, node.col_offset


def _generator_expression(code, lines):
    """The definition of a function that is the same."""
    starts = {(line, column) for line, _, column, _ in code.co_positions()}
    for node in ast.walk(ast.parse("".join(lines))):
        if (
            type(node) is ast.GeneratorExp
            and node.lineno == code.co_firstlineno
            and _start(node.elt) in starts
        ):
            body = ast.Expr(_at(node.elt, ast.Yield(node.elt)))
            for part in reversed(node.generators):
                if part.is_async:
                    break
                for test in reversed(part.ifs):
                    body = ast.If(test, [body], [])
                iterable = part.iter if part is not node.generators[0] else _name(".0")
                body = _at(part.iter, ast.For(part.target, iterable, [body], []))
            else:
                parameters = ast.arguments([], [ast.arg(".0")], None, [], [], None, [])
                return _at(node, ast.FunctionDef("<genexpr>", parameters, [_at(node, body)], []))
    raise CannotSuspend("no generator expression is there")
