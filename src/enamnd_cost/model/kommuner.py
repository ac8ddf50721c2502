"""``kommuner.toml``: who the municipalities are, and their population at each reference date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Annotated

from pydantic import ConfigDict, Field

from enamnd_cost.model.base import Derived, Errors, FileModel, Origin, Text, Unused, mistake, twice
from enamnd_cost.swedish import fold, listing

ID = r"^[a-z0-9-]+$"
Id = Annotated[str, Field(pattern=ID)]
Inhabitants = Annotated[int, Field(ge=0)]


class Kommun(FileModel):
    """One municipality: its key in the files, SCB's code, and its name."""

    id: Id = Field(
        description="Kommunens nyckel i de andra filerna: namnet med a–z, siffror och bindestreck."
    )
    kod: Annotated[str, Field(pattern=r"^[0-9]{4}$", description="SCB:s kommunkod, fyra siffror.")]
    namn: Text = Field(description="Kommunens namn.")


class Folkmangd(FileModel):
    """The population of every municipality at one reference date.

    ``summa`` is the total as published or added up on entry: a second place for every figure, so
    that a slip of one inhabitant shows.
    """

    datum: dt.date = Field(description="Mätdatum, till exempel 2023-12-31.")
    summa: Inhabitants = Field(description="Kommunernas sammanlagda folkmängd, som kontroll.")
    invanare: dict[str, Inhabitants] = Field(description="Folkmängd per kommun; alla ska vara med.")
    kalla: Origin = None
    harledning: Derived = None
    oanvand: Unused = None


class Kommuner(FileModel):
    """The whole file. Municipalities are listed in the order in which tables show them."""

    model_config = ConfigDict(title="Kommunerna och deras folkmängd")

    namnd: Text = Field(description="Nämndens namn, som det står i tabellernas rubrik.")
    kommun: list[Kommun] = Field(
        min_length=1, description="Kommunerna, i den ordning som tabellerna visar dem."
    )
    folkmangd: list[Folkmangd] = Field([], description="Folkmängden vid ett mätdatum.")

    def _mistakes(self) -> Errors:
        for field in ("id", "kod", "namn"):
            values = [fold(getattr(kommun, field)) for kommun in self.kommun]
            text = field + ' "{}" har redan en annan kommun'
            yield from twice(values, "kommun", field, text, "rätta den ena")
        owner: dict[str, str] = {}
        for n, kommun in enumerate(self.kommun):
            for field in ("id", "kod", "namn"):
                name = fold(getattr(kommun, field))
                if owner.setdefault(name, kommun.kod) != kommun.kod:
                    text = f'{field} "{name}" är ett annat namn på en annan kommun'
                    yield mistake("EK117", text, "kommun", n, field, remedy="rätta det ena")
        dates, text = [each.datum for each in self.folkmangd], "mätdatum {} står två gånger"
        yield from twice(dates, "folkmangd", "datum", text, "ta bort den ena")

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """SCB's codes, in the order of the file."""
        return tuple(kommun.kod for kommun in self.kommun)

    @cached_property
    def names(self) -> dict[str, str]:
        """Each municipality's name by its code, in the order of the file."""
        return {kommun.kod: kommun.namn for kommun in self.kommun}

    @cached_property
    def ids(self) -> dict[str, str]:
        """Each municipality's key in the files by its code, likewise."""
        return {kommun.kod: kommun.id for kommun in self.kommun}

    def listing(self, codes: Iterable[str]) -> str:
        """List municipalities by name, as running text."""
        return listing(self.names[code] for code in codes)

    @cached_property
    def _by_any_name(self) -> dict[str, str]:
        return {
            fold(name): kommun.kod
            for kommun in self.kommun
            for name in (kommun.id, kommun.namn, kommun.kod)
        }

    def named(self, text: str) -> str:
        """Give the name of the municipality that a file names in some way, or the text as it is."""
        code = self.resolve(text)
        return text if code is None else self.names[code]

    def resolve(self, text: str) -> str | None:
        """Give the code of the municipality with this id, name or code, if there is one.

        Case and composed or decomposed letters do not matter; å, ä and ö do.
        """
        return self._by_any_name.get(fold(text))

    def labelled(self, label: str) -> str | None:
        """Give the code of the municipality that a row of a printed table names, however adorned.

        "2582 Boden", "Bodens kommun" and "Boden (värd) *" are all Boden.
        """
        name = bare_name(label)
        genitive = self.resolve(name[:-1]) if name.endswith("s") else None
        return self.resolve(label) or self.resolve(name) or genitive


def bare_name(label: str) -> str:
    """Take code, footnote mark, remark and the word kommun off a municipality's label.

    >>> [bare_name(t) for t in ("2582 Boden", "Bodens kommun *", "Luleå (värd)", "Luleå stad 1)")]
    ['Boden', 'Bodens', 'Luleå', 'Luleå']
    """
    name = re.sub(r"^\d{4}\s+", "", label.strip())
    name = re.sub(r"\s*\([^()]*\)|\s*\d\)$|(?<![*:¹²³])[*:¹²³]+$", "", name.strip()).strip(" *:")
    return re.sub(r"\s+(kommun|stad)$", "", name, flags=re.IGNORECASE).strip()
