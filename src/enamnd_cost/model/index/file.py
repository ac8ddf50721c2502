"""The whole of ``index.toml``: its series, and what each uprates by in a year."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from pydantic import ConfigDict, Field

from enamnd_cost.model.base import Errors, FileModel, twice
from enamnd_cost.model.index.reckoned import Reckoned
from enamnd_cost.model.index.reckoning import Reckoning
from enamnd_cost.model.index.series import Figure, Serie, Varde


class Index(FileModel):
    """The whole file."""

    model_config = ConfigDict(title="Indexserier för uppräkning")

    serie: list[Serie] = Field([], description="En indexserie.")

    def _mistakes(self) -> Errors:
        names, text = [serie.id for serie in self.serie], 'serien "{}" står två gånger'
        return twice(names, "serie", "id", text, "slå ihop dem till en serie")

    @cached_property
    def by_id(self) -> dict[str, Serie]:
        """Each series by its id."""
        return {serie.id: serie for serie in self.serie}

    def number(self, series: str) -> int:
        """Give which of the file's series one is, from 0."""
        return next(n for n, serie in enumerate(self.serie) if serie.id == series)

    def value(self, series: str, year: int) -> Figure | None:
        """Give the figure that stands in the file for a year, if there is one."""
        serie = self.by_id[series]
        found = serie.values.get(year) or serie.levels.get(year)
        return found[1] if found else None

    def figures(self) -> Iterator[tuple[int, str, int, Figure]]:
        """List every figure in the file: of which series, under which key, and which of them."""
        for n, serie in enumerate(self.serie):
            for m, varde in enumerate(serie.varde):
                yield n, "varde", m, varde
            for m, tal in enumerate(serie.tal):
                yield n, "tal", m, tal

    @cached_property
    def _reckoning(self) -> Reckoning:
        return Reckoning(self.serie)

    def reckoned(self, series: str, year: int) -> Reckoned:
        """Say what a series uprates by from the year before to ``year``, and what of.

        This is the one answer to that question. Names that it is made of must be known.
        """
        return self._reckoning.factor(series, year)

    def change(self, series: str, year: int) -> Reckoned:
        """Say what a series itself changes to ``year``, before ``vartannat_ar`` and the limits."""
        return self._reckoning.change(series, year)

    def made_of(self, series: str) -> set[str]:
        """Name a series and all those that it is made of, however far down."""
        found, waiting = set[str](), [series]
        while waiting:
            name = waiting.pop()
            if name not in found and name in self.by_id:
                found.add(name)
                waiting += self.by_id[name].av or {}
        return found

    def lacking(self, series: str, year: int) -> list[tuple[str, int]]:
        """List the figures that could be assumed, as per cent, for a factor that lacks some.

        A level that is missing goes on from the last one before it; where there is none before,
        nobody can say in per cent what it is.
        """
        found: dict[tuple[str, int], None] = {}
        for gap in self.reckoned(series, year).gaps:
            serie = self.by_id[gap.series]
            first = gap.year
            if serie.stated_by == "tal":
                earlier = [ar for ar in serie.levels if ar < gap.year]
                first = max(earlier) + 1 if earlier else gap.year + 1
            years = range(first, gap.year + 1)
            found |= dict.fromkeys((gap.series, ar) for ar in years if ar not in serie.values)
        return list(found)

    def with_value(self, series: str, value: Varde) -> tuple[Index, int]:
        """Give the file with a year's change of a series in place of any that it has.

        Of levels and of a mix it stands in for what they would give for that year. The number is
        where in the series' list of changes it stands.
        """
        n, serie = self.number(series), self.by_id[series]
        held = serie.values.get(value.ar)
        m = held[0] if held else len(serie.varde)
        values = [*serie.varde[:m], value, *serie.varde[m + 1 :]]
        fields = {name: getattr(serie, name) for name in serie.model_fields_set} | {"varde": values}
        changed = Serie.model_construct(serie.model_fields_set, **fields)
        return Index(serie=[*self.serie[:n], changed, *self.serie[n + 1 :]]), m
