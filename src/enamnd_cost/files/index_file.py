"""Figures of a series put into ``index.toml``: new ones last in it, others where they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from enamnd_cost.asking import Wish, ask
from enamnd_cost.files.drafting import appended
from enamnd_cost.files.index_table import Kind
from enamnd_cost.files.loading import read_text
from enamnd_cost.files.periods_said import period_in
from enamnd_cost.files.rewriting import Rewriting
from enamnd_cost.files.toml_text import pairs
from enamnd_cost.model.data import INDEX_FILE
from enamnd_cost.model.index import Index, Status, Tal, Varde
from enamnd_cost.model.index.reckoned import level
from enamnd_cost.model.inputs import STATUS
from enamnd_cost.model.problem import Problem
from enamnd_cost.swedish import decimal, listing

NAMES = {"tal": "indextal (tal)", "varde": "ändringar i procent (varde)", "av": "andra serier (av)"}
NUMBERS: Mapping[Kind, str] = {"tal": "tal", "varde": "procent"}


class New(NamedTuple):
    """A figure to put in a series: the year that is uprated to, and what is to be said of it."""

    year: int
    value: Decimal
    status: Status
    source: str
    period: str
    published: dt.date | None = None

    def said(self, kind: Kind) -> dict[str, Any]:
        """Give its keys, as a new table of the file has them."""
        keys = {
            "ar": self.year,
            NUMBERS[kind]: self.value,
            "avser": self.period if kind == "tal" else None,
            "status": self.status,
            "publicerad": self.published,
            "kalla": self.source,
        }
        return {key: value for key, value in keys.items() if value is not None}


class Changed(NamedTuple):
    """The file with the figures in it, and a line on each that is new or other than before."""

    raw: bytes
    told: tuple[str, ...]


def with_figures(
    raw: bytes, series: str, name: str | None, kind: Kind, new: Sequence[New], *, replace: bool
) -> tuple[Changed | None, list[Problem]]:
    """Put figures in a series, which is made, under ``name``, where the file has none of its id.

    A figure that is there already and differs is refused (EK002), unless it is to be replaced; so
    is a series that is stated in another way (EK213). The text is read back before it is given.
    """
    index, problems = read_text(raw, INDEX_FILE, Index)
    if index is None:
        return None, problems
    if series not in index.by_id:
        lines = ["[[serie]]", *pairs({"id": series, "namn": name or series})]
        for each in new:
            lines += ["", *_lines(each, kind)]
        made = Changed(appended(raw, lines), tuple(_told(series, kind, each) for each in new))
    else:
        if problem := _other_way(index, series, kind):
            return None, [problem]
        if (problems := _there(index, series, kind, new)) and not replace:
            return None, problems
        made = _extended(raw, index, series, kind, new)
    return _read_back(made, series, kind, new)


def _other_way(index: Index, series: str, kind: Kind) -> Problem | None:
    stated = index.by_id[series].stated_by
    if stated == kind:
        return None
    text = f"{series} är {NAMES[stated]}, men filen har {NAMES[kind]}"
    path = ("serie", index.number(series), "id")
    return Problem("EK213", INDEX_FILE, text, "läs in den i en serie med ett annat id", path)


def _there(index: Index, series: str, kind: Kind, new: Sequence[New]) -> list[Problem]:
    """Say of every figure that is there already, and is another, what it would become."""
    problems, n = [], index.number(series)
    for each in new:
        held = _held(index, series, kind, each.year)
        if held and not _same(held[1], each):
            m, figure = held
            was, now = _figure(figure), _shown(each.value, kind, each.status)
            text = f"{series} {each.year} finns redan och är {was}; filen har {now}"
            remedy = f"värdet lämnas som det är; skriv {ask(Wish.REPLACE)} för att byta ut det"
            path = ("serie", n, kind, m, NUMBERS[kind])
            problems.append(Problem("EK002", INDEX_FILE, text, remedy, path))
    return problems


def _held(index: Index, series: str, kind: Kind, year: int) -> tuple[int, Varde | Tal] | None:
    serie = index.by_id[series]
    return serie.levels.get(year) if kind == "tal" else serie.values.get(year)


def _same(held: Varde | Tal, new: New) -> bool:
    value = held.tal if isinstance(held, Tal) else held.procent
    return (value, held.status) == (new.value, new.status)


def _extended(raw: bytes, index: Index, series: str, kind: Kind, new: Sequence[New]) -> Changed:
    n, text, told = index.number(series), Rewriting(raw), []
    more: list[str] = []
    for each in new:
        held = _held(index, series, kind, each.year)
        if held is None:
            more += ["", *_lines(each, kind)]
            told.append(_told(series, kind, each))
        elif not _same(held[1], each):
            _replace(text, ("serie", n, kind, held[0]), each, kind)
            told.append(f"{_told(series, kind, each)}, i stället för {_figure(held[1])}")
    if more:
        text.add_lines(("serie", n), more)
    return Changed(text.raw, tuple(told))


def _replace(text: Rewriting, at: tuple[str, int, str, int], new: New, kind: Kind) -> None:
    """Put a figure, and what is said of it, where another stood; what told of that one goes."""
    said = new.said(kind)
    for key in ("harledning", "publicerad", "avser"):
        if key not in said and (*at, key) in text.at:
            text.take((*at, key))
    del said["ar"]
    for key, value in said.items():
        if (*at, key) in text.at:
            text.put((*at, key), value)
        else:
            text.add((*at, NUMBERS[kind]), {key: value})


def _read_back(
    made: Changed, series: str, kind: Kind, new: Sequence[New]
) -> tuple[Changed | None, list[Problem]]:
    """See that the figures stand in the new text as they are to."""
    index, _ = read_text(made.raw, INDEX_FILE, Index)
    found = index and [_held(index, series, kind, each.year) for each in new]
    if found and all(held and _same(held[1], each) for held, each in zip(found, new, strict=True)):
        return made, []
    text = f"{series} står inte så att det går att skriva in mer i den"
    remedy = f"skriv serien med [[serie]] och [[serie.{kind}]], och kör igen"
    return None, [Problem("EK017", INDEX_FILE, text, remedy)]


def _lines(new: New, kind: Kind) -> list[str]:
    return [f"[[serie.{kind}]]", *pairs(new.said(kind))]


def other_periods(index: Index, series: str, new: Sequence[New]) -> list[str]:
    """Warn where new levels are for another part of the year than those that they are held to.

    An index of October held to one of January is no change of a year.
    """
    parts: dict[str, list[int]] = {}
    for year, (_, tal) in sorted(index.by_id[series].levels.items()):
        if tal.avser and (found := period_in(tal.avser)):
            part = str(found).replace(str(found.year), "", 1) or "hela året"
            ago = year - found.year
            parts.setdefault(f"{part}{f', {ago} år före' if ago else ''}", []).append(year)
    added = {each.year for each in new}
    if len(parts) < 2 or not any(added & {*years} for years in parts.values()):
        return []
    told = listing(f"{part} ({listing(map(str, years))})" for part, years in parts.items())
    return [f"observera: talen i {series} är för olika delar av året: {told}"]


def _told(series: str, kind: Kind, new: New) -> str:
    return f"{series} {new.year}: {_shown(new.value, kind, new.status)}, talet för {new.period}"


def _figure(figure: Varde | Tal) -> str:
    if isinstance(figure, Tal):
        return _shown(figure.tal, "tal", figure.status)
    return _shown(figure.procent, "varde", figure.status)


def _shown(value: Decimal, kind: Kind, status: Status) -> str:
    shown = f"{decimal(value)} %" if kind == "varde" else level(Fraction(value))
    return f"{shown} ({STATUS[status]})"
