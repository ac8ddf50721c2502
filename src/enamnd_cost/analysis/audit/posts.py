"""The same post in two places: income against cost line by line, and figures that are repeated."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from enamnd_cost.analysis.audit import notes
from enamnd_cost.analysis.audit.equations import OUTSIDE, Equation, Kind, Term
from enamnd_cost.analysis.audit.findings import ERROR, WARNING, Finding, kr
from enamnd_cost.analysis.audit.names import NEAR
from enamnd_cost.analysis.audit.stage import Looked, Tables
from enamnd_cost.analysis.audit.subjects import Entry
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.tables import Amount
from enamnd_cost.swedish import closest, fold

MOST_NEAR = 200  # posts without a partner: of more, none is taken for another's misspelling
SIDES = ("EK507", "intäkt och kostnad skiljer sig")


def look(tables: Tables, equations: Sequence[Equation]) -> Looked:
    """Hold income against cost, and what is printed of the same post against the first of it.

    A post that one side lacks explains the sums that it closes. Where a post's income and cost
    differ though both sides add up, that may be meant: it is told, and speaks against no figure.
    """
    mirror, lacking = _sides(tables.entries)
    apart = _apart(mirror, equations)
    findings = [_differ(tables, equation) for equation in apart]
    left = list(equations)
    for entry, others in lacking:
        finding, closed = _missing(entry, others, left)
        findings.append(finding)
        left = [e for e in left if e not in closed]
    told = [equation.signs.keys() for equation in apart]
    both = [*mirror, *_repeated(tables, {amount for e in mirror for amount in e.signs})]
    left += [e for e in both if e.signs.keys() not in told]
    return left, findings


def _apart(sides: Sequence[Equation], known: Sequence[Equation]) -> list[Equation]:
    """Give the posts whose income and cost differ, though both sides add up: it may be meant.

    Not where the data folder has another amount for one of them: that one is wrong.
    """
    held = [e.signs for e in known if e.kind == "sum" and e.holds]
    summed = set[Amount]().union(*held)
    wrong = {e.head for e in known if e.kind in OUTSIDE and not e.holds}
    return [e for e in sides if not e.holds and e.signs.keys() <= summed - wrong]


def _differ(tables: Tables, equation: Equation) -> Finding:
    """Tell of a post whose income is not its cost, where both sides add up all the same."""
    (_, a), (_, b) = equation.terms
    text = f"{tables.name(a)} är {kr(a.value)}, men {tables.name(b)} {kr(b.value)}"
    text += " i ett dokument där intäkter och kostnader annars är lika; båda sidornas summor"
    text += " stämmer, så det kan vara meningen"
    code, what = SIDES
    return Finding(code, WARNING, b.place, what, text, "", b.value, equation.right(b))


def _missing(
    entry: Entry, others: Sequence[Entry], equations: Sequence[Equation]
) -> tuple[Finding, list[Equation]]:
    """Tell a post that the other side lacks, though they are mirrored, and the sums it closes."""
    value, totals = entry.amount.value, [other for other in others if other.row.kind == "sum"]
    last = (totals or others)[-1]
    sums_ = [e for e in equations if e.kind == "sum" and e.head is last.amount and totals]
    closed = [equation for equation in sums_ if equation.residual == -value]
    text = f"{entry.row.label} ({kr(value)}) saknas bland {last.subject.side}"
    cause, printed, computed = "", None, value
    if closed:
        printed = last.amount.value
        cause, computed = f"{kr(value)} sluter summan", printed - value
    place, what = last.amount.place, "en post saknas på ena sidan"
    return Finding("EK509", ERROR, place, what, text, cause, printed, computed), closed


def _sides(found: Sequence[Entry]) -> tuple[list[Equation], list[tuple[Entry, list[Entry]]]]:
    """Hold income and cost against each other, where they are the same posts.

    Also gives the posts that one side lacks, each with those of that side.
    """
    groups: dict[tuple[int | None, str, int], list[Entry]] = defaultdict(list)
    own = [e for e in found if not e.reading.municipal and e.subject.side]
    has = {(id(entry.reading), entry.subject.side) for entry in own}
    for entry in own:
        # A table that has both sides is no other table's.
        table = id(entry.reading) if all((id(entry.reading), s) in has for s in words.SIDES) else 0
        if entry.column.kind == "amount":
            groups[entry.subject.year, entry.subject.measure, table].append(entry)
    equations: list[Equation] = []
    absent: list[tuple[Entry, list[Entry]]] = []
    for group in groups.values():
        pairs, lone = _pairs(group)
        made = [_alike("sides", a.term, b.term, a.row.label) for a, b in pairs]
        posts = [e for e, (a, _) in zip(made, pairs, strict=True) if a.row.kind == "post"]
        equal = sum(equation.holds for equation in posts)
        alone = max(Counter(entry.subject.side for entry in lone).values(), default=0)
        if len(posts) >= max(2, alone) and 2 * equal >= len(posts):
            equations += made
            others = {side: [e for e in group if e.subject.side != side] for side in words.SIDES}
            absent += [(entry, others[entry.subject.side]) for entry in lone if entry.value]
    return equations, absent


def _alike(kind: Kind, first: Term, other: Term, about: str) -> Equation:
    """Hold a figure to another that should be the same."""
    sign, amount = other
    return Equation(kind, amount, (first, (-sign, amount)), about=about)


def _pairs(group: Sequence[Entry]) -> tuple[list[tuple[Entry, Entry]], list[Entry]]:
    """Pair the lines of income with those of cost; and give the posts that have no partner."""
    income: dict[str, list[Entry]] = defaultdict(list)
    cost: dict[str, list[Entry]] = defaultdict(list)
    for entry in group:
        if entry.row.kind in ("post", "sum") and entry.row.label:
            own = income if entry.subject.side == "intäkter" else cost
            post = entry.subject.service or fold(entry.row.label)
            own["summa" if entry.row.kind == "sum" else post].append(entry)
    unpaired = [key for key in income if key not in cost]
    few = max(len(unpaired), len(cost.keys() - income.keys())) <= MOST_NEAR
    for key in unpaired if few else ():
        near = closest(key, [k for k in cost if k not in income], NEAR)
        if near:
            cost[key] = cost.pop(near)
    pairs = [
        pair
        for key in income
        if key in cost and len(income[key]) == len(cost[key])
        for pair in zip(income[key], cost[key], strict=True)
    ]
    lone = [
        entry
        for key, listed in [*income.items(), *cost.items()]
        if key not in income or key not in cost
        for entry in listed
        if entry.row.kind == "post"
    ]
    return pairs, lone


Key = tuple[str, int | None, str | None]


def _repeated(tables: Tables, mirrored: set[Amount]) -> list[Equation]:
    """Hold what is printed of the same service, year and municipality against the first of it."""
    groups = _grouped(tables.entries, mirrored)
    years = {year for _, year, _ in groups}
    only = next(iter(years)) if len(years) == 1 else None
    taken = []
    for note in (note for page in tables.pages for note in page.notes):
        stated = notes.stated(note, tables.names)
        if stated is not None:
            service, year, amount = stated
            key = (service, year or tables.asked.year or only, None)
            if key in groups:
                groups[key].append((1, amount))
                taken.append(note)
    same = [
        _alike("same", first, other, notes.named(key[0], tables.names))
        for key, (first, *others) in groups.items()
        for other in others
    ]
    return [*same, *notes.restated(tables, taken)]


def _grouped(found: Sequence[Entry], mirrored: set[Amount]) -> dict[Key, list[Term]]:
    """Gather what tables say of the same thing; of mirrored sides income speaks for both."""
    groups: dict[Key, list[Term]] = defaultdict(list)
    for entry in found:
        subject = entry.subject
        amount, printed = entry.amount, entry.column.kind == "amount" or entry.reading.in_parts
        again = subject.side == "kostnader" and amount in mirrored
        if not subject.service or subject.measure or entry.partial or not printed or again:
            continue
        whole = entry.row.kind == "sum" or not entry.reading.municipal
        if subject.municipality is not None or whole:
            groups[subject.service, subject.year, subject.municipality].append(entry.term)
    for key, total in _totals(found, mirrored):
        groups[key].append(total)
    return groups


def _totals(found: Sequence[Entry], mirrored: set[Amount]) -> Iterator[tuple[Key, Term]]:
    """Give the last sum of each table of posts, where all tables of the year have the same."""
    last = {
        (entry.subject.year, id(entry.reading), entry.subject.side): entry
        for entry in found
        if entry.row.kind == "sum" and entry.column.kind == "amount"
        if not entry.reading.municipal and not entry.subject.measure
    }
    for year in dict.fromkeys(year for year, _, _ in last):
        own = [entry for (each, _, _), entry in last.items() if each == year]
        if len({entry.value for entry in own}) == 1 or {e.amount for e in own} <= mirrored:
            yield (notes.TOTAL, year, None), own[0].term
