"""The modules that a program imports, read from its text.

`needed` answers the host, which looks for wheels; `first_imports` is what a program imports before it does
anything else.
"""

import ast
import json
import re
import sys
from importlib.machinery import PathFinder

from loopscope.packages import folders

# The block of PEP 723.
_BLOCK = re.compile(r"(?m)^# /// script$\s(?P<content>(^#(| .*)$\s)+)^# ///$")
# The modules of a statement that imports.
_IMPORTS = re.compile(r"\bfrom\s+(?P<one>[\w.]+)\s+import\b|\bimport\s+(?P<many>\w[\w., \t]*)")
_FIRST_NAMES = re.compile(r"(?<![\w.])(?:as\s+\w+|(?P<name>\w+))")
# Other ways to import, and requirements.
_ELSEWHERE = re.compile(r"__import__|import_module|import\s*\\|(?m:^# /// script$)")
# Modules that this page adds: the program's own, those of the interpreter, and a fallback of `legacy`.
_PROVIDED = frozenset(("__main__", "program", "js", "pyodide_js", "uvloop"))
# What a failed import raises, and the classes above it.
_CAUGHT = frozenset(("ImportError", "ModuleNotFoundError", "Exception", "BaseException"))


def needed(source, modules="[]"):
    """Returns JSON of what a program needs from outside of the standard library: `{required, optional,
    dependencies}`. The first two are names of modules; the program does without the optional ones. The last
    are the requirements of its inline script metadata; null if it has none. Null if it needs
    nothing at all. `modules` is JSON of the program's own modules, each its path and its text."""
    own = json.loads(modules)
    texts = [text for text in (source, *(text for _, text in own)) if _may_need(text)]
    if not texts:
        return "null"
    own_names = {path.partition("/")[0].removesuffix(".py") for path, _ in own}
    found = {"required": [], "optional": [], "dependencies": _dependencies(source)}
    for text in texts:
        for name, is_optional in _imported(_parsed(text), False):
            if is_foreign(name) and name not in own_names:
                names = found["optional" if is_optional else "required"]
                if name not in names:
                    names.append(name)
    found["optional"] = [name for name in found["optional"] if name not in found["required"]]
    return json.dumps(found if any(found.values()) else None)


def _parsed(text):
    try:
        return ast.parse(text)
    except SyntaxError, ValueError:
        return ast.Module([], [])


def _may_need(source):
    """False if a look at the text's lines shows that a program needs nothing: most do, and to parse it takes
    longer."""
    if _ELSEWHERE.search(source):
        return True
    statements = _IMPORTS.finditer(source)
    names = {
        name["name"]
        for statement in statements
        for name in _FIRST_NAMES.finditer(statement["one"] or statement["many"])
    }
    return any(name and is_foreign(name) for name in names)


def is_foreign(name):
    """True for a top-level module that neither Python nor this page has."""
    return (
        name not in sys.stdlib_module_names
        and name not in sys.builtin_module_names
        and name not in _PROVIDED
        and PathFinder.find_spec(name, folders.other_paths()) is None
    )


def _imported(node, is_optional):
    """Yields the top-level module of each import below a node, and whether the program does without it."""
    if isinstance(node, ast.If) and _is_type_checking(node.test):
        for child in node.orelse:
            yield from _imported(child, is_optional)
        return
    for name in _names(node):
        yield name.partition(".")[0], is_optional
    tried = node.body if isinstance(node, ast.Try) and _catches_imports(node) else ()
    for child in ast.iter_child_nodes(node):
        yield from _imported(child, is_optional or child in tried)


def _names(node):
    match node:
        case ast.Import():
            return [alias.name for alias in node.names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module]
        case ast.Call(
            func=ast.Name(id="__import__" | "import_module") | ast.Attribute(attr="import_module"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            return [name] if not name.startswith(".") else []
    return []


def _is_type_checking(test):
    return getattr(test, "id", getattr(test, "attr", "")) == "TYPE_CHECKING"


def _catches_imports(node):
    for handler in node.handlers:
        caught = [handler.type] if not isinstance(handler.type, ast.Tuple) else handler.type.elts
        if any(type is None or getattr(type, "id", "") in _CAUGHT for type in caught):
            return True
    return False


def _dependencies(source):
    block = _BLOCK.search(source)
    if not block:
        return None
    lines = block["content"].splitlines(keepends=True)
    # Imported here, as few programs have such a block.
    import tomllib

    text = "".join(line[2:] if line.startswith("# ") else line[1:] for line in lines)
    try:
        dependencies = tomllib.loads(text).get("dependencies")
    except tomllib.TOMLDecodeError:
        return None
    return dependencies if isinstance(dependencies, list) else None


def first_imports(source, is_of_package):
    """Returns the statements that import packages at a program's beginning, as the text of their module. They
    end where the program first does more than import and name constants: what it does may change what an
    import means."""
    try:
        body = ast.parse(source).body
    except SyntaxError, ValueError:
        return ""
    kept = []
    for node in body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = _names(node)
            if names and all(is_of_package(name.partition(".")[0]) for name in names):
                kept.append(ast.unparse(node))
            elif any(is_of_package(name.partition(".")[0]) for name in names):
                kept.extend(
                    ast.unparse(ast.Import([alias]))
                    for alias in node.names
                    if is_of_package(alias.name.partition(".")[0])
                )
        elif not _is_constant(node):
            break
    return "\n".join(kept)


def _is_constant(node):
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name()], value=ast.Constant()):
            return True
    return False
