"""Where a key stands in a TOML file: line and column, found only when there is something to show.

tree-sitter reads the file again with its places; it goes on past what it cannot read, so that keys
before and after a mistake are found as well.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from enamnd_cost.files.intake import MOST_TOML, NotTakenError, take
from enamnd_cost.model.problem import KeyPath, Problem, Spot

if TYPE_CHECKING:
    from tree_sitter import Node

MOST_DEPTH = 100
Locate = Callable[[str, KeyPath, bool], Spot | None]


def locator(folder: Path) -> Locate:
    """Make a function that finds a key of a file (relative to ``folder``); each file is read once.

    It takes file, path, and whether the key is meant or its value. Where the place is not known it
    gives None: better to name the key than to point wrong.
    """

    @cache
    def read(file: str) -> Positions | None:
        try:
            text = take(folder / file, MOST_TOML).decode()
        except (NotTakenError, UnicodeDecodeError):
            return None
        return Positions(text)

    def locate(file: str, path: KeyPath, on_key: bool) -> Spot | None:  # noqa: FBT001 (a callback)
        found = read(file) if file else None
        return found.of(path, key=on_key) if found else None

    return locate


def place(problems: Iterable[Problem], folder: Path) -> list[Problem]:
    """Give every mistake its spot, in the order of the files' lines, each mistake once."""
    locate = locator(folder)
    placed = dict.fromkeys(
        problem
        if problem.spot or not problem.path
        else problem._replace(spot=locate(problem.file, problem.path, problem.on_key))
        for problem in problems
    )
    return sorted(placed, key=_order)


def _order(problem: Problem) -> tuple[str, int, int, str]:
    spot = problem.spot
    return problem.file, spot.line if spot else 0, spot.column if spot else 0, problem.code


Form = Literal["table", "pair", "inline", "item"]


class Located(NamedTuple):
    """A key of the file: its path, where it stands, and where its value does.

    ``span`` is of the value (of a table: of the name in its header), from its first byte to the one
    after its last. ``name`` is where the key begins, and where the last part of it does: before it
    stand the tables that a dotted key names. ``form`` is ``inline`` for a pair of an inline table.
    """

    path: KeyPath
    key: Spot
    value: Spot
    span: tuple[int, int]
    name: tuple[int, int]
    form: Form


class Positions:
    """The places of one file's keys. ``entries`` has every key in order, also those given twice."""

    def __init__(self, text: str) -> None:
        import tree_sitter_toml  # only what is to be shown needs it
        from tree_sitter import Language, Parser

        raw = text.encode()
        # What TOML takes for a line end; Python knows more of them.
        self._lines = [_Line(line) for line in raw.split(b"\n")]
        root = Parser(Language(tree_sitter_toml.language())).parse(raw).root_node
        self.entries = tuple(self._document(root))
        self._by_path = {entry.path: entry for entry in reversed(self.entries)}  # the first counts

    def of(self, path: KeyPath, *, key: bool) -> Spot | None:
        """Give the place of a key or of its value; of the nearest table around it if it has none.

        A key that is missing has no place of its own: the table that lacks it is pointed at.
        """
        # deltagare = [...] is short for { bara = [...] }, and has no such key.
        short = tuple(part for part in path if part != "bara")
        found = self._by_path.get(path) or self._by_path.get(short)
        if found:
            return found.key if key else found.value
        around = next((path[:n] for n in range(len(path), 0, -1) if path[:n] in self._by_path), ())
        return self._by_path[around].key if around else None

    def span(self, path: KeyPath) -> tuple[int, int] | None:
        """Give where a key's value begins and ends, in bytes, however many lines it takes."""
        found = self._by_path.get(path)
        return found.span if found else None

    def repeated(self) -> Located | None:
        """Give the first key that has stood before in the same table."""
        return next((each for each in self.entries if each != self._by_path[each.path]), None)

    # Walking the tree

    def _document(self, root: Node) -> Iterator[Located]:
        counts: dict[KeyPath, int] = {}
        for node in root.named_children:
            if node.type == "pair":
                yield from self._pair(node, ())
            elif node.type in ("table", "table_array_element"):
                yield from self._table(node, counts)

    def _table(self, node: Node, counts: dict[KeyPath, int]) -> Iterator[Located]:
        """Walk ``[a.b]`` or ``[[a.b]]``; a step into a list of tables means its last one so far."""
        header, *pairs = node.named_children
        path: KeyPath = ()
        names = self._keys(header)
        for n, name in enumerate(names, 1):
            path = (*path, name)
            if n == len(names) and node.type == "table_array_element":
                counts[path] = counts.get(path, -1) + 1
            if path in counts:
                path = (*path, counts[path])
        place = self._place(header)
        yield Located(path, place, place, header.byte_range, _name(header), "table")
        for pair in pairs:
            if pair.type == "pair":
                yield from self._pair(pair, path)

    def _pair(self, node: Node, table: KeyPath, form: Form = "pair") -> Iterator[Located]:
        parts = [child for child in node.named_children if child.type != "comment"]
        if len(parts) < 2:
            return
        key, value = parts[0], parts[-1]
        path = (*table, *self._keys(key))
        places = self._place(key), self._place(value)
        yield Located(path, *places, value.byte_range, _name(key), form)
        yield from self._inside(value, path)

    def _inside(self, value: Node, path: KeyPath) -> Iterator[Located]:
        """Walk what a value holds: an inline table's pairs, or a list's items by number."""
        if len(path) > MOST_DEPTH:  # no file that is read goes so deep
            return
        if value.type == "inline_table":
            for pair in value.named_children:
                if pair.type == "pair":
                    yield from self._pair(pair, path, "inline")
        elif value.type == "array":
            items = [item for item in value.named_children if item.type != "comment"]
            for n, item in enumerate(items):
                place = self._place(item)
                name = item.start_byte, item.start_byte
                yield Located((*path, n), place, place, item.byte_range, name, "item")
                yield from self._inside(item, (*path, n))

    def _keys(self, node: Node) -> list[str]:
        if node.type == "dotted_key":
            return [name for part in node.named_children for name in self._keys(part)]
        text = (node.text or b"").decode()
        return [_unquoted(text) if node.type == "quoted_key" else text]

    def _place(self, node: Node) -> Spot:
        """Count in characters where tree-sitter counts bytes; what goes on is cut at line's end."""
        line = self._lines[node.start_point[0]]
        start = node.start_point[1]
        end = node.end_point[1] if node.end_point[0] == node.start_point[0] else len(line.raw)
        length = len(line.raw[start:end].decode(errors="replace").rstrip())
        return Spot(node.start_point[0] + 1, line.column(start), max(length, 1), line.source)


def _name(key: Node) -> tuple[int, int]:
    """Give where a key begins, and where its last part does."""
    last = key.named_children[-1] if key.type == "dotted_key" else key
    return key.start_byte, last.start_byte


class _Line:
    """A line as it is counted in bytes and in characters; thousands of values may stand in one."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    @cached_property
    def source(self) -> str:
        return self.raw.decode().removesuffix("\r")

    @cached_property
    def _following(self) -> list[int]:
        """Where the bytes are that only go on with a character."""
        return [n for n, byte in enumerate(self.raw) if byte & 0xC0 == 0x80]

    def column(self, start: int) -> int:
        return start - bisect_left(self._following, start) + 1


def _unquoted(text: str) -> str:
    """Read a quoted key as TOML does."""
    try:
        return next(iter(tomllib.loads(f"{text} = 1")))
    except tomllib.TOMLDecodeError:  # an impossible escape: the name as it stands will do
        return text
