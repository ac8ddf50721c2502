"""Members that SCB does not know, as they are named when a folder is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, get_args

from enamnd_cost.files import riket
from enamnd_cost.model.kommuner import Land, Slag
from enamnd_cost.model.problem import Problem
from enamnd_cost.signs import ODD, visible
from enamnd_cost.swedish import fold, listing, plain

KINDS, COUNTRIES = get_args(Slag), get_args(Land)
FORM = 'namn:slag:land, till exempel "Region Dalarna:region" eller "Ålesund:kommun:NO"'


class Named(NamedTuple):
    """A member that is no Swedish municipality: its name, what it is, and where."""

    name: str
    slag: str
    land: str


def read(words: Sequence[str]) -> tuple[list[Named], list[riket.Municipality], list[Problem]]:
    """Read ``namn:slag:land``: those that SCB does not know, those that it does, and mistakes.

    What a member is is never guessed: without it, the name must be a Swedish municipality's.
    """
    others: list[Named] = []
    names: list[str] = []
    problems: list[Problem] = []
    for word in words:
        name, *said = (part.strip() for part in word.split(":"))
        slag, land = plain(said[0]) if said else "", said[1].upper() if said[1:] else "SE"
        if not name or len(said) > 2 or ODD.search(name):
            problems.append(_wrong(f'"{visible(word)}" namnger ingen medlem', f"skriv {FORM}"))
        elif said and slag not in KINDS:
            remedy = f"välj bland {', '.join(KINDS)}"
            problems.append(_wrong(f'okänt slag "{said[0]}" för {name}', remedy))
        elif land not in COUNTRIES:
            remedy = f"välj bland {', '.join(COUNTRIES)}"
            problems.append(_wrong(f'okänt land "{said[1]}" för {name}', remedy))
        elif land == "SE" and slag in ("", "kommun"):
            names.append(name)
        else:
            others.append(Named(name, slag, land))
    chosen, unknown = riket.choose(names)
    other = f"är det ingen svensk kommun: säg vad det är, som {FORM}"
    problems += [each._replace(remedy=f"{each.remedy}; {other}") for each in unknown]
    return others, chosen, [*problems, *_same(others, chosen)]


def _wrong(text: str, remedy: str) -> Problem:
    return Problem("EK005", "", text, remedy)


def _same(others: Sequence[Named], chosen: Sequence[riket.Municipality]) -> list[Problem]:
    """Refuse two members of one name: nobody could tell them apart."""
    seen = {fold(each.name) for each in chosen}
    problems = []
    for each in others:
        if fold(each.name) in seen:
            text = f"två medlemmar heter {each.name}"
            problems.append(_wrong(text, "ge dem var sitt namn"))
        seen.add(fold(each.name))
    return problems


def identities(others: Sequence[Named], taken: Sequence[str]) -> list[str]:
    """Give each an id of a–z, digits and hyphens that nobody else has.

    >>> identities([Named("Region Örebro", "region", "SE"), Named("IT", "bolag", "SE")], ["it"])
    ['region-orebro', 'it-2']
    """
    ids: list[str] = []
    for each in others:
        base = plain(each.name).strip("-") or "medlem"
        tried = (base, *(f"{base}-{n}" for n in range(2, len(others) + len(taken) + 2)))
        ids.append(next(name for name in tried if name not in {*ids, *taken}))
    return ids


def uncounted(others: Sequence[Named]) -> str:
    """Name the municipalities of other countries, whose people SCB does not count."""
    return listing(each.name for each in others if each.slag == "kommun")
