"""The same post in two places: income against cost line by line, and figures that are repeated."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from enamnd_cost.analysis.audit.equations import Equation
from enamnd_cost.analysis.audit.subjects import NEAR, Asked, Names, Reading, Subject, amounts
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.numbers import KRONOR, amounts_in
from enamnd_cost.files.documents.tables import Amount, Column, Note, Row
from enamnd_cost.swedish import fold

# A sentence with one of these is not about what a service costs in all.
_NOT_THE_COST = re.compile(
    r"(?<!\w)(ök\w*|minsk\w*|höj\w*|sänk\w*|varav|därav|per|à|ca|cirka|omkring|ungefär|drygt|knappt|"
    r"högst|minst|mellan|upp till|skillnad\w*|ytterligare|tidigare|föregående|i stället|istället|"
    r"från|jämfört|plus|minus|extra|rabatt\w*|del av|hälften|överskott\w*|underskott\w*|avgift\w*|"
    r"timm\w*|varje|vardera|styck)(?!\w)"
)


_BUDGET = re.compile(r"(?<!\w)budget(en|ens)?(?!\w)")
_IS = re.compile(r"(?<!\w)(är|blir|omfattar|omsluter|uppgår|summa|totalt)(?!\w)")
MOST_NEAR = 200  # posts without a partner: of more, none is taken for another's misspelling
TOTAL = ""  # stands for the whole budget where a service's id would be


@dataclass(frozen=True)
class Entry:
    """A figure of money in a table, with what it is about."""

    amount: Amount
    row: Row
    column: Column
    subject: Subject
    reading: Reading
    # −1 where a side's costs are all printed with minus signs: that is a way to write.
    sign: int = 1
    partial: bool = False  # a sum of some of the table's municipalities

    @property
    def value(self) -> Fraction:
        """The amount without the sign that its side is written with."""
        return self.sign * self.amount.value


@dataclass(frozen=True)
class Absent:
    """A post that one side of a budget has and the other lacks, though they are mirrored."""

    entry: Entry
    side: str
    total: Amount | None
    place_of: Entry


@dataclass(frozen=True)
class Sides:
    """The equations between mirrored sides, the posts that one lacks, and the figures paired."""

    equations: tuple[Equation, ...]
    absent: tuple[Absent, ...]
    mirrored: frozenset[Amount]


def entries(readings: Iterable[Reading]) -> list[Entry]:
    """List the figures of all tables; a service that stands twice in a column is no post's."""
    found: list[Entry] = []
    for reading in readings:
        own = [Entry(*each, reading) for each in amounts(reading)]
        times: dict[tuple[object, ...], int] = defaultdict(int)
        for entry in own:
            times[_spot(entry)] += 1
        parts = _part_sums(reading)
        minus = _written_negative(own)
        for entry in own:
            subject = entry.subject
            sign = -1 if (entry.column.number, subject.side) in minus else 1
            partial = entry.row.n in parts
            if not reading.municipal and times[_spot(entry)] > 1:
                subject = subject._replace(service=None)
            found.append(
                Entry(entry.amount, entry.row, entry.column, subject, reading, sign, partial)
            )
    return found


def _written_negative(own: Sequence[Entry]) -> set[tuple[int, str]]:
    """Give the columns, by side, whose costs all have minus signs."""
    by_side: dict[tuple[int, str], list[Fraction]] = defaultdict(list)
    for entry in own:
        if entry.subject.side == "kostnader" and entry.amount.value:
            by_side[entry.column.number, entry.subject.side].append(entry.amount.value)
    return {key for key, values in by_side.items() if max(values) < 0}


def _part_sums(reading: Reading) -> set[int]:
    """Give the rows that sum up some of a table's municipalities, such as those of a section."""
    if reading.municipal != "rows":
        return set()
    everybody = set(reading.codes.values())
    since: set[str] = set()
    parts: set[int] = set()
    for row in reading.block.rows:
        if row.kind == "sum":
            if (since and since < everybody) or words.is_part_sum(row.label):
                parts.add(row.n)
            since = set()
        elif row.n in reading.codes:
            since.add(reading.codes[row.n])
    return parts


def _spot(entry: Entry) -> tuple[object, ...]:
    subject = entry.subject
    return (entry.column.number, subject.side, subject.service, subject.year, entry.row.kind)


def sides(found: Sequence[Entry]) -> Sides:
    """Hold income and cost against each other, where they are the same posts."""
    groups: dict[tuple[int | None, str], list[Entry]] = defaultdict(list)
    for entry in found:
        if not entry.reading.municipal and entry.subject.side and entry.column.kind == "amount":
            groups[entry.subject.year, entry.subject.measure].append(entry)
    equations: list[Equation] = []
    absent: list[Absent] = []
    mirrored: set[Amount] = set()
    for group in groups.values():
        pairs, lone = _pairs(group)
        posts = [(a, b) for a, b in pairs if a.row.kind == "post"]
        equal = [1 for a, b in posts if _agree(a, b)]
        larger = len(posts) + max(
            len([e for e in lone if e.subject.side == side]) for side in ("intäkter", "kostnader")
        )
        if len(posts) < 2 or 2 * len(posts) < larger or 2 * len(equal) < len(posts):
            continue
        for a, b in pairs:
            mirrored |= {a.amount, b.amount}
            terms = ((a.sign, a.amount), (-b.sign, b.amount))
            equations.append(Equation("sides", b.amount, terms, about=a.row.label))
        absent += _absent(group, lone)
    return Sides(tuple(equations), tuple(absent), frozenset(mirrored))


def _agree(a: Entry, b: Entry) -> bool:
    return abs(a.value - b.value) <= a.amount.half + b.amount.half


def _key(entry: Entry) -> str:
    if entry.row.kind == "sum":
        return "summa"
    return entry.subject.service or fold(entry.row.label)


def _pairs(group: Sequence[Entry]) -> tuple[list[tuple[Entry, Entry]], list[Entry]]:
    """Pair the lines of income with those of cost; and give the posts that have no partner."""
    by_key: dict[str, dict[str, list[Entry]]] = {"intäkter": {}, "kostnader": {}}
    for entry in group:
        if entry.row.kind in ("post", "sum") and entry.row.label:
            by_key[entry.subject.side].setdefault(_key(entry), []).append(entry)
    income, cost = by_key["intäkter"], by_key["kostnader"]
    unpaired = [key for key in income if key not in cost]
    open_ = [key for key in cost if key not in income]
    few = max(len(unpaired), len(open_)) <= MOST_NEAR
    for key in unpaired if few else ():
        near = difflib.get_close_matches(key, [k for k in cost if k not in income], 1, NEAR)
        if near:
            cost[key] = cost.pop(near[0])
    pairs = [
        pair
        for key in income
        if key in cost and len(income[key]) == len(cost[key])
        for pair in zip(income[key], cost[key], strict=True)
    ]
    lone = [
        entry
        for own, other in ((income, cost), (cost, income))
        for key, listed in own.items()
        if key not in other
        for entry in listed
        if entry.row.kind == "post"
    ]
    return pairs, lone


def _absent(group: Sequence[Entry], lone: Sequence[Entry]) -> Iterator[Absent]:
    for entry in lone:
        side = "kostnader" if entry.subject.side == "intäkter" else "intäkter"
        others = [other for other in group if other.subject.side == side]
        totals = [other for other in others if other.row.kind == "sum"]
        total = totals[-1].amount if totals else None
        yield Absent(entry, side, total, (totals or others)[-1])


Key = tuple[str, int | None, str | None]


def repeated(
    found: Sequence[Entry],
    notes: Sequence[Note],
    names: Names,
    asked: Asked,
    mirrored: frozenset[Amount],
) -> tuple[list[Equation], dict[Amount, str]]:
    """Hold what is printed of the same service, year and municipality against the first of it.

    Also gives what the amounts that stand in texts are of.
    """
    groups = _grouped(found, mirrored)
    signs = {entry.amount: entry.sign for entry in found}
    texts: dict[Amount, str] = {}
    years = {year for _, year, _ in groups}
    only = next(iter(years)) if len(years) == 1 else None
    for note in notes:
        stated = _stated(note, names)
        if stated is not None:
            service, year, amount = stated
            key = (service, year or asked.year or only, None)
            if key in groups:
                groups[key].append(amount)
                texts[amount] = _named(service, names)
    equations = [
        Equation(
            "same",
            other,
            ((signs.get(first, 1), first), (-signs.get(other, 1), other)),
            about=_named(key[0], names),
        )
        for key, (first, *others) in groups.items()
        for other in others
    ]
    return equations, texts


def _named(service: str, names: Names) -> str:
    return "budgeten" if service == TOTAL else names.data.tjanster[service].namn


def _grouped(found: Sequence[Entry], mirrored: frozenset[Amount]) -> dict[Key, list[Amount]]:
    """Gather what tables say of the same thing; of mirrored sides income speaks for both."""
    groups: dict[Key, list[Amount]] = defaultdict(list)
    for entry in found:
        subject = entry.subject
        if not subject.service or subject.measure or entry.partial:
            continue
        if entry.column.kind != "amount" and not entry.reading.in_parts:
            continue
        if subject.side == "kostnader" and entry.amount in mirrored:
            continue
        whole = entry.row.kind == "sum" or (not entry.reading.municipal)
        if subject.municipality is not None or whole:
            groups[subject.service, subject.year, subject.municipality].append(entry.amount)
    for key, total in _totals(found, mirrored):
        groups[key].append(total)
    return groups


def _totals(found: Sequence[Entry], mirrored: frozenset[Amount]) -> Iterator[tuple[Key, Amount]]:
    """Give the last sum of each table of posts, where all tables of the year have the same."""
    last: dict[tuple[int | None, int, str], Entry] = {}
    for entry in found:
        subject = entry.subject
        sums = entry.row.kind == "sum" and entry.column.kind == "amount"
        if sums and not entry.reading.municipal and not subject.measure:
            last[subject.year, id(entry.reading), subject.side] = entry
    for year in dict.fromkeys(year for year, _, _ in last):
        own = [entry for (each, _, _), entry in last.items() if each == year]
        if len({entry.value for entry in own}) == 1 or {e.amount for e in own} <= mirrored:
            yield (TOTAL, year, None), own[0].amount


def _stated(note: Note, names: Names) -> tuple[str, int | None, Amount] | None:
    """Read a text that says what one service costs; any doubt, and it says nothing."""
    found = None
    for sentence in re.split(r"(?<=[.!?])\s+(?=[^\W\d_])", note.text):
        here = amounts_in(sentence)
        if not here:
            continue
        said = here[0]
        service = names.named_in(sentence) or names.named_in(note.under)
        plain = fold(re.sub(r"^\d+(\.\d+)*\.?\s+", "", sentence))
        if service is None and _the_budget(plain):
            service = TOTAL
        if found or said is None or len(here) > 1 or service is None or _NOT_THE_COST.search(plain):
            return None
        if words.measure(plain) or any(_names(k.namn, plain) for k in names.data.kommuner.kommun):
            return None
        scale = KRONOR[said.unit]
        half = Fraction(scale, 2 * 10**said.places) if scale > 1 else Fraction(0)
        amount = Amount(note.place, said.value * scale, half)
        found = (service, words.year(sentence) or words.year(note.under), amount)
    return found


def _the_budget(folded: str) -> bool:
    found = _BUDGET.search(folded)
    return bool(found and _IS.search(folded, found.end()))


def _names(name: str, folded: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(fold(name))}s?(?!\w)", folded))
