"""Posts that stand twice in one part of a table, with the same figures or with others.

Municipalities have their own roll. A name that stands under two headings, or on both sides of a
sum, is of two things.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from enamnd_cost.analysis.audit.equations import Equation
from enamnd_cost.analysis.audit.findings import ERROR, WARNING, Finding, Level
from enamnd_cost.analysis.audit.roundings import may_hold
from enamnd_cost.analysis.audit.stage import Looked, Tables
from enamnd_cost.analysis.audit.subjects import Reading
from enamnd_cost.files.documents.tables import TableRow
from enamnd_cost.swedish import fold

MOST = 3  # of more rows with one name, the name is no name of a post but a kind


def look(tables: Tables, equations: Sequence[Equation]) -> Looked:
    """Tell rows that stand twice, and count them once in sums that hold so."""
    findings: list[Finding] = []
    by_row: dict[TableRow, list[Equation]] = defaultdict(list)
    for equation in equations:
        for row in equation.rows if equation.kind in ("sum", "result") else ():
            by_row[row].append(equation)
    instead: dict[Equation, Equation] = {}
    for rows in (rows for reading in tables.readings for rows in _suspect(reading)):
        own = [e for e in by_row[rows[0]] if all(e in by_row[row] for row in rows)]
        failed = [e for e in own if not e.holds]
        once = {e: e.without(rows[-1].under(e.head)) for e in failed}
        explained = bool(failed) and all(map(may_hold, once.values()))
        if finding := _told(rows, counted=bool(own) and not failed, explained=explained):
            findings.append(finding)
            instead |= once if explained else {}
    return [instead.get(e, e) for e in equations], findings


def _suspect(reading: Reading) -> list[list[TableRow]]:
    """Give the rows with one name that may be one post.

    Where several names come again with other figures, they are of kinds of cost that stand below
    each of several posts.
    """
    found = list(_alike(reading))
    other = [rows for rows in found if not _same(rows)]
    return [rows for rows in found if _same(rows) or len(other) == 1]


def _same(rows: Sequence[TableRow]) -> bool:
    """Tell whether rows have the same figures, and have some."""
    first, *others = [{n: a.value for n, a in row.amounts.items() if a.value} for row in rows]
    return bool(first) and all(each == first for each in others)


def _alike(reading: Reading) -> Iterator[list[TableRow]]:
    """Give the rows that have a name in common, in one part of a table between its sums."""
    found: dict[tuple[object, ...], list[TableRow]] = defaultdict(list)
    stretch = 0
    for row in reading.block.rows:
        stretch += row.kind in ("sum", "result", "bare")
        municipal = reading.municipal == "rows" and row.n in reading.codes
        if row.kind == "post" and not municipal:
            found[fold(row.label), row.part, stretch].append(row)
    for rows in found.values():
        if 1 < len(rows) <= MOST:
            yield rows


def _told(rows: Sequence[TableRow], *, counted: bool, explained: bool) -> Finding | None:
    """Say that a post stands twice; with figures of its own that a sum counts, it is two posts."""
    same = _same(rows)
    empty = any(not any(a.value for a in row.amounts.values()) for row in rows)
    if not (same or explained) and (counted or empty):
        return None
    level: Level = ERROR if explained or (same and not counted) else WARNING
    text = f"{rows[0].label} står {len(rows)} gånger i samma tabell"
    text += ", med samma belopp" if same else ", med olika belopp"
    if counted:
        text += "; summan räknar med varje rad"
    cause = "utan den ena raden stämmer summan" if explained else ""
    return Finding("EK530", level, rows[-1].place, "en rad står två gånger", text, cause)
