"""StopIteration in the second compilation of a function (`rewrite`): a coroutine must not raise it, so that
it raises an `Escaped` in its place (`stops`)."""

import ast

from loopscope.threads.definitions import at, name
from loopscope.threads.rewriting import ESCAPED, REVEAL, STOP, STOPPED, Rewriter, called

# Exceptions whose handlers see a StopIteration. One without a name sees it, too.
_SEEING = {"StopIteration", "Exception", "BaseException"}


class StopRewriter(Rewriter):
    """Rewrites what sees a StopIteration."""

    def __init__(self, code, names, uses):
        super().__init__(code, names, uses)
        self._reveals = 0

    def visit_Try(self, node):
        self.generic_visit(node)
        if any(map(_sees, node.handlers)):
            node.body = self.revealing(node, node.body)
        return node

    def revealing(self, place, body):
        """The body, which raises the StopIteration behind an `Escaped`:

        stop = None
        try: body
        except Escaped as escaped: stop = reveal(escaped)
        if stop is not None: raise stop
        """
        self._reveals += 1
        stop = f".stop{self._reveals}"
        none = ast.Assign([ast.Name(stop, ast.Store())], ast.Constant(None))
        revealed = ast.Assign([ast.Name(stop, ast.Store())], called(REVEAL, name(".escaped")))
        handler = ast.ExceptHandler(ast.Constant(ESCAPED), ".escaped", [revealed])
        test = ast.Compare(name(stop), [ast.IsNot()], [ast.Constant(None)])
        parts = none, ast.Try(body, [handler], [], []), ast.If(test, [ast.Raise(name(stop))], [])
        return [at(place, part) for part in parts]


def _sees(handler):
    if handler.type is None:
        return True
    return any(type(part) is ast.Name and part.id in _SEEING for part in ast.walk(handler.type))


def escaping(place, body):
    """The body of a coroutine, which raises an `Escaped` in place of a StopIteration."""
    raised = ast.Raise(called(ESCAPED, name(".ended")))
    return [_catching(place, body, raised)]


def stopping(place, body):
    """The body of a coroutine, which returns a `Stop` in place of a StopIteration."""
    return [_catching(place, body, ast.Return(called(STOP, name(".ended"))))]


def _catching(place, body, statement):
    handler = ast.ExceptHandler(ast.Constant(STOPPED), ".ended", [statement])
    return at(place, ast.Try(body, [handler], [], []))
