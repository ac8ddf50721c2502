"""Which services have an outcome of a whole year, by the reports of the year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from enamnd_cost.asking import Wish, ask
from enamnd_cost.model.data import Data, utfall_file
from enamnd_cost.model.problem import KeyPath, Problem
from enamnd_cost.model.utfall import Rapport
from enamnd_cost.swedish import listing


class Cost(NamedTuple):
    """What a service came to cost in the year (kronor), and the income reported of it, if any."""

    kronor: int
    income: int | None


class Outcome(NamedTuple):
    """The report of the whole year: the costs by service, and why some that it has are not told."""

    report: Rapport
    costs: Mapping[str, Cost]
    untold: Mapping[str, str]


def whole_year(data: Data, year: int) -> tuple[Outcome | None, list[Problem]]:
    """Find the outcome of a whole year, or say that there is none yet (EK049).

    Services that are reported as one line are not told apart: nobody knows what each cost.
    """
    utfall, file = data.utfall.get(year), utfall_file(year)
    last = dt.date(year, 12, 31)
    if utfall is None or not utfall.rapport:
        text = f"det finns inget utfall för {year}"
        remedy = f"skriv {file} med en [[rapport]] som har utfall_till = {last}"
        return None, [Problem("EK049", file, text, remedy)]
    dated = [(n, r) for n, r in enumerate(utfall.rapport) if r.utfall_till]
    if not dated or dated[-1][1].utfall_till != last:
        return None, [_not_yet(year, file, dated)]
    report = dated[-1][1]
    costs: dict[str, Cost] = {}
    untold: dict[str, str] = {}
    for post in report.post:
        members = utfall.members(post)
        if len(members) > 1:
            why = f"redovisas tillsammans med andra i {post.grupp}: {listing(members)}"
            untold |= dict.fromkeys(members, why)
        elif post.utfall is None or post.utfall.kostnad is None:
            untold[members[0]] = f"{report.namn} säger inte vad den kostade"
        else:
            costs[members[0]] = Cost(post.utfall.kostnad, post.utfall.intakt)
    return Outcome(report, costs, untold), []


def _not_yet(year: int, file: str, dated: list[tuple[int, Rapport]]) -> Problem:
    """Say how far the outcome goes, and what a settlement waits for."""
    last = dt.date(year, 12, 31)
    remedy = f"lägg till en [[rapport]] sist, med utfall_till = {last}, när året är slut"
    if not dated:
        return Problem(
            "EK049", file, f"utfallet för {year} är inte redovisat, bara prognoser", remedy
        )
    n, report = dated[-1]
    path: KeyPath = ("rapport", n, "utfall_till")
    text = f"utfallet för {year} är räknat till {report.utfall_till}, inte hela året"
    return Problem(
        "EK049", file, text, f"{remedy}; {ask(Wish.FOLLOW_UP, year)} visar det så långt", path
    )
