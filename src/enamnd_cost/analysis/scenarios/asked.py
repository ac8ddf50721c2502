"""A scenario without a file: ``e-arkiv=invanare@2023-12-31`` and the like, read and named."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from enamnd_cost.analysis.scenarios.overrides import population_date
from enamnd_cost.analysis.selection import any_service
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.asking import Wish, aside, ask
from enamnd_cost.files.kronor_said import amount_in, remedy
from enamnd_cost.model import parts
from enamnd_cost.model.fordelning import NAMES
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.scenario import Scenario
from enamnd_cost.swedish import NBSP, decimal, fold, listing, number, plain

ALL, EVERY = "alla", "Alla delade tjänster"
MOST = 10**12  # kronor: as much as a file may say

FORM = re.compile(r"\s*([^=]+?)\s*=\s*([^@]*?)\s*(?:@\s*(\S+)\s*)?")
MIXED = re.compile(r"(\d{1,6})\s*/\s*(\d{1,6})")
PERCENT = re.compile(r"([-+−]?)\s*(\d{1,6}(?:[.,]\d{1,6})?)\s*%")
KRONOR = re.compile(rf"(\d[\d _{NBSP}]*)(?:\s*kr)?")
CALLED = {"lika": "i lika delar", "invanare": "efter invånare", "50/50": "50/50"}
WRITE = (
    "skriv TJÄNST=VAD, där VAD är en nyckel (lika, invanare, 50/50, 60/40), kanske med @DATUM, "
    "eller @DATUM, ett belopp (320000) eller en ändring (+5%, -10%)"
)


class Change(NamedTuple):
    """What is asked of one service, or of all: fields of a scenario, and how that is said.

    ``text`` is how it can be asked for again, in the shortest way and without a space.
    """

    text: str
    service: str | None
    fields: dict[str, Any]
    said: str


def read(texts: Iterable[str], base: YearResult) -> tuple[Scenario | None, list[Problem]]:
    """Read what the user wants changed in a budget, as one scenario.

    Mistakes are EK005 for a service that does not exist, else EK020: what cannot be read, or be
    asked so of the service, and the same thing asked twice.
    """
    changes: list[Change] = []
    problems: list[Problem] = []
    for text in texts:
        made = _change(text, base)
        if isinstance(made, Problem):
            problems.append(made)
        elif twice := _twice(made, changes):
            problems.append(wrong(text, twice, "ta bort det ena"))
        else:
            changes.append(made)
    problems += _undated(changes, base)
    return (None if problems else _scenario(changes, base)), problems


def wrong(text: str, why: str, remedy: str) -> Problem:
    """Say what is wrong with a change that is asked for."""
    return Problem("EK020", "", f"{ask(Wish.CHANGE, text)}: {why}", remedy)


def _change(text: str, base: YearResult) -> Change | Problem:
    found = FORM.fullmatch(text)
    if not found or not (found[2] or found[3]):
        return wrong(text, "går inte att läsa", WRITE)
    word, what, at = found[1], found[2], found[3]
    service = None
    if fold(word) != ALL:
        service, problems = any_service(base.data, word)
        if service is None:
            return problems[0]
    fields: dict[str, Any] = {}
    said: list[str] = []
    if what:
        read_what = _what(text, what, service, base)
        if isinstance(read_what, Problem):
            return read_what
        fields, words = read_what
        said.append(words)
    if at:
        date = _date(at)
        if date is None:
            known = listing(str(held.datum) for held in base.data.kommuner.folkmangd)
            return wrong(text, f'"{at}" är inget datum', f"skriv ett mätdatum: {known}")
        if what and not _by_population(fields.get("fordelning")):
            return wrong(
                text, f"{what} går inte efter folkmängd och har inget mätdatum", "ta bort @"
            )
        fields["folkmangd"] = date
        said.append(str(date) if what else f"med folkmängd {date}")
    again = f"{service or ALL}={re.sub(rf'[ _{NBSP}]|kr$', '', what)}{f'@{at}' if at else ''}"
    return Change(again, service, fields, " ".join(said))


def _what(
    text: str, what: str, service: str | None, base: YearResult
) -> tuple[dict[str, Any], str] | Problem:
    """Read a key or a cost: the fields that it sets, and how it is said."""
    if plain(what) in NAMES or what in NAMES:
        key = what if what in NAMES else plain(what)
        return {"fordelning": key}, CALLED[key]
    if mixed := MIXED.fullmatch(what):
        equal, people = int(mixed[1]), int(mixed[2])
        if not equal + people:
            return wrong(text, f"{what} är ingen blandning", "skriv till exempel 60/40")
        return {"fordelning": {"lika": equal, "invanare": people}}, f"{what} lika och invånare"
    if percent := PERCENT.fullmatch(what):
        return _percent(text, percent[1], percent[2], service)
    if kronor := KRONOR.fullmatch(what):
        return _kronor(text, int(re.sub(r"\D", "", kronor[1])), service, base)
    if (amount := amount_in(what)) and amount.value >= 0:
        said = remedy(what, lambda kr: f"{service or ALL}={kr}")
        return wrong(text, f"{what} är inte hela kronor", said)
    return wrong(
        text, f'"{what}" är varken en nyckel, ett belopp eller en ändring i procent', WRITE
    )


def _percent(
    text: str, sign: str, size: str, service: str | None
) -> tuple[dict[str, Any], str] | Problem:
    if service is None:
        return _one_at_a_time(text)
    if not sign:
        return wrong(text, f"{size} % upp eller ned?", f"skriv +{size}% eller -{size}%")
    percent = Decimal(size.replace(",", ".")) * (1 if sign == "+" else -1)
    if percent < -100:
        return wrong(text, "en kostnad kan minska med högst 100 %", "skriv högst -100%")
    if not percent:
        return wrong(text, "ändrar ingenting", f"skriv till exempel {service}=+5%")
    return {"kostnad_procent": percent}, f"{'+' if percent > 0 else ''}{decimal(percent)}{NBSP}%"


def _kronor(
    text: str, kronor: int, service: str | None, base: YearResult
) -> tuple[dict[str, Any], str] | Problem:
    """Take an amount as the cost to share, or as the decided total where the service has one."""
    if service is None:
        return _one_at_a_time(text)
    if kronor > MOST:
        return wrong(text, f"{number(kronor)} kr är för mycket", f"ange högst {number(MOST)} kr")
    held = base.by_id.get(service)
    stated = held.period.stated if held else None
    if isinstance(stated, parts.TotalGiven):
        return {"belopp": kronor}, f"för {number(kronor)} kr"
    if stated is None or isinstance(stated, parts.CostGiven):
        return {"underlag": kronor}, f"för {number(kronor)} kr"
    why = f"{service} har ingen egen kostnad {base.year} som kan bytas mot ett belopp"
    return wrong(text, why, f"ändra den i procent, till exempel {service}=+5%")


def _one_at_a_time(text: str) -> Problem:
    return wrong(
        text,
        "alla tar en nyckel eller ett @DATUM",
        "ändra kostnader en tjänst i taget: e-arkiv=+5%",
    )


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _by_population(key: Any) -> bool:
    return key["invanare"] > 0 if isinstance(key, dict) else key in ("invanare", "50/50")


def _twice(new: Change, before: Iterable[Change]) -> str | None:
    """Say what is asked for twice: a key, a date or a cost of the same."""

    def slots(change: Change) -> set[str]:
        costs = {"underlag", "belopp", "kostnad_procent"}
        return {"kostnad" if name in costs else name for name in change.fields}

    for other in before:
        if new.service == other.service and (both := slots(new) & slots(other)):
            return f"{listing(sorted(both))} för {new.service or ALL} anges två gånger"
    return None


def _undated(changes: Iterable[Change], base: YearResult) -> Iterable[Problem]:
    """Say where a key by population needs a date that nothing gives."""
    listed = list(changes)
    dated = {change.service for change in listed if "folkmangd" in change.fields}
    latest = max((held.datum for held in base.data.kommuner.folkmangd), default=None)
    for change in listed:
        if not _by_population(change.fields.get("fordelning")) or dated & {change.service, None}:
            continue
        asked = [base.by_id[change.service]] if change.service in base.by_id else base.in_budget
        if missing := [s.id for s in asked if population_date(s) is None]:
            yield wrong(
                change.text,
                f"{listing(missing)} har inget mätdatum",
                f"skriv {change.text}@{latest}" if latest else "lägg till en folkmängd",
            )


def _scenario(changes: Iterable[Change], base: YearResult) -> Scenario:
    """Put the changes together, named by what they are."""
    listed = list(changes)
    tjanst: dict[str, dict[str, Any]] = {}
    whole: dict[str, Any] = {}
    said: dict[str | None, list[str]] = {}
    for change in listed:
        into = whole if change.service is None else tjanst.setdefault(change.service, {})
        into.update(change.fields)
        said.setdefault(change.service, []).append(change.said)
    called = {service: base.data.tjanster[service].namn for service in tjanst}
    names = (f"{called.get(of or '', EVERY)} {', '.join(words)}" for of, words in said.items())
    asked = " ".join(ask(Wish.CHANGE, change.text) for change in listed)
    how = aside(f": {asked}")
    motive = f"Prövat utan scenariofil{how}."
    return Scenario.model_validate(
        {"namn": "; ".join(names), "motiv": motive, "bas": base.year, "tjanst": tjanst, **whole}
    )
