"""A rate per inhabitant that a text states, against the amounts of a table of municipalities.

Which table and whose inhabitants it is of, the amounts say: what the rate gives in three rows of
four is meant, and nothing else is. So a rate of another year, or of another fee, is no alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.audit.equations import Equation, Terms
from enamnd_cost.analysis.audit.findings import shown
from enamnd_cost.analysis.audit.notes import sentences
from enamnd_cost.analysis.audit.population import by_date, counted_in
from enamnd_cost.analysis.audit.stage import Looked, Tables
from enamnd_cost.analysis.audit.subjects import Reading
from enamnd_cost.files.documents.factors import step_of
from enamnd_cost.files.documents.numbers import number_in
from enamnd_cost.files.documents.tables import Amount, TableColumn, TableRow
from enamnd_cost.swedish import fold, number

ENOUGH = 3  # rows that must follow a rate before it is taken for the table's
_KR = r"(?:kr|kronor|:-)"
_DIGITS = r"(?<![\d.,])\d{1,3}(?:[ \u00a0.]?\d{3}){0,3}(?:,\d{1,4}|\.\d{1,2})?"
_RATE = re.compile(
    rf"(?:(?P<fixed>{_DIGITS})\s?{_KR}(?:\s(?:per|/)\s?(?:medlem|kommun|part|år))*"
    rf"\s(?:och|samt|plus|jämte)\s)?(?P<rate>{_DIGITS})\s?{_KR}\s?(?:per|/)\s?inv"
)
# A text with one of these says that some pay otherwise.
_SOME = re.compile(
    r"(?<!\w)(lägst|högst|minst|minimi\w*|maximi\w*|utom|undantag\w*|rabatt\w*|reducera\w*|tak\w*|"
    r"golv\w*|trappa\w*|steg\w*|hälften|halv\w*|ca|cirka|omkring|ungefär)(?!\w)"
)


class Rate(NamedTuple):
    """So many kronor per inhabitant, beside a fixed amount or none."""

    kronor: Fraction
    fixed: Fraction

    def of(self, people: Fraction) -> Fraction:
        """Give what one with so many inhabitants pays."""
        return self.fixed + self.kronor * people

    def made(self, people: Fraction) -> str:
        """Say how that is made."""
        times = f"{shown(self.kronor, 'kr')} × {number(int(people))} invånare"
        return f"{shown(self.fixed, 'kr')} + {times}" if self.fixed else times


def look(tables: Tables, equations: Sequence[Equation]) -> Looked:
    """Hold the amounts of each table to the rate that most of its rows follow."""
    made = [
        equation
        for reading in tables.readings
        if reading.municipal == "rows"
        for equation in _held(tables, reading)
    ]
    return [*equations, *made], []


def _held(tables: Tables, reading: Reading) -> Iterator[Equation]:
    page, block = reading.page, reading.block
    texts = [*block.titles, *(note.text for note in page.notes)]
    rates = list(dict.fromkeys(rate for text in texts for rate in stated(text)))
    if not rates or any(_SOME.search(fold(text)) for text in texts):
        return
    named = fold(" ".join(texts))
    for column in block.of("amount", "sum", "share"):
        rows = [
            (row, row.amounts[column.number], code)
            for row in block.rows
            if row.kind == "post" and column.number in row.amounts
            if (code := reading.codes.get(row.n))
        ]
        step = _step([amount.value for _, amount, _ in rows])
        for rate in rates:
            counted: Sequence[Mapping[str, int | Amount]] = (
                counted_in(reading),
                *by_date(tables).values(),
            )
            for people in counted:
                own = [
                    _equation(rate, row, column, amount, people[code], step)
                    for row, amount, code in rows
                    if people.get(code) and fold(row.label) not in named
                ]
                fits = sum(each.holds for each in own)
                if fits >= ENOUGH and 4 * fits >= 3 * len(own):
                    yield from own
                    return


def stated(text: str) -> Iterator[Rate]:
    """Find the rates that a text states.

    >>> [(str(r.kronor), int(r.fixed)) for r in stated("7 896 kr per medlem och 2,17 kr per inv.")]
    [('217/100', 7896)]
    >>> list(stated("42,25 kronor per kommun"))
    []
    """
    for sentence in sentences(text):
        for found in _RATE.finditer(fold(sentence)):
            rate, fixed = number_in(found["rate"]), number_in(found["fixed"] or "0")
            if rate and fixed and rate.value:
                yield Rate(rate.value, fixed.value)


def _step(values: Sequence[Fraction]) -> Fraction:
    """Give what amounts may be rounded to: the largest power of ten, or five of it."""
    step = step_of([value for value in values if value])
    return 5 * step if all((value / (5 * step)).denominator == 1 for value in values) else step


def _equation(
    rate: Rate,
    row: TableRow,
    column: TableColumn,
    amount: Amount,
    people: int | Amount,
    step: Fraction,
) -> Equation:
    """Say what must hold of a row, by its inhabitants in print or in the data folder."""
    terms: Terms = ((1, amount),)
    count, constant = Fraction(0), rate.fixed
    if isinstance(people, Amount):
        terms, count = (*terms, (-rate.kronor, people)), people.value
    else:
        count = Fraction(people)
        constant = rate.of(count)
    return Equation(
        "product",
        amount,
        terms,
        constant,
        ", ".join(filter(None, (row.label, column.heading))),
        allowed=step + amount.half,
        step=step,
        made=rate.made(count),
    )
