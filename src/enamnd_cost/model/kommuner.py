"""``kommuner.toml``: who the members are, and their population at each reference date.

Most are Swedish municipalities, and are called so in the code; a member may be of any kind.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue, ValidationInfo, WithJsonSchema, field_validator

from enamnd_cost.called import KOMMUN, Word
from enamnd_cost.model import gln, orgnr
from enamnd_cost.model.base import (
    Derived,
    Errors,
    FileModel,
    Origin,
    Text,
    Unused,
    mistake,
    optional,
    twice,
)
from enamnd_cost.swedish import fold, listing

ID = r"^[a-z0-9-]+$"
Id = Annotated[str, Field(pattern=ID)]
Inhabitants = Annotated[int, Field(ge=0)]
Slag = Literal["kommun", "region", "kommunalforbund", "bolag", "stat", "annan"]
Land = Literal["SE", "NO", "FI", "DK"]

# How each country writes a municipality's code, and any other member's. What is not Swedish may
# have its country before it, where two countries have the same.
CODES = {
    "SE": (r"[0-9]{4}", "fyra siffror"),
    "NO": (r"(NO-)?[0-9]{4}", "fyra siffror, som ett norskt kommunenummer"),
    "FI": (r"(FI-)?[0-9]{3}", "tre siffror, som en finsk kommunkod"),
    "DK": (r"(DK-)?[0-9]{3}", "tre siffror, som ett danskt kommunenummer"),
}
OTHERS = (r"[A-Za-z0-9-]{1,20}", "bokstäver a–z, siffror och bindestreck, högst tjugo tecken")
Kod = Annotated[str | None, WithJsonSchema({"type": "string", "pattern": f"^{OTHERS[0]}$"})]
SWEDISH: dict[str, JsonValue] = {
    "properties": {
        "slag": {"const": "kommun"},
        "land": {"const": "SE"},
        "kod": {"pattern": f"^{CODES['SE'][0]}$"},
    },
    "required": ["kod"],
}
NOT_SWEDISH: list[JsonValue] = [
    {"properties": {"slag": {"not": {"const": "kommun"}}}, "required": ["slag"]},
    {"properties": {"land": {"not": {"const": "SE"}}}, "required": ["land"]},
]


class Kommun(FileModel):
    """One member: its key in the files, its code (SCB's of a Swedish municipality), its name."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [SWEDISH, *NOT_SWEDISH]})

    id: Id = Field(
        description="Kommunens nyckel i de andra filerna: namnet med a–z, siffror och bindestreck."
    )
    slag: Slag = Field(
        "kommun",
        description="Vad medlemmen är: kommun (utan nyckeln), region, kommunalforbund, bolag, stat "
        "eller annan.",
    )
    land: Land = Field("SE", description="Landet: SE (utan nyckeln), NO, FI eller DK.")
    kod: Kod = optional(
        "SCB:s kommunkod, fyra siffror. Av den som inte är en svensk kommun: dess egen kod, om den "
        "har någon; annars gäller id."
    )
    namn: Text = Field(description="Kommunens namn.")
    orgnr: Text | None = optional(
        "Organisationsnummer, som landet skriver det: i Sverige 232100-0016."
    )
    gln: Text | None = optional("GLN, lokaliseringskoden som e-fakturor skickas till: 13 siffror.")
    referens: Text | None = optional("Kommunens referens, som ska stå på fakturan.")

    @field_validator("kod")
    @classmethod
    def _is_a_code(cls, kod: str | None, of: ValidationInfo) -> str | None:
        slag, land = of.data.get("slag"), of.data.get("land")
        pattern, written = CODES[land] if slag == "kommun" and land in CODES else OTHERS
        if kod is not None and not re.fullmatch(pattern, kod):
            raise mistake("EK114", f'kod är "{kod}"', remedy=f"använd {written}")
        return kod

    @field_validator("orgnr")
    @classmethod
    def _is_a_number(cls, number: str | None, of: ValidationInfo) -> str | None:
        land = of.data.get("land")
        if number and land and (wrong := orgnr.mistake_in(number, land)):
            text, remedy = wrong
            raise mistake("EK114", f'orgnr är "{number}"; {text}', remedy=remedy)
        return number

    @field_validator("gln")
    @classmethod
    def _is_a_location(cls, number: str | None) -> str | None:
        if number and (wrong := gln.mistake_in(number)):
            text, remedy = wrong
            raise mistake("EK114", f'gln är "{number}"; {text}', remedy=remedy)
        return number

    def _mistakes(self) -> Errors:
        if self.scb and self.kod is None:
            remedy = (
                "lägg till kod = …, SCB:s fyra siffror; är det ingen svensk kommun: lägg till slag "
                "eller land"
            )
            yield mistake("EK111", 'nyckeln "kod" saknas', remedy=remedy)

    @property
    def scb(self) -> bool:
        """Tell a Swedish municipality: SCB knows its code and counts its people."""
        return self.municipality and self.land == "SE"

    @property
    def municipality(self) -> bool:
        """Tell a municipality, of any country: it has inhabitants."""
        return self.slag == "kommun"

    @property
    def code(self) -> str:
        """What the engine knows it by, and every output tells: its code, or else its id."""
        return self.kod or self.id


class Folkmangd(FileModel):
    """The population of every municipality at one reference date.

    Other members may stand there too; who does not has no part by population. ``summa`` is the
    total as published or added up on entry: a second place for every figure, so that a slip of one
    inhabitant shows.
    """

    datum: dt.date = Field(description="Mätdatum, till exempel 2023-12-31.")
    summa: Inhabitants = Field(description="Kommunernas sammanlagda folkmängd, som kontroll.")
    invanare: dict[str, Inhabitants] = Field(
        description="Folkmängd per kommun; alla ska vara med. Den som inte är kommun får vara det."
    )
    kalla: Origin = None
    harledning: Derived = None
    oanvand: Unused = None


class Kommuner(FileModel):
    """The whole file. Municipalities are listed in the order in which tables show them."""

    model_config = ConfigDict(title="Kommunerna och deras folkmängd")

    namnd: Text = Field(description="Nämndens namn, som det står i tabellernas rubrik.")
    kallas: Word = Field(
        KOMMUN,
        description="Vad medlemmarna kallas i tabeller och meningar: kommun (utan nyckeln), medlem "
        "eller part.",
    )
    kommun: list[Kommun] = Field(
        min_length=1, description="Kommunerna, i den ordning som tabellerna visar dem."
    )
    folkmangd: list[Folkmangd] = Field([], description="Folkmängden vid ett mätdatum.")

    def _mistakes(self) -> Errors:
        for field in ("id", "kod", "namn", "orgnr"):
            seen: dict[str, Kommun] = {}
            for n, kommun in enumerate(self.kommun):
                value = getattr(kommun, field)
                other = kommun if value is None else seen.setdefault(fold(value), kommun)
                if other is not kommun:
                    text = f'{field} "{fold(value)}" har redan en annan kommun'
                    remedy = _apart(kommun, other) if field == "kod" else "rätta den ena"
                    yield mistake("EK117", text, "kommun", n, field, remedy=remedy)
        owner: dict[str, str] = {}
        for n, kommun in enumerate(self.kommun):
            for field in ("id", "kod", "namn"):
                name = fold(getattr(kommun, field) or kommun.id)
                if owner.setdefault(name, kommun.code) != kommun.code:
                    text = f'{field} "{name}" är ett annat namn på en annan kommun'
                    yield mistake("EK117", text, "kommun", n, field, remedy="rätta det ena")
        dates, text = [each.datum for each in self.folkmangd], "mätdatum {} står två gånger"
        yield from twice(dates, "folkmangd", "datum", text, "ta bort den ena")

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The members' codes, in the order of the file."""
        return tuple(kommun.code for kommun in self.kommun)

    @cached_property
    def by_code(self) -> dict[str, Kommun]:
        """Each member by its code, likewise."""
        return {kommun.code: kommun for kommun in self.kommun}

    @cached_property
    def beyond_scb(self) -> tuple[str, ...]:
        """The codes of those that are no Swedish municipality: SCB does not count them."""
        return tuple(kommun.code for kommun in self.kommun if not kommun.scb)

    @cached_property
    def names(self) -> dict[str, str]:
        """Each municipality's name by its code, in the order of the file."""
        return {kommun.code: kommun.namn for kommun in self.kommun}

    @cached_property
    def ids(self) -> dict[str, str]:
        """Each municipality's key in the files by its code, likewise."""
        return {kommun.code: kommun.id for kommun in self.kommun}

    def listing(self, codes: Iterable[str]) -> str:
        """List municipalities by name, as running text."""
        return listing(self.names[code] for code in codes)

    @cached_property
    def _by_any_name(self) -> dict[str, str]:
        return {
            fold(name): kommun.code
            for kommun in self.kommun
            for name in (kommun.id, kommun.namn, kommun.code)
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

        "2582 Boden", "Bodens kommun" and "Boden (värd) *" are all Boden. So is its organisation
        number, alone or beside its name.
        """
        name = bare_name(label)
        genitive = self.resolve(name[:-1]) if name.endswith("s") else None
        return self.resolve(label) or self.resolve(name) or genitive or self._otherwise(label, name)

    def _otherwise(self, label: str, name: str) -> str | None:
        """Find whom a row names by an organisation number, or by code or number beside a name."""
        known = self._by_label
        mark = orgnr.digits(label) or fold(name)
        if code := known.get(mark) or (known.get(mark[:-1]) if mark.endswith("s") else None):
            return code
        (first, _, rest), (before, _, last) = label.partition(" "), label.rpartition(" ")
        for beside, left in ((first, rest), (last, before)):
            code = known.get(orgnr.digits(beside) or fold(beside))
            if code and left.strip() and self.labelled(left) == code:
                return code
        return None

    @cached_property
    def _by_label(self) -> dict[str, str]:
        """The code of each by what else a printed row may say: where that means one member."""
        found: dict[str, set[str]] = defaultdict(set)
        for kommun in self.kommun:
            number = orgnr.digits(kommun.orgnr or "")
            for mark in (number, fold(bare_name(kommun.namn)), fold(kommun.code)):
                found[mark or ""].add(kommun.code)
        return {mark: codes.pop() for mark, codes in found.items() if mark and len(codes) == 1}


def _apart(kommun: Kommun, other: Kommun) -> str:
    """Say how a code is told from the same code of another country's."""
    if kommun.land == other.land:
        return "rätta den ena"
    one = other if kommun.scb else kommun
    return f'skriv landet före koden för {one.namn}: kod = "{one.land}-{one.kod}"'


def bare_name(label: str) -> str:
    """Take code, footnote mark, remark and the word kommun off a municipality's label.

    What is no such word stays: a region, an association or a company has no name without it.

    >>> [bare_name(t) for t in ("2582 Boden", "Bodens kommun *", "Luleå (värd)", "Luleå stad 1)")]
    ['Boden', 'Bodens', 'Luleå', 'Luleå']
    >>> [bare_name(text) for text in ("1507 Ålesund kommune", "Region Norrbotten (värd)")]
    ['Ålesund', 'Region Norrbotten']
    """
    name = re.sub(r"^\d{4}\s+", "", label.strip())
    name = re.sub(r"\s*\([^()]*\)|\s*\d\)$|(?<![*:¹²³])[*:¹²³]+$", "", name.strip()).strip(" *:")
    return re.sub(r"\s+(kommune?|stad)$", "", name, flags=re.IGNORECASE).strip()
