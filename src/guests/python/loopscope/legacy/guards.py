"""Guarded lines of a program: it expects there what Python 3.14 raises, and gets it.

Lines are guarded against an exception by `try … except` or `with self.assertRaises(…)` that names it, against
AttributeError by `if hasattr(…)`, and against everything where a test of `sys.version_info` excludes Python
3.14.
"""

import ast
import operator
import sys

from loopscope.frames import FILENAME

_COMPARISONS = {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge}
_RAISES = ("assertRaises", "assertRaisesRegex", "raises", "suppress")


class Guards:
    """The guards of one program: first and last line, the exceptions' names (`*` for all), and True if it
    also holds for functions that are called from there."""

    def __init__(self, parse):
        self._parse = parse
        self._found = None

    def _guards(self):
        # Found when first needed: most programs never do.
        if self._found is None:
            self._found = []
            self._find()
        return self._found

    def _find(self):
        for node in ast.walk(self._parse()):
            match node:
                case ast.Try(body=body, handlers=handlers):
                    self._add(body, {name for handler in handlers for name in _names(handler.type)}, False)
                case ast.With(body=body, items=items) | ast.AsyncWith(body=body, items=items):
                    self._add(body, {name for item in items for name in _raised_in(item.context_expr)}, True)
                case ast.If(test=test, body=body, orelse=orelse):
                    self._add_branches(test, body, orelse)

    def _add(self, body, names, reaching):
        if names and body:
            self._found.append((body[0].lineno, body[-1].end_lineno, names, reaching))

    def _add_branches(self, test, body, orelse):
        match test:
            case ast.Compare(ast.Attribute(attr="version_info"), [comparison], [ast.Tuple() as version]):
                compare = _COMPARISONS.get(type(comparison))
                parts = [part.value for part in version.elts if isinstance(part, ast.Constant)]
                if compare is not None and all(type(part) is int for part in parts):
                    self._add(orelse if compare(sys.version_info, tuple(parts)) else body, {"*"}, False)
            case ast.Call(ast.Name("hasattr")):
                self._add(body, {"AttributeError"}, False)

    def against(self, names, line, reached=False):
        """True if a line is guarded against one of these exceptions. `reached` means that the line is in a
        caller of the function that runs."""
        return any(
            first <= line <= last
            and (reaching or not reached)
            and ("*" in guarded or not guarded.isdisjoint(names))
            for first, last, guarded, reaching in self._guards()
        )

    def against_now(self, name):
        """True if the line that runs now, or one of its callers, is guarded against an exception."""
        frame, reached = sys._getframe(1), False
        while frame is not None:
            if frame.f_code.co_filename == FILENAME:
                if self.against((name,), frame.f_lineno or 0, reached):
                    return True
                reached = True
            frame = frame.f_back
        return False


def _names(expression):
    """The names of exceptions in a handler or a call: `TypeError`, `(TypeError, ValueError)`."""
    match expression:
        case ast.Tuple(elts=parts):
            return [name for part in parts for name in _names(part)]
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return [name]
    return []


def _raised_in(context):
    match context:
        case ast.Call(ast.Name(id=name) | ast.Attribute(attr=name), [*exceptions]) if name in _RAISES:
            return [name for exception in exceptions for name in _names(exception)]
    return []


# The guards of the program that runs.
program = Guards(ast.Module)
