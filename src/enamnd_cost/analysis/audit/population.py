"""Printed populations against those of the data folder, at the date that the document means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.audit.equations import Equation
from enamnd_cost.analysis.audit.findings import WARNING, Finding
from enamnd_cost.analysis.audit.stage import Looked, Tables
from enamnd_cost.analysis.audit.subjects import Reading
from enamnd_cost.files.counted import other_than_population
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.tables import Amount

ENOUGH = 3  # populations that must agree before a date is taken for the one that is meant


class Counted(NamedTuple):
    """A column (or row) of inhabitants: each figure with the code of its municipality, if known.

    ``date`` is the one that they are held to; where there is none, ``reason`` says why.
    """

    heading: str
    cells: Sequence[tuple[Amount, str | None, str]]
    date: dt.date | None
    reason: str = ""
    astray: str = ""  # what is wrong with the whole of it

    @property
    def held(self) -> list[tuple[Amount, str, str]]:
        """The figures that are held to the data folder."""
        return [(a, code, label) for a, code, label in self.cells if code and self.date]


def look(tables: Tables, equations: Sequence[Equation]) -> Looked:
    """Hold each population to the data folder's; most of a column's being others is told once."""
    dates = by_date(tables)
    made: list[Equation] = []
    findings: list[Finding] = []
    for counted in populations(tables):
        if counted.astray:
            place = counted.cells[0][0].place
            what = "invånarantalen är inte datamappens"
            findings.append(Finding("EK527", WARNING, place, what, counted.astray))
        elif counted.date:
            of = dates[counted.date]
            made += [
                Equation(
                    "population", amount, ((1, amount),), Fraction(of[code]), label,
                    made=str(counted.date),
                )
                for amount, code, label in counted.held
            ]  # fmt: skip
    return [*equations, *made], findings


def populations(tables: Tables) -> list[Counted]:
    """Find what a document prints of populations, and the date that each is of."""
    dates = by_date(tables)
    return [
        _dated(heading, cells, dates)
        for reading in tables.readings
        for heading, cells in _printed(reading)
    ]


def by_date(tables: Tables) -> dict[dt.date, Mapping[str, int]]:
    """Give the populations of the data folder, by date and code."""
    kommuner = tables.names.data.kommuner
    codes = {kommun.id: kommun.code for kommun in kommuner.kommun}
    return {
        each.datum: {codes.get(name, name): n for name, n in each.invanare.items()}
        for each in kommuner.folkmangd
    }


def counted_in(reading: Reading) -> dict[str, Amount]:
    """Give the inhabitants that a table itself prints, by code: those of its last such column."""
    return {
        code: amount
        for _, cells in _printed(reading)
        for amount, code, _ in cells
        if code is not None
    }


def _printed(reading: Reading) -> Iterator[tuple[str, list[tuple[Amount, str | None, str]]]]:
    """Give the columns that are headed as populations, or the rows where columns are municipal."""
    block = reading.block
    if reading.municipal == "columns":
        for row in block.rows:
            if words.is_population(row.label) and not words.is_rate(row.label):
                columns = [c for c in block.of("amount") if c.number in reading.codes]
                yield (
                    row.label,
                    [
                        (row.amounts[c.number], reading.codes[c.number], c.heading)
                        for c in columns
                        if c.number in row.amounts
                    ],
                )
        return
    codes = reading.codes if reading.municipal == "rows" else {}
    title = words.people_over(block.titles)
    for column in block.of("count"):
        posts = [r for r in block.rows if r.kind == "post" and column.number in r.amounts]
        heading = column.heading
        titled = bool(title) and words.is_of_people(heading)
        if titled and not other_than_population(heading):  # not of men alone
            heading = f"{title} {heading}".strip()
        if (titled or words.is_population(heading)) and posts:
            yield (
                heading,
                [(row.amounts[column.number], codes.get(row.n), row.label) for row in posts],
            )


def _dated(
    heading: str,
    cells: Sequence[tuple[Amount, str | None, str]],
    dates: Mapping[dt.date, Mapping[str, int]],
) -> Counted:
    """Settle the date: the one that the heading tells, or else one that nearly all figures fit."""
    told, year = words.date(heading), words.year(heading)
    known = [(amount, code) for amount, code, _ in cells if code]
    fits = {
        date: sum(amount.value == of.get(code) for amount, code in known)
        for date, of in dates.items()
    }
    nearly = [d for d, n in fits.items() if n >= ENOUGH and 4 * n >= 3 * len(known)]
    best = max(nearly, key=lambda date: fits[date], default=None)
    other = other_than_population(heading)
    if not known:
        return Counted(heading, cells, None, "datamappen har inte kommunerna")
    if told is not None and told not in dates:
        return Counted(heading, cells, None, f"datamappen har ingen folkmängd {told}")
    if other and told is None:
        return Counted(heading, cells, None, f"den är {other}")
    meant = told or (dt.date(year, 12, 31) if year else best)
    if meant is None:
        return Counted(heading, cells, None, "mätdatum framgår inte")
    if meant not in dates:
        return Counted(heading, cells, None, f"datamappen har ingen folkmängd {meant}")
    if 2 * fits[meant] >= len(known):
        return Counted(heading, cells, meant)
    if best is not None:
        text = f"{heading}: {fits[best]} av {len(known)} invånarantal är folkmängden {best}, "
        return Counted(heading, cells, meant, "", f"{text}inte {meant}")
    if told is None:
        return Counted(heading, cells, None, f"den är inte folkmängden {meant}")
    text = f"{heading}: {len(known) - fits[meant]} av {len(known)} invånarantal är inte folkmängden"
    return Counted(heading, cells, meant, "", f"{text} {meant}")
