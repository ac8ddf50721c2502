"""Sweden's 290 municipalities with their population at two dates; ships with the package."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from enamnd_cost.model.problem import Problem
from enamnd_cost.model.references import unknown
from enamnd_cost.swedish import fold, plain

TEMPLATES = Path(__file__).parents[1] / "mall"
SOURCE = "SCB, folkmängd per kommun 31 december; riket summerar till SCB:s publicerade tal"


@dataclass(frozen=True)
class Municipality:
    """One of the 290: SCB's code, its name, and its population by reference date (ISO)."""

    code: str
    name: str
    population: dict[str, int]


def everyone() -> dict[str, Municipality]:
    """Read all municipalities, by code."""
    found: dict[str, Municipality] = {}
    with (TEMPLATES / "folkmangd-riket.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = row["kommunkod"]
            one = found.setdefault(code, Municipality(code, row["kommun"], {}))
            one.population[row["matdatum"]] = int(row["folkmangd"])
    return found


def choose(words: Iterable[str]) -> tuple[list[Municipality], list[Problem]]:
    """Find municipalities by name or code, in Swedish alphabetical order; each once."""
    by_code = everyone()
    by_name = {fold(found.name): found for found in by_code.values()}
    # Without dots and hyphens too, where that can only mean one: Habo is not Håbo.
    times = Counter(plain(found.name) for found in by_code.values())
    by_id = {plain(m.name): m for m in by_code.values() if times[plain(m.name)] == 1}
    chosen: dict[str, Municipality] = {}
    problems = []
    for word in words:
        name = re.sub(r"^region | kommun$", "", fold(word))
        found = by_code.get(word.strip()) or by_name.get(name) or by_id.get(plain(name))
        if found is None and name.endswith("s") and "kommun" in fold(word):
            found = by_name.get(name[:-1])
        if found is None:
            known = [municipality.name for municipality in by_code.values()]
            remedy = "skriv en svensk kommuns namn eller fyrsiffriga kod"
            problem = unknown("kommun", word, known, code="EK005", file="", path=())
            problems.append(problem._replace(remedy=remedy))
        else:
            chosen[found.code] = found
    return in_order(chosen.values()), problems


def in_order(chosen: Iterable[Municipality]) -> list[Municipality]:
    """Put municipalities in Swedish alphabetical order, each once."""
    return sorted({m.code: m for m in chosen}.values(), key=lambda m: alphabetical(m.name))


def alphabetical(name: str) -> str:
    """Give a key that sorts as Swedish does: å, ä and ö last, in that order.

    >>> sorted(["Öckerö", "Ånge", "Älmhult", "Ystad"], key=alphabetical)
    ['Ystad', 'Ånge', 'Älmhult', 'Öckerö']
    """
    return fold(name).translate(str.maketrans("åäö", "{|}"))


def identities(chosen: Sequence[Municipality]) -> dict[str, str]:
    """Give each an id of a–z and hyphens, by code; Habo and Håbo are told apart by their codes.

    >>> identities([Municipality("2518", "Övertorneå", {})])
    {'2518': 'overtornea'}
    """
    ids = {m.code: plain(m.name) for m in chosen}
    times = Counter(ids.values())
    return {code: name if times[name] == 1 else f"{name}-{code}" for code, name in ids.items()}
