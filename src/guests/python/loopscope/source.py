"""A program's text as a syntax tree."""

import ast
import warnings


def parse(source):
    """The syntax tree of a valid program; an empty one if it is nested too deeply for Python's stack."""
    try:
        with warnings.catch_warnings():
            # `compile` has warned of the same.
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except RecursionError:
        return ast.Module()
