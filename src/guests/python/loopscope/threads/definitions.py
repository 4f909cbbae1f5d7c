"""The tree of a function's definition in its file, at its own lines: of a `def`, a lambda or a generator
expression. `rewrite` compiles another function of it."""

import ast
import inspect

# Nodes that have a place.
_PLACED = ast.stmt, ast.expr, ast.arg, ast.keyword, ast.excepthandler


class CannotSuspend(Exception):
    """Raised for a function that has no coroutine of the same meaning."""


def at(place, node):
    """The node, at the place of another; so are its children without a place."""
    for child in ast.walk(node):
        if isinstance(child, _PLACED) and not hasattr(child, "lineno"):
            ast.copy_location(child, place)
    return node


def name(text):
    return ast.Name(text, ast.Load())


def definition_of(code, lines):
    """The definition of a function, which may be a lambda. `lines` are those of its file."""
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
    if type(definition) not in (ast.FunctionDef, ast.AsyncFunctionDef):
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
            body = ast.Expr(at(node.elt, ast.Yield(node.elt)))
            for part in reversed(node.generators):
                if part.is_async:
                    break
                for test in reversed(part.ifs):
                    body = ast.If(test, [body], [])
                iterable = part.iter if part is not node.generators[0] else name(".0")
                body = at(part.iter, ast.For(part.target, iterable, [body], []))
            else:
                parameters = ast.arguments([], [ast.arg(".0")], None, [], [], None, [])
                return at(node, ast.FunctionDef("<genexpr>", parameters, [at(node, body)], []))
    raise CannotSuspend("no generator expression is there")
