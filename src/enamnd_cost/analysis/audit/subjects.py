"""What figures are about: municipality, service, year, side; from labels, headings and titles."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from enamnd_cost.analysis.selection import service_called
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.tables import Amount, Block, Column, Page, Row
from enamnd_cost.model.data import Data
from enamnd_cost.model.kommuner import bare_name
from enamnd_cost.swedish import fold

# Receivers that are no municipalities, and belong in a table per municipality all the same.
NO_MUNICIPALITY = re.compile(
    r"avrundning|övrig|reserv|(ej|att) fördela|gemensam|nämnden|region|intäkt|kostnad|resultat"
)
GENERIC = {
    "system", "systemet", "kostnad", "kostnader", "budget", "fördelning", "av", "för", "och",
    "gemensamma", "tjänster", "tjänst", "per", "kommun", "kr", "tkr", "belopp", "tabell", "del",
    "intäkter", "intäkt", "avgift", "avgifter", "i", "summa", "norrbotten", "norrbottens", "total",
    "totalt", "år", "kommuner", "kommunerna", "årskostnader", "årskostnad", "beslutad",
}  # fmt: skip
NEAR = 0.8
LONGEST = 300  # characters; what is longer is no name


class Subject(NamedTuple):
    """What a figure is about; None and empty where nothing says so."""

    service: str | None
    year: int | None
    municipality: str | None
    side: str
    measure: str


@dataclass(frozen=True)
class Asked:
    """What the user says that the document is about, where it does not say so itself."""

    year: int | None = None
    service: str | None = None


class Names:
    """The names of a data folder's municipalities and services, as documents write them."""

    def __init__(self, data: Data) -> None:
        self.data = data
        tokens = {name: _tokens(f"{t.namn} {t.kort}") for name, t in data.tjanster.items()}
        times = Counter(token for found in tokens.values() for token in found)
        self._tokens = tokens
        self._telling = {token for token, n in times.items() if n == 1 and token not in GENERIC}
        self._services: dict[str, str | None] = {}
        self._municipalities: dict[str, str | None] = {}

    def municipality(self, label: str) -> str | None:
        """Give the code of the municipality that a label names, decorated as labels are."""
        if label not in self._municipalities:
            self._municipalities[label] = self.data.kommuner.labelled(label)
        return self._municipalities[label]

    def near(self, label: str) -> str | None:
        """Give the code of the municipality that a misspelt label must mean."""
        name = fold(bare_name(label))
        by_name = {fold(kommun.namn): kommun.kod for kommun in self.data.kommuner.kommun}
        found = difflib.get_close_matches(name, list(by_name), n=2, cutoff=NEAR)
        return by_name[found[0]] if found else None

    def service(self, text: str) -> str | None:
        """Give the id of the one service that a text names."""
        if text not in self._services:
            self._services[text] = self._service(text)
        return self._services[text]

    def _service(self, text: str) -> str | None:
        folded = _clean(text) if len(text) <= LONGEST else ""
        if not folded:
            return None
        if called := service_called(self.data, folded):
            return called
        if found := self._headed.get(fold(text)):
            return found
        tokens = _tokens(folded) - GENERIC
        telling = [
            name
            for name, own in self._tokens.items()
            if tokens & own & self._telling and tokens <= own
        ]
        return telling[0] if len(telling) == 1 else None

    def named_in(self, text: str) -> str | None:
        """Give the one service whose whole name stands in a text; within another's it is none."""
        folded = fold(text)
        spans: list[tuple[int, int, str]] = []
        for name, tjanst in self.data.tjanster.items():
            for known in {fold(tjanst.namn), fold(name)}:
                pattern = rf"(?<![\w-]){re.escape(known)}(?:en|et|n|t)?s?(?![\w-])"
                spans += [(*found.span(), name) for found in re.finditer(pattern, folded)]
        outer = {
            name
            for start, end, name in spans
            if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in spans)
        }
        return outer.pop() if len(outer) == 1 else None

    @cached_property
    def _headed(self) -> Mapping[str, str]:
        """The headings of published tables that are about one service alone."""
        by_heading: dict[str, set[str]] = {}
        for facit in self.data.facit.values():
            for tabell in facit.tabell:
                if tabell.rubrik:
                    by_heading.setdefault(fold(tabell.rubrik), set()).add(tabell.tjanst)
        one = {heading: found.pop() for heading, found in by_heading.items() if len(found) == 1}
        inner = {
            fold(found[1]): service
            for heading, service in one.items()
            if (found := re.search(r"\(([^()]+)\)$", heading))
        }
        return {**inner, **one}


def _clean(text: str) -> str:
    """Take numbering, year and amount off a heading."""
    folded = re.sub(r"^\d+(\.\d+)*\.?\s+", "", fold(text))
    return re.sub(r"[\s,:–-]*\b(19|20)\d\d\b", "", folded).strip(" :.–-")


def _tokens(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", fold(text)) if len(word) > 1}


@dataclass(frozen=True)
class Reading:
    """A block with what is known of it.

    ``municipal`` tells whether its rows are municipalities (``rows``), its columns are
    (``columns``), or neither. ``codes`` has the municipality of each row, or column, that is one.
    """

    block: Block
    page: Page
    names: Names
    asked: Asked
    municipal: str
    codes: Mapping[int, str]
    misspelt: frozenset[int]

    @property
    def several(self) -> bool:
        """Tell whether a figure must be named by its column as well."""
        return len([c for c in self.block.columns if c.kind != "share"]) > 1

    def subject(self, row: Row, column: Column) -> Subject:
        """Say what the figure in a row and a column is about."""
        block = self.block
        heads = (column.heading, *row.part, block.corner, *reversed(block.titles))
        service = None
        measure = self._measure(heads)
        if self._is_part(column):
            measure = measure or "del"
        if self.municipal == "rows":
            service = self._service(column.heading, *row.beside, row.section)
        elif self.municipal == "columns" or row.kind == "post":
            service = self.names.service(row.label)
        code = self.codes.get(row.n if self.municipal == "rows" else column.number)
        return Subject(service, self._year(row, column), code, self._side(row, column), measure)

    @cached_property
    def in_parts(self) -> bool:
        """Tell a table whose columns are parts of what its sum column says."""
        columns = self.block.columns
        named = [
            c
            for c in columns
            if c.kind == "amount"
            and (
                self.names.service(c.heading)
                or words.year(c.heading)
                or words.side(c.heading)
                or (c.number in self.codes and self.municipal == "columns")
            )
        ]
        return any(c.kind == "sum" for c in columns) and not named

    def _is_part(self, column: Column) -> bool:
        if column.kind != "amount" or not self.in_parts:
            return False
        return self.municipal != "rows" or self._titled is not None

    @cached_property
    def _titled(self) -> str | None:
        """The service that stands over the table."""
        titles = [*reversed(self.block.titles), self.block.sheet.name]
        names = self.names
        return next((n for t in titles if (n := names.service(t) or names.named_in(t))), None)

    def _service(self, *near: str) -> str | None:
        names = self.names
        found = next((name for text in near if (name := names.service(text))), None)
        alone = len([c for c in self.block.columns if c.kind == "amount"]) == 1
        if found or not (alone or self.in_parts):
            return found
        return self._titled or self.asked.service

    def _year(self, row: Row, column: Column) -> int | None:
        block = self.block
        own = "" if self.municipal == "rows" else row.label
        near = (column.heading, own, *row.part, block.corner, *reversed(block.titles))
        if found := _first_year(near):
            return found
        return self.asked.year or _first_year((block.sheet.name, self.page.title))

    def _side(self, row: Row, column: Column) -> str:
        block = self.block
        label = row.label if row.kind == "sum" else ""
        heads = (
            column.heading,
            label,
            *row.part,
            block.corner,
            *reversed(block.titles[-2:]),
            block.sheet.name,
        )
        return next((side for text in heads if (side := words.side(text))), "")

    def _measure(self, heads: Iterable[str]) -> str:
        return next((found for text in heads if (found := words.measure(text))), "")


def _first_year(texts: Iterable[str]) -> int | None:
    return next((found for text in texts if (found := words.year(text))), None)


def read(block: Block, page: Page, names: Names, asked: Asked) -> Reading:
    """Find out what a block's rows and columns are about."""
    rows = {row.n: row.label for row in block.rows if row.kind in ("post", "other")}
    columns = {c.number: c.heading for c in block.columns if c.kind == "amount"}
    for way, labels in (("rows", rows), ("columns", columns)):
        codes = {n: code for n, label in labels.items() if (code := names.municipality(label))}
        if len(codes) >= 2 and 2 * len(codes) >= len(labels):
            misspelt = {
                n: code
                for n, label in labels.items()
                if n not in codes and not names.service(label) and (code := names.near(label))
            }
            return Reading(
                block, page, names, asked, way, {**codes, **misspelt}, frozenset(misspelt)
            )
    return Reading(block, page, names, asked, "", {}, frozenset())


def amounts(reading: Reading) -> Iterable[tuple[Amount, Row, Column, Subject]]:
    """Give every figure of money with what it is about."""
    for row in reading.block.rows:
        for column in reading.block.columns:
            found = row.amounts.get(column.number)
            if found is not None and column.kind in ("amount", "sum"):
                yield found, row, column, reading.subject(row, column)
