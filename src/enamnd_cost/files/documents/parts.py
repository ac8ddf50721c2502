"""The XML parts of a workbook, unpacked and parsed as a stream, within bounds on all that is read.

A workbook of a few kilobytes may unpack to gigabytes, name the same sheet thousands of times, or
say anything of itself. So nothing is trusted but what is counted while it is read.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.parsers import expat

from enamnd_cost.files.documents.grid import too_big

# Whole workbooks: a sheet of 290 municipalities whose every row of Excel's has a format is 90 MB
# of a million elements.
MOST_UNPACKED = 100_000_000
MOST_ELEMENTS = 1_500_000
MOST_PARTS = 5_000
MOST_RATIO = 250  # a sheet of nothing but the same row packs to a hundredth
SMALL = 2_000_000  # what unpacks to less harms nobody, whatever its ratio
MOST_HELD = 5_000_000  # in one row or text: all of Excel's columns with a number and a formula
MOST_TOKEN = 1_000_000  # bytes of a tag or a comment: it is read anew until its end has come
MOST_DEPTH = 50
MAY_LACK = ("xl/sharedStrings.xml", "xl/styles.xml")  # of a workbook's parts
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the format's own; others unpack at one go
CHUNK = 1 << 16


class Parts:
    """A workbook's parts; what they hold is counted over all of them, however often one is read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = frozenset(archive.namelist())
        self._unpacked = self._elements = 0
        self._refuse_bombs()

    def _refuse_bombs(self) -> None:
        """Refuse by what the parts say of themselves, before anything is unpacked."""
        parts = self._archive.infolist()
        if len(parts) > MOST_PARTS:
            raise too_big(f"den har mer än {MOST_PARTS:_} delar".replace("_", " "))
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise _unpacks_too_far()
        for part in parts:
            if part.file_size > max(SMALL, MOST_RATIO * part.compress_size):
                raise too_big("den är packad hårdare än någon arbetsbok är")
            if part.compress_type not in PACKINGS:
                raise zipfile.BadZipFile(f"packed by method {part.compress_type}")

    def walk(self, part: str, *tags: str) -> Iterator[tuple[str, ET.Element]]:
        """Give a part's elements of some tags as they end, those within others with the others."""
        if part in MAY_LACK and part not in self._names:
            return
        found = _Found(tags)
        held = 0
        with self._archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                before = found.elements
                found.parse(chunk)
                self._count(len(chunk), found.elements - before)
                done = found.taken()
                held = held + len(chunk) if found.within and not done else 0
                if held > MOST_HELD:
                    raise too_big(f"en rad är på mer än {MOST_HELD // 1_000_000} MB")
                yield from done
        found.parser.Parse(b"", True)

    def _count(self, unpacked: int, elements: int) -> None:
        self._unpacked += unpacked
        self._elements += elements
        if self._unpacked > MOST_UNPACKED:
            raise _unpacks_too_far()
        if self._elements > MOST_ELEMENTS:
            raise too_big("ett blad har för många celler")


class _Found:
    """Builds the elements of some tags while a parser goes through a part, and nothing else."""

    def __init__(self, tags: tuple[str, ...]) -> None:
        self.elements = self._fed = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self._tags = tags
        self._depth = self._outside = 0
        self._builder: ET.TreeBuilder | None = None
        self._done: list[tuple[str, ET.Element]] = []

    def parse(self, chunk: bytes) -> None:
        """Go on with what comes next, unless a single tag or comment never ends."""
        self.parser.Parse(chunk, False)
        self._fed += len(chunk)
        if self._fed - self.parser.CurrentByteIndex > MOST_TOKEN:
            raise too_big("ett märke eller en kommentar i den är på mer än 1 MB")

    @property
    def within(self) -> bool:
        """Tell whether one has begun that has not ended."""
        return self._builder is not None

    def taken(self) -> list[tuple[str, ET.Element]]:
        """Give those that have ended since the last time."""
        done, self._done = self._done, []
        return done

    def _doctype(self, name: str, *_: object) -> None:
        """Refuse what no workbook has: there a short text may be made to stand for an endless."""
        raise ValueError(name)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self.elements += 1
        if self._depth > MOST_DEPTH:
            raise too_big("dess delar ligger inuti varandra i för många led")
        if self._builder is None:
            if not tag.endswith(self._tags) or local(tag) not in self._tags:
                return
            self._builder = ET.TreeBuilder()
            self._outside = self._depth - 1
            self.parser.CharacterDataHandler = self._builder.data
        self._builder.start(tag, attributes)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._builder is not None:
            self._builder.end(tag)
            if self._depth == self._outside:
                self._done.append((local(tag), self._builder.close()))
                self._builder = self.parser.CharacterDataHandler = None


def _unpacks_too_far() -> Exception:
    return too_big(f"den packas upp till mer än {MOST_UNPACKED // 1_000_000} MB")


def local(tag: str) -> str:
    """Give a tag or a key without its namespace."""
    return tag.rpartition("}")[2]
