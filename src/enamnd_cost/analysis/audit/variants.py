"""A variant of the year's budget: what it has dropped, and what it has added, post by post.

Told where most posts are recognisably the year's, its sum is another, and the table says that it is
a budget. What the document itself says of a post is no surprise.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.audit.equations import Equation
from enamnd_cost.analysis.audit.findings import NOTE, WARNING, Finding, Level, kr
from enamnd_cost.analysis.audit.known import equal
from enamnd_cost.analysis.audit.stage import Looked, Tables
from enamnd_cost.analysis.audit.subjects import Entry, Reading
from enamnd_cost.swedish import fold, listing

ENOUGH = 4  # posts of the year's that a table must have, for it to be a variant of the budget
_BUDGET = re.compile(r"(?<!\w)\w*budget(?!erad)")
_PART = re.compile(r"(?<!\w)(del av|delar av|några|urval|exempel|endast|enbart|bara|varav)(?!\w)")
_VARIANT = re.compile(r"$|inkl(?!\. moms)|exkl")
_SAYS = re.compile(r"(?<!\w)(inkl|exkl|utan|utgå|ingå|ej|inte|tillkom|lagts|flytta|avveckla|ny)\w*")


class Apart(NamedTuple):
    """What parts one side of a table from the year's budget: its sum, and the posts."""

    total: Entry
    whole: int
    lacking: dict[str, int]
    added: tuple[Entry, ...]

    @property
    def posts(self) -> tuple[str, ...]:
        """The names of the posts."""
        return (*self.lacking, "", *(entry.row.label for entry in self.added))


def look(tables: Tables, equations: Sequence[Equation]) -> Looked:
    """Tell each variant once, though both its sides be so."""
    findings = []
    of_table: dict[int, list[Entry]] = defaultdict(list)
    for entry in tables.entries:
        of_table[id(entry.reading)].append(entry)
    for own in of_table.values():
        found = [_apart(tables, entries) for entries in _sides(own)]
        different = {each.posts: each for each in reversed(found) if each}
        findings += [_told(tables, each) for each in different.values()]
    return equations, findings


def _sides(own: Sequence[Entry]) -> list[list[Entry]]:
    """Give the figures of each column and side of a table that says that it is a budget."""
    reading = own[0].reading
    groups: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in own if not reading.municipal else ():
        titles = (entry.column.heading, *reading.block.titles, reading.page.sheet.name)
        said = " ".join(map(fold, titles))
        if _BUDGET.search(said) and not _PART.search(said) and entry.column.kind == "amount":
            groups[entry.column.number, entry.subject.side, entry.subject.year].append(entry)
    return list(groups.values())


def _apart(tables: Tables, entries: Sequence[Entry]) -> Apart | None:
    """Hold one side to the year's budget, if most of it is that."""
    subject = entries[0].subject
    result = tables.years.get(subject.year or 0)
    sums = [entry for entry in entries if entry.row.kind == "sum"]
    whole = result.budget.summa if result else None
    if result is None or whole is None or len(sums) != 1 or not _VARIANT.match(subject.measure):
        return None
    cost = subject.side == "kostnader"
    decided = {
        name: value
        for name, post in result.budget.tjanst.items()
        if (value := post.kostnad if cost else post.intakt)
    }
    posts = [entry for entry in entries if entry.row.kind == "post" and entry.value]
    named = {entry.subject.service: entry for entry in posts}
    same = [name for name in named if name in decided and equal(named[name], decided[name])]
    lacking = {name: value for name, value in decided.items() if name not in named}
    added = tuple(entry for entry in posts if entry.subject.service not in decided)
    most = 2 * len(same) > max(len(decided), len(posts)) and len(same) >= ENOUGH
    regrouped = sum(lacking.values()) == sum(entry.value for entry in added)
    if not most or regrouped or equal(sums[0], whole):
        return None
    return Apart(sums[0], whole, lacking, added)


def _told(tables: Tables, apart: Apart) -> Finding:
    """Say what is not there and what is, and which of it the document says itself."""
    total, services = apart.total, tables.names.data.tjanster
    lacking = [services[name].namn for name in apart.lacking]
    added = [entry.row.label for entry in apart.added]
    values = [Fraction(value) for value in apart.lacking.values()]
    values += [entry.value for entry in apart.added]
    names = [
        f"{name} ({kr(value)})" for name, value in zip([*lacking, *added], values, strict=True)
    ]
    parts = [
        f"{listing(own)} {how}"
        for own, how in (
            (names[: len(lacking)], "saknas"),
            (names[len(lacking) :], "finns inte i den"),
        )
        if own
    ]
    whole = Fraction(apart.whole)
    text = f"de flesta poster är de i budgeten för {total.subject.year}, men {' och '.join(parts)}"
    text += f"; summan är {kr(total.value)} mot budgetens {kr(whole)}"
    said = [name for name in (*lacking, *added) if _is_said(total.reading, name)]
    if said:
        text += f" (dokumentet säger självt något om {listing(said)})"
    level: Level = NOTE if len(said) == len(names) else WARNING
    what = "poster skiljer sig från årets budget"
    return Finding("EK531", level, total.amount.place, what, text, "", total.value, whole)


def _is_said(reading: Reading, name: str) -> bool:
    """Tell whether a document says of a post that it is, or is not, part of the table."""
    texts = [*reading.block.titles, *(note.text for note in reading.page.notes)]
    return any(fold(name) in fold(text) and _SAYS.search(fold(text)) for text in texts)
