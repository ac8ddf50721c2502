"""Which columns of an export say what: amounts and of which kind, codes, accounts, days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from enamnd_cost.files.by_member.choosing import column_name
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.cells import Line, figure, is_year, text_of
from enamnd_cost.files.documents.grid import UnreadableError
from enamnd_cost.swedish import fold, listing

Kind = Literal["intakt", "kostnad", "debet", "kredit", "belopp"]
SIDES: dict[str, Kind] = {"intäkter": "intakt", "kostnader": "kostnad"}
# The ways to write amounts; of those that a table has, the first says most.
WAYS: tuple[tuple[Kind, ...], ...] = (("intakt", "kostnad"), ("debet", "kredit"), ("belopp",))

_ACCOUNT = re.compile(r"konto\w*([\s.]*(nr|nummer|kod|id|namn|text|\(\w+\)))*|kontering")
_MORE = r"([\s.]*(nr|nummer|kod|id|namn|text|benämning|\d|\(\w+\)))*"
_CODED = re.compile(r"(\w*(ställe|slag|bärare|grupp|klass|sträng|kod|nr|nummer|id)|kst)" + _MORE)
_DIMENSION = re.compile(
    r"(ansvar\w*|verksamhet\w*|vht|projekt\w*|proj|aktivitet\w*|akt|objekt\w*|motpart\w*|enhet\w*"
    r"|program\w*|anläggning\w*|fri\w*|uppdrag\w*|tjänst\w*)" + _MORE
)
_TIME = re.compile(r"\w*datum|period\w*|månad|mån|år|\w*dag")
_BOOKED = re.compile(r"(?<!\w)(belopp\w*|utfall\w*|saldo|bokfört|redovisat)(?!\w)")
_DOUBLE = re.compile(r"(?<!\w)(debet|kredit)(?!\w)")
_OTHER = re.compile(
    r"budget|prognos|avvik|diff|skillnad|föregående|(?<!\w)(fg|f\.g|ib|ing)(?!\w)|ingående|återst"
    r"|moms|andel|%|procent|antal|kvantitet|valuta"
)


class Columns(NamedTuple):
    """The headings by column, which of them have amounts and of which kind, and the others'."""

    headings: Mapping[int, str]
    amounts: Mapping[int, Kind]
    accounts: frozenset[int]
    codes: frozenset[int]
    times: frozenset[int]

    @property
    def sided(self) -> bool:
        """Tell whether the headings say what is income and what is cost."""
        return not {"debet", "kredit", "belopp"} & set(self.amounts.values())

    @property
    def named(self) -> str:
        """Name the columns of amounts by letter and heading."""
        word = "kolumn" if len(self.amounts) == 1 else "kolumnerna"
        return f"{word} {listing(column_name(n, self.headings[n]) for n in self.amounts)}"


def columns_of(line: Line, year: int) -> Columns | None:
    """Tell the columns where a row is one of headings; None where it is anything else.

    Raises :class:`UnreadableError` where several columns can be the outcome, or it is another
    year's.
    """
    if any(figure(cell) and not is_year(cell) for cell in line.values()):
        return None
    headings = {n: text_of(cell) for n, cell in line.items()}
    kinds = {n: kind for n, text in headings.items() if (kind := kind_of(text))}
    others = {n: fold(text) for n, text in headings.items() if n not in kinds}
    accounts = {n for n, text in others.items() if _ACCOUNT.fullmatch(text)}
    codes = {n for n, text in others.items() if _is_code(text)} | accounts
    times = {n for n, text in others.items() if _TIME.fullmatch(text)} - codes
    labelled = codes | times | {n for n, text in others.items() if text in words.HEADINGS}
    if not kinds or not labelled:
        return None
    amounts = _chosen(kinds, headings, year)
    if not amounts:
        return None
    return Columns(headings, amounts, frozenset(accounts), frozenset(codes), frozenset(times))


def kind_of(heading: str) -> Kind | None:
    """Tell what amounts a heading is over, if they are what is booked.

    >>> [kind_of(text) for text in ("Intäkter", "Utfall kostnader", "Debet", "Ack utfall", "Saldo")]
    ['intakt', 'kostnad', 'debet', 'belopp', 'belopp']
    >>> [kind_of(text) for text in ("Budget", "Kostnadsställe", "Utfall fg år", "Konto", "2022")]
    [None, None, None, None, None]
    """
    folded = fold(heading)
    if _OTHER.search(folded) or _CODED.fullmatch(folded):
        return None
    if side := words.kind(heading):
        return SIDES[side]
    if found := _DOUBLE.search(folded):
        return "debet" if found[1] == "debet" else "kredit"
    return "belopp" if _BOOKED.search(folded) else None


def _is_code(folded: str) -> bool:
    return bool(_CODED.fullmatch(folded) or _DIMENSION.fullmatch(folded))


def _chosen(kinds: Mapping[int, Kind], headings: Mapping[int, str], year: int) -> dict[int, Kind]:
    """Choose the columns that say most, one of each kind, of the year."""
    for way in WAYS:
        found = {n: kind for n, kind in kinds.items() if kind in way}
        said = {n: words.year(headings[n]) for n in found}
        own = {n: kind for n, kind in found.items() if said[n] in (None, year)}
        if found and not own:
            shown = listing(column_name(n, headings[n]) for n in found)
            text = f"tabellen har inget utfall för {year}, bara {shown}"
            raise UnreadableError("EK211", text, "ta ut det året ur ekonomisystemet")
        if len(own) > len(set(own.values())):
            shown = listing(column_name(n, headings[n]) for n in own)
            remedy = "ta bort dem ur tabellen som inte är utfallet från årets början till dagen"
            text = f"flera kolumner kan vara utfallet: {shown}"
            raise UnreadableError("EK022", text, remedy)
        if own and ("debet" not in way or len(own) == len(way)):
            return own
    return {}
