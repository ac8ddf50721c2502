"""What a series uprates by in a year, exactly, and the figures that it was made of.

Every question of what an index comes to is answered here. The rules act in this order, and so each
is written for what the ones before it give:

1. *the series' own change*: its value in per cent, the quotient of two of its levels, or its mix;
   a mix without ``basar`` is of the years' changes, with the same shares every year; with ``basar``
   it is of the values ``index now / index then``, and its change is the quotient of two such sums.
   What a mix is made of are the others' factors, with their own rules, as they would uprate by;
2. ``vartannat_ar``: the years' changes since the last uprating, multiplied; 0 % in between;
3. ``golv`` and ``tak``: per uprating, so they hold what is really charged, whatever it is made of.
   What they take off or lay on is not caught up later: the next uprating is of what was charged.

For a series of levels the order of 1 and 2 does not matter, as the levels in between cancel, and
are not asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from enamnd_cost.model.index.reckoned import (
    LEAST_CERTAIN,
    Gap,
    Piece,
    Reckoned,
    Step,
    cut,
    figures,
    level,
    percent,
    percents,
)
from enamnd_cost.swedish import decimal

if TYPE_CHECKING:
    from enamnd_cost.model.index.series import Serie
    from enamnd_cost.model.problem import KeyPath


class Reckoning:
    """Reckons the factors of one file, each once."""

    def __init__(self, series: Sequence[Serie]) -> None:
        self.series = series
        self._known: dict[tuple[str, int], Reckoned] = {}
        self._runs: dict[tuple[str, int], dict[int, Reckoned]] = {}
        self.numbers = {serie.id: n for n, serie in enumerate(series)}
        self.values = {serie.id: serie.values for serie in series}
        self.levels = {serie.id: serie.levels for serie in series}

    def factor(self, series: str, year: int) -> Reckoned:
        """Give a series' factor from the year before to ``year``, by all its rules."""
        if (series, year) not in self._known:
            self._known[series, year] = _Made(self, series, year).factor()
        return self._known[series, year]

    def change(self, series: str, year: int) -> Reckoned:
        """Give the series' own change from the year before to ``year``, before its rules."""
        made = _Made(self, series, year)
        own = made.own(year - 1, year)
        return made.found._replace(factor=own.factor)

    def grown(self, series: str, base: int, year: int) -> Reckoned:
        """Give a series' value in a year against a base year: its factors in between, multiplied.

        Before the base year it is the inverse of what has been added up to it.
        """
        run = self._runs.setdefault((series, base), {base: Reckoned()})
        on = 1 if year >= base else -1
        for at in range(base + on, year + on, on):
            if at not in run:
                of_year = self.factor(series, at if on > 0 else at + 1)
                turned = of_year._replace(factor=of_year.factor**on)
                run[at] = run[at - on].joined(turned)
        return run[year]


class _Told(NamedTuple):
    """A number and how it came to be, in words that begin with what it was made of."""

    factor: Fraction
    text: str


NOTHING = _Told(Fraction(1), "")  # in place of what is missing; nobody sees it


class _Made:
    """One series' factor for one year in the making; ``found`` is what it is made of so far."""

    def __init__(self, reckoning: Reckoning, series: str, year: int) -> None:
        self.reckoning = reckoning
        self.n = reckoning.numbers[series]
        self.serie = reckoning.series[self.n]
        self.year = year
        self.values = reckoning.values[series]
        self.found = Reckoned()

    def factor(self) -> Reckoned:
        """Give the factor by all the series' rules."""
        serie, year = self.serie, self.year
        if not serie.is_due(year):
            text = f"0 %: räknas upp vartannat år, nästa gång {year + 1}"
            return Reckoned(steps=(self._step(text, "vartannat_ar", Fraction(1)),))
        own = self.own(year - serie.step, year)
        found = self.found
        if found.gaps:
            return Reckoned(gaps=found.gaps)
        held, by = own.factor, ""
        for key, which in (("golv", max), ("tak", min)):
            limit = getattr(serie, key)
            if limit is not None and (kept := which(held, 1 + Fraction(limit) / 100)) != held:
                held, by = kept, key
        steps = found.steps
        if by or not self._is_one_value:
            limited = f"; {by}et ger {percents(held)}" if by else ""
            steps = (self._step(own.text + limited, by or self._made_by, held), *steps)
        return Reckoned(held, found.pieces, steps)

    @property
    def _is_one_value(self) -> bool:
        """Tell whether it is a change of its own in the file, which says all that there is."""
        own = [piece.key for piece in self.found.pieces if piece.series == self.n]
        return own == ["varde"] == [piece.key for piece in self.found.pieces]

    @property
    def _made_by(self) -> str:
        """Name the key that its own change comes from, or that says how many years it is of."""
        return "vartannat_ar" if self.serie.stated_by == "varde" else self.serie.stated_by

    def _step(self, text: str, key: str, factor: Fraction) -> Step:
        path: KeyPath = ("serie", self.n, key)
        own = [piece for piece in self.found.pieces if piece[:2] == (self.n, "tal")]
        if key == "tal":
            path = (*path, own[0].figure, "tal") if own else ("serie", self.n)
        statuses = {
            figure.status for _, figure in figures(self.reckoning.series, self.found.pieces)
        }
        status = next((each for each in LEAST_CERTAIN if each in statuses), None)
        return Step(self.serie.id, self.year, text, path, percent(factor), status)

    # The series' own change

    def own(self, start: int, end: int) -> _Told:
        """Give what it changes from one year to another by itself, before its rules."""
        serie = self.serie
        if not any(year in self.values for year in range(start + 1, end + 1)):
            if serie.stated_by == "tal":
                return self._of_levels(start, end)
            if serie.stated_by == "av" and serie.basar is not None:
                return self._of_values(serie.basar, start, end)
        years = {year: self._one_year(year) for year in range(start + 1, end + 1)}
        self._look_back(start)
        if len(years) == 1:
            return years[end]
        factor = prod((told.factor for told in years.values()), start=Fraction(1))
        parts = "; ".join(f"{year}: {told.text}" for year, told in years.items())
        return _Told(factor, f"{parts}; tillsammans {percents(factor)}")

    def _one_year(self, year: int) -> _Told:
        """Give one year's change: what stands for it, or what the levels or the mix give."""
        serie = self.serie
        if held := self.values.get(year):
            self._use(serie, "varde", held[0])
            factor = 1 + Fraction(held[1].procent) / 100
            return _Told(factor, percents(factor))
        if serie.stated_by == "varde":
            return self._lack(serie, year)
        if serie.stated_by == "tal":
            return self._of_levels(year - 1, year)
        if serie.basar is not None:
            return self._of_values(serie.basar, year - 1, year)
        return self._mixed(lambda series: self._take(self.reckoning.factor(series, year)), percents)

    def _look_back(self, start: int) -> None:
        """See that an index of changes goes back to its base, though they then cancel out."""
        if self.serie.stated_by == "varde" and self.serie.basar is not None:
            first, last = sorted((self.serie.basar, start))
            for year in range(first + 1, last + 1):
                if year not in self.values:
                    self._lack(self.serie, year)

    def _of_levels(self, start: int, end: int) -> _Told:
        now, before = self._level(self.serie, end), self._level(self.serie, start)
        basar = self.serie.basar
        base = None if basar is None else self._level(self.serie, basar)
        if now is None or before is None:
            return NOTHING
        text = f"{level(now)}/{level(before)}"
        if base is not None:
            text = " mot ".join(f"{level(each)}/{level(base)}" for each in (now, before))
        return _Told(now / before, f"{text} = {percents(now / before)}")

    def _level(self, serie: Serie, year: int) -> Fraction | None:
        """Give a level in the file, or the last before it with what has been assumed since."""
        values, levels = self.reckoning.values[serie.id], self.reckoning.levels[serie.id]
        on, at = Fraction(1), year
        while at not in levels and (value := values.get(at)):
            self._use(serie, "varde", value[0])
            on *= 1 + Fraction(value[1].procent) / 100
            at -= 1
        if at not in levels:
            self._lack(serie, at)
            return None
        m, tal = levels[at]
        self._use(serie, "tal", m)
        return Fraction(tal.tal) * on

    # Mixes

    def _of_values(self, base: int, start: int, end: int) -> _Told:
        """Mix the others' values against a base year, and give the quotient of two such sums."""

        def at(year: int) -> _Told:
            return self._mixed(lambda series: self._value(series, base, year), cut)

        now, before = at(end), at(start)
        factor = now.factor / before.factor
        text = f"mot {base} är {end} {now.text} och {start} {before.text}: {percents(factor)}"
        return _Told(factor, text)

    def _mixed(self, of: Callable[[str], Fraction], shown: Callable[[Fraction], str]) -> _Told:
        shares = [(series, share, of(series)) for series, share in (self.serie.av or {}).items()]
        factor = sum((Fraction(share) / 100 * each for _, share, each in shares), Fraction(0))
        parts = [f"{decimal(share)} % {series} {shown(each)}" for series, share, each in shares]
        return _Told(factor, f"{' + '.join(parts)} = {shown(factor)}")

    def _value(self, series: str, base: int, year: int) -> Fraction:
        """Give another series' value in a year against a base year: of levels, their quotient."""
        serie = self.reckoning.series[self.reckoning.numbers[series]]
        if serie.stated_by != "tal" or serie.has_rules:
            return self._take(self.reckoning.grown(series, base, year))
        now, then = self._level(serie, year), self._level(serie, base)
        return now / then if now and then else Fraction(1)

    # What it is made of

    def _take(self, found: Reckoned) -> Fraction:
        self.found = self.found.joined(found)
        return found.factor

    def _use(self, serie: Serie, key: str, m: int) -> None:
        piece = Piece(self.reckoning.numbers[serie.id], key, m)
        self.found = self.found.joined(Reckoned(pieces=(piece,)))

    def _lack(self, serie: Serie, year: int) -> _Told:
        self.found = self.found.joined(Reckoned(gaps=(Gap(serie.id, year),)))
        return NOTHING
