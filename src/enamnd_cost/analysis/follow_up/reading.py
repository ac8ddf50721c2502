"""From the rows of a finance system's export to what each service or group has earned and cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.follow_up.accounts import (
    Account,
    accounts,
    is_code,
    said_by,
    together,
    told_in,
)
from enamnd_cost.analysis.selection import service_called
from enamnd_cost.files.documents.cells import brief
from enamnd_cost.files.ledger.read import Entry, Ledger
from enamnd_cost.files.ledger.sides import SIDES, Side
from enamnd_cost.files.outcomes import groups_of
from enamnd_cost.files.toml_text import toml
from enamnd_cost.model.data import Data, budget_file, tjanst_file
from enamnd_cost.model.problem import Problem, first
from enamnd_cost.model.utfall import PROJECTS
from enamnd_cost.swedish import fold, listing, rounded

TAKE_AWAY = "hör raden inte till nämnden, ta bort den, och räkna om summan om den är med där"
Owned = dict[str, dict[Side, Fraction]]  # exact kronor by service or group, and side


class Booked(NamedTuple):
    """What is booked, in whole kronor: by service or group and side, those without rows left out.

    ``rounded`` tells that some had öre: each side of each is rounded once, as a sum. ``within`` has
    the services whose rows are in their group's figures, since the group has rows of its own.
    """

    groups: dict[str, dict[Side, int]]
    services: dict[str, dict[Side, int]]
    rounded: bool
    within: dict[str, str]


class _Year(NamedTuple):
    """What a row may be mapped by and to: the year's services by id, and its groups by name.

    ``named`` tells which service or group each text of the rows is the name of.
    """

    data: Data
    year: int
    groups: Mapping[str, tuple[str, ...]]
    services: tuple[str, ...]
    accounts: tuple[Account, ...]
    named: Mapping[str, str | None]


def booked(ledger: Ledger, data: Data, year: int) -> tuple[Booked, list[Problem]]:
    """Add up the rows of each service or group, and list those that belong to none of the year's.

    The codes of ``[konton]`` go first, of them the one with most parts; then the services' own
    account strings, then names. A row that two of the same kind claim is nobody's.
    """
    groups = {each.namn: tuple(each.tjanster) for each in groups_of(data, year)}
    if together := data.projects_together(year):
        groups[PROJECTS] = together
    services = tuple(dict.fromkeys((*data.lines(year), *data.projects(year))))
    by_group = {fold(name): name for name in groups}
    named = {
        name: by_group.get(fold(name)) or service_called(data, name)
        for name in {name for entry in ledger.entries for name in entry.names}
    }
    within = _Year(data, year, groups, services, accounts(data, year, services), named)
    claims = [(entry, _owners(entry, within)) for entry in ledger.entries]
    claimed = frozenset(fold(name) for entry, owners in claims if owners for name in entry.names)
    wrong = ((entry, _wrong(entry, owners, within, claimed)) for entry, owners in claims)
    problems = first(ledger.problem(entry, *told) for entry, told in wrong if told)
    exact: Owned = defaultdict(lambda: defaultdict(Fraction))
    for entry, owners in claims:
        for owner in owners:
            for side, kronor in entry.amounts.items():
                exact[owner][side] += kronor
    return _whole(exact, groups, services), problems


def _whole(exact: Owned, groups: Mapping[str, tuple[str, ...]], services: Iterable[str]) -> Booked:
    """Round each side once, with the rows of services in their group where that has some too."""
    within = {
        service: group
        for group, members in groups.items()
        for service in members
        if group in exact and service in exact
    }
    for service, group in within.items():
        for side, kronor in exact.pop(service).items():
            exact[group][side] += kronor
    made = {
        name: {side: int(rounded(sides[side], 0)) for side in SIDES if side in sides}
        for name, sides in exact.items()
    }
    return Booked(
        {name: made[name] for name in groups if name in made},
        {name: made[name] for name in services if name in made},
        any(kr.denominator > 1 for sides in exact.values() for kr in sides.values()),
        within,
    )


def _owners(entry: Entry, year: _Year) -> dict[str, str]:
    """Find the services and groups that claim a row, each with what it is claimed by."""
    said = said_by(entry.names)
    for level in (0, 1):
        found = [a for a in year.accounts if a.level == level and a.is_in(said)]
        most = max((len(account.parts) for account in found), default=0)
        if found:
            return {a.owner: a.codes for a in found if len(a.parts) == most}
    return {owner: name for name in entry.names if (owner := year.named[name])}


def _wrong(
    entry: Entry, owners: Mapping[str, str], year: _Year, claimed: frozenset[str]
) -> tuple[str, str, str] | None:
    """Say what is wrong with who claims a row, if anything is: a code, why, and what to do."""
    said, where = brief(" ".join(entry.names)), told_in(year.data, year.year)
    if not owners:
        key = _key(entry, claimed)
        remedy = f'skriv {toml(key)} = "…" under {where}, med tjänstens id eller gruppens namn'
        remedy = remedy if key else "skriv tjänstens namn i en egen ruta på raden"
        return "EK050", f"{said} hör inte till någon tjänst", f"{remedy}; {TAKE_AWAY}"
    if len(owners) > 1:
        both = listing(f'{owner} ("{codes}")' for owner, codes in owners.items())
        return "EK050", f"{said} hör till både {both}", _chosen(entry, owners, year, where)
    (owner,) = owners
    if owner in year.groups or owner in year.services:
        return None
    if owner not in year.data.tjanster:
        text = f"{said} hör till gruppen {owner}, som inte finns {year.year}"
        return "EK053", text, f'skriv {toml(owners[owner])} = "…" under {where}, med en tjänst'
    tjanst = year.data.tjanster[owner]
    text = f"{tjanst.namn} ingår inte i budgeten för {year.year} och är inget av årets projekt"
    if tjanst.projekt:
        remedy = f"rätta start eller slut i {tjanst_file(owner)}; {TAKE_AWAY}"
    elif tjanst.i_budget:
        remedy = f"lägg till tjänsten i {budget_file(year.year)}; {TAKE_AWAY}"
    else:
        remedy = "det som ligger utanför budgeten följs inte upp: ta bort raden, och räkna om "
        remedy += "summan om den är med där"
    return "EK053", text, remedy


def _key(entry: Entry, claimed: frozenset[str]) -> str:
    """Choose what a row is to be mapped by: what no claimed row has, else its codes together.

    An account alone says what is earned or paid, and seldom of what. Nothing where none will do.
    """
    alone = next((key for key in entry.keys if fold(key) not in claimed), "")
    return alone or together(name for name in entry.names if is_code(name))


def _chosen(entry: Entry, owners: Mapping[str, str], year: _Year, where: str) -> str:
    """Say how a row that several claim is given to one of them."""
    joined = together(owners.values())
    if Account(0, joined, "").is_in(said_by(entry.names)):
        return f'skriv {toml(joined)} = "…" under {where}, så gäller det'
    told = {account.codes for account in year.accounts if account.level == 0}
    if told >= set(owners.values()):
        return "ta bort en av dem under [konton]"
    return f'skriv {toml(entry.keys[0])} = "…" under {where}, så gäller det'
