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


def names_in_tuples(source):
    """The names in assignments of several values to as many variables or attributes, by the place of each
    value: its lines and columns, as `co_positions` gives them."""
    names = {}
    for node in ast.walk(parse(source)):
        if type(node) is not ast.Assign or type(node.value) is not ast.Tuple:
            continue
        for target in node.targets:
            if type(target) is ast.Tuple and len(target.elts) == len(node.value.elts):
                for variable, value in zip(target.elts, node.value.elts, strict=True):
                    place = value.lineno, value.end_lineno, value.col_offset, value.end_col_offset
                    names[place] = getattr(variable, "id", None) or getattr(variable, "attr", "")
    return names
