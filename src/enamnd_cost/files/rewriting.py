"""Figures of a TOML file changed where they stand: every other byte of it stays as it was.

A pair may stand on a line of its own, under a dotted key, or within an inline table; what is put
beside it is written as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from enamnd_cost.files.positions import Located, Positions
from enamnd_cost.files.toml_text import key, pairs, toml
from enamnd_cost.model.problem import KeyPath


class Rewriting:
    """A file being rewritten. Each change is made at once; places are then found anew."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.newline = b"\r\n" if b"\r\n" in raw else b"\n"
        self._find()

    def _find(self) -> None:
        self.entries = Positions(self.raw.decode()).entries
        self.at = {entry.path: entry for entry in self.entries}

    def _put(self, start: int, end: int, new: bytes) -> None:
        self.raw = self.raw[:start] + new + self.raw[end:]
        self._find()

    # Pairs

    def put(self, path: KeyPath, value: Any, *, year: bool = False) -> None:
        """Give a key that is there another value; a year has no thousands apart."""
        self._put(*self.at[path].span, (str(value) if year else toml(value)).encode())

    def add(self, after: KeyPath, values: Mapping[str, Any]) -> None:
        """Put further keys after one that is there, in the same table."""
        there = self.at[after]
        new = self._pairs(there, values)
        if there.form == "inline":
            self._put(there.span[1], there.span[1], b", " + b", ".join(new))
        else:
            end = self._line_end(there.span[1])
            self._put(end, end, b"".join(self.newline + each for each in new))

    def swap(self, path: KeyPath, values: Mapping[str, Any]) -> None:
        """Put other keys in the place of one."""
        there = self.at[path]
        between = b", " if there.form == "inline" else self.newline
        new = between.join(self._pairs(there, values))
        self._put(self._start(there), there.span[1], new)

    def take(self, path: KeyPath) -> None:
        """Take a key away: with its line, if it has one of its own."""
        there = self.at[path]
        start, end = self._start(there), there.span[1]
        if there.form != "inline":
            self._put(start, self._next_line(end), b"")
        elif after := re.compile(rb"\s*,\s*").match(self.raw, end):
            self._put(start, after.end(), b"")
        else:
            before = re.search(rb"\s*,\s*\Z", self.raw[:start])
            self._put(before.start() if before else start, end, b"")

    def _pairs(self, there: Located, values: Mapping[str, Any]) -> list[bytes]:
        """Write pairs as one that is there is: as far in, and under the same dotted tables."""
        before = self.raw[self._start(there) : there.name[1]]
        return [before + each.encode() for each in pairs(values)]

    def _start(self, there: Located) -> int:
        """Give where a pair begins: at the start of its line, if it has one of its own."""
        return there.name[0] if there.form == "inline" else self._line_start(there.name[0])

    # Tables

    def take_table(self, path: KeyPath) -> None:
        """Take a table away, however it is written; an empty line that parted it from the next."""
        there = self.at.get(path)
        if there is None:  # only dotted keys name it
            while inside := [each.path for each in self.entries if each.path[: len(path)] == path]:
                self.take(inside[0])
        elif there.form == "table":
            start = self._line_start(there.span[0])
            end = self._next_line(self._section_end(there))
            if empty := re.compile(rb"[ \t]*\r?\n").match(self.raw, end):
                end = empty.end()
            elif end == len(self.raw):  # nothing to be parted from
                start = len(self.raw[:start].rstrip()) + len(self.newline) if start else 0
            self._put(start, end, b"")
        else:
            self.take(path)

    def add_table(self, path: tuple[str, str], values: Mapping[str, Any]) -> None:
        """Put a table last of those that stand in the same one, or last in the file."""
        name, around = path[1], self.at.get(path[:1])
        if around and around.form in ("pair", "inline"):
            self._add_inline(around, f"{key(name)} = {toml(dict(values))}")
            return
        lines = [f"[{path[0]}.{key(name)}]", *pairs(values)]
        new = b"".join(line.encode() + self.newline for line in lines)
        alike = [each for each in self.entries if each.path[:1] == path[:1]]
        end = self._line_end(self._section_end(alike[-1])) if alike else len(self.raw.rstrip())
        # Comments that follow at once are of what they follow, unless the next table does at once.
        below = re.compile(rb"(?:\r?\n[ \t]*#[^\r\n]*)+").match(self.raw, end)
        if below and not re.compile(rb"\r?\n[ \t]*\[").match(self.raw, below.end()):
            end = below.end()
        rest = self.raw[end:]
        parted = rest.lstrip(b"\r\n \t") == b"" or re.match(rb"\r?\n[ \t]*\r?\n", rest)
        new = self.newline * (2 if end else 0) + new.removesuffix(self.newline)
        new += b"" if parted else self.newline
        self._put(end, end, new if rest else new + self.newline)

    def add_lines(self, path: KeyPath, lines: Sequence[str]) -> None:
        """Put lines last of all that stands under a path: further tables of a list in one."""
        end = max(each.span[1] for each in self.entries if each.path[: len(path)] == path)
        at = self._line_end(end)
        self._put(at, at, b"".join(self.newline + line.encode() for line in lines))

    def empty_table(self, name: str) -> None:
        """Write that a table is there, though nothing stands in it."""
        first = next((each for each in self.entries if each.form == "table"), None)
        at = self._line_start(first.span[0]) if first else len(self.raw)
        apart = b"" if not at or self.raw[:at].endswith((b"\n\n", b"\n\r\n")) else self.newline
        header = apart + f"[{name}]".encode() + self.newline
        self._put(at, at, header + (self.newline if first else b""))

    def _add_inline(self, around: Located, pair: str) -> None:
        """Put a pair last in an inline table."""
        start, end = around.span
        inside = self.raw[start + 1 : end - 1]
        after = start + 1 + len(inside.rstrip())
        new = f", {pair}" if inside.strip() else f" {pair} "
        self._put(after, end - 1 if not inside.strip() else after, new.encode())

    def _section_end(self, there: Located) -> int:
        """Give where the last pair ends of the section that a key stands in, or is the head of."""
        end = 0
        for each in self.entries[self.entries.index(there) :]:
            if each.form == "table" and each is not there:
                break
            end = max(end, each.span[1])
        return end

    def comments(self, path: KeyPath) -> list[str]:
        """List the comments that stand on a table's lines."""
        found = []
        for each in self.entries:
            if each.path[: len(path)] == path and each.form in ("table", "pair"):
                rest = self.raw[each.span[1] : self._line_end(each.span[1])].decode()
                if comment := re.fullmatch(r"[\s\]]*(#.*)", rest):
                    found.append(comment[1].strip())
        return found

    # Lines

    def _line_start(self, at: int) -> int:
        return self.raw.rfind(b"\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        """Give where the line ends, before its line end."""
        end = self.raw.find(b"\n", at)
        if end < 0:
            return len(self.raw)
        return end - self.raw[:end].endswith(b"\r")

    def _next_line(self, at: int) -> int:
        end = self.raw.find(b"\n", at)
        return len(self.raw) if end < 0 else end + 1
