"""A program's text as a syntax tree."""

import ast
import warnings


def parse(source):
    """The tree of a valid program; an empty one if it is nested too deeply for a tree of Python objects."""
    try:
        with warnings.catch_warnings():
            # The compiler has warned already.
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except RecursionError:
        return ast.Module()
