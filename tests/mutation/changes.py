"""Small changes of a module's code, one at a time: each a mutant that a test should notice.

What is only text, a type or a decorator's words is left as it is, and so is an ``assert``: it says
what others have seen to.
"""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from instead import instead

SHOWN = 70  # characters of a piece of code that are enough to know it by
NO_CODE = {"annotation", "returns", "decorator_list", "bases", "format_spec"}

Apply = Callable[[], None]
Put = Callable[[ast.AST], None]


@dataclass(frozen=True)
class Mutant:
    """One change: of which line in which function of which file, and how it is made."""

    module: str
    function: str
    line: str
    change: str
    lineno: int
    apply: Apply
    lines: range | None  # of its statement; None for what is run while the module loads

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is known by, wherever in the file it stands."""
        return self.module, self.function, self.line, self.change

    def __str__(self) -> str:
        return f"{self.module}:{self.lineno}  {self.change}"


class Where(NamedTuple):
    """In which function a node is, and the names that are given more than one value there."""

    function: str = ""
    again: frozenset[str] = frozenset()
    called: bool = False
    lines: range | None = None

    def within(self, node: ast.FunctionDef | ast.ClassDef) -> "Where":
        """Go into a function or class."""
        stored = Counter(
            name.id
            for name in ast.walk(node)
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
        )
        again = frozenset(name for name, times in stored.items() if times > 1)
        name = f"{self.function}.{node.name}" if self.function else node.name
        return Where(name, again, isinstance(node, ast.FunctionDef), self.lines)

    def at(self, node: ast.stmt) -> "Where":
        """Go to a statement; of one that holds others, to its head."""
        body = getattr(node, "body", None)
        after = body[0].lineno if body else node.end_lineno + 1
        return self._replace(lines=range(node.lineno, after) if self.called else None)


def mutants(module: str, path: Path) -> tuple[ast.Module, list[Mutant]]:
    """Parse a module, and give every change that can be made in its tree, in the order of lines."""
    source = path.read_text(encoding="utf-8")
    tree, lines = ast.parse(source), source.splitlines()
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for where, node, change, apply in _walk(tree, Where(), None):
        at = (node.target if isinstance(node, ast.comprehension) else node).lineno
        made = Mutant(module, where.function, lines[at - 1].strip(), change, at, apply, where.lines)
        seen[made.key] += 1
        if (nth := seen[made.key]) > 1:
            made = replace(made, change=f"{change} ({nth})")
        found.append(made)
    return tree, sorted(found, key=lambda mutant: mutant.lineno)


def _walk(
    node: ast.AST, where: Where, put: Put | None
) -> Iterator[tuple[Where, ast.AST, str, Apply]]:
    """Give place, node, words and deed of each change in a piece of the tree."""
    if _left_alone(node):
        return
    if isinstance(node, ast.stmt):
        where = where.at(node)
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        where = where.within(node)
    if put and not _only_crashes(node, where):
        for new in instead(node):
            yield where, node, _words(node, new), lambda new=new: put(new)
    for child, put_child in _parts(node):
        yield from _walk(child, where, put_child)


def _parts(node: ast.AST) -> Iterator[tuple[ast.AST, Put]]:
    """Give the parts of a node that are code, each with what puts another in its place."""
    for field, value in ast.iter_fields(node):
        if field in NO_CODE:
            continue
        if isinstance(value, list):
            for n, child in enumerate(value):
                if isinstance(child, ast.AST):
                    yield child, lambda new, held=value, n=n: held.__setitem__(n, new)
        elif isinstance(value, ast.AST):
            yield value, lambda new, field=field: setattr(node, field, new)


def _left_alone(node: ast.AST) -> bool:
    """Tell what no test could notice: imports, asserts, types, docstrings."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Assert():
            return True
        case ast.Expr(ast.Constant(str()) | ast.Call(ast.Name("assert_never"))):
            return True
        case ast.Assign([ast.Name(name)], ast.Subscript() | ast.BinOp() | ast.Name()):
            return name[0].isupper() and not name.isupper()  # another name of a type
    return False


def _only_crashes(node: ast.AST, where: Where) -> bool:
    """Tell the only assignment of a name: without it nothing works, which needs no test."""
    match node:
        case ast.Assign([ast.Name(name)]):
            return name not in where.again
        case ast.Assign([ast.Tuple()]):
            return True
    return False


def _words(old: ast.AST, new: ast.AST) -> str:
    """Say what a change is, in a line."""
    match new:
        case ast.Pass():
            return f"dropped: {_shown(old)}"
        case ast.If(ast.Constant(False), [same]) if same is old:
            return f"dropped: {_shown(old)}"
        case ast.If() | ast.While():
            kind = type(new).__name__.lower()
            return f"{kind} {_shown(old.test)} → {kind} {new.test.value}"
        case ast.For():
            return f"no loop: for {_shown(old.target)} in {_shown(old.iter)}"
    return f"{_shown(old)} → {_shown(new)}"


def _shown(node: ast.AST) -> str:
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
