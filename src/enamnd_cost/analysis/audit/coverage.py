"""What was tested of a document, and what was not, with the reason: nothing is said of the rest."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from enamnd_cost.analysis.audit import reasons
from enamnd_cost.analysis.audit.equations import OUTSIDE, Equation
from enamnd_cost.analysis.audit.population import populations
from enamnd_cost.analysis.audit.stage import Tables
from enamnd_cost.asking import Wish, aside, ask
from enamnd_cost.files.documents.tables import Amount
from enamnd_cost.swedish import listing, number


@dataclass(frozen=True)
class Coverage:
    """How much was tested, and of what.

    ``relations`` hold within the document. ``compared`` figures were held to the model or a budget
    of ``years``, ``counted`` populations to those of ``dates``. ``untested`` figures are in no
    relation and were compared with nothing; ``reasons`` say why figures were not compared.
    ``unheld`` says the same of shares, prices and differences, which are no amounts.
    """

    relations: int
    compared: int
    years: tuple[int, ...]
    proposals: tuple[int, ...]
    counted: int
    dates: tuple[dt.date, ...]
    untested: int
    reasons: tuple[tuple[str, int], ...]
    uncounted: tuple[tuple[str, int], ...]
    unheld: tuple[tuple[str, int], ...]

    @property
    def tested(self) -> bool:
        """Tell whether anything was."""
        return bool(self.relations or self.compared or self.counted)

    def lead(self) -> list[str]:
        """Say what was tested, and how much was not."""
        said = [f"{number(self.relations)} samband inom dokumentet"] if self.relations else []
        if self.compared:
            said.append(f"{number(self.compared)} belopp mot {self.held_to}")
        if self.counted:
            at = listing(map(str, self.dates))
            said.append(f"{number(self.counted)} invånarantal mot folkmängden {at}")
        lines = [f"Prövat: {listing(said)}."] if said else []
        left = [f"{number(self.untested)} belopp"] if self.untested else []
        if self.others:
            left.append(f"{number(self.others)} andelar, priser eller skillnader")
        if left:
            lines.append(f"Inte prövat: {listing(left)}.")
        return lines

    @property
    def others(self) -> int:
        """Count the figures that are no amounts and that nothing was held to."""
        return sum(n for _, n in self.unheld)

    @property
    def held_to(self) -> str:
        """Name what figures were held to; a proposal is no budget yet."""
        decided = [str(year) for year in self.years if year not in self.proposals]
        proposed = [str(year) for year in self.proposals]
        of = [f"budget för {listing(decided)}"] if decided else []
        of += [f"budgetförslag för {listing(proposed)}"] if proposed else []
        return f"modell och {listing(of)}"

    def notes(self) -> list[str]:
        """Say what was compared, and of what was not, why."""
        said = [f"Jämfört med {self.held_to}."] if self.compared else []
        for reason, n in self.reasons:
            advice = {reasons.UNDATED: Wish.YEARS, reasons.UNKNOWN: Wish.SERVICE}.get(reason)
            it = "det" if reason == reasons.UNDATED else "den"
            more = aside(f"; ange {it} med {ask(advice)}") if advice else ""
            said.append(f"{number(n)} belopp är inte jämförda med modellen: {reason}{more}.")
        said += [
            f"{number(n)} invånarantal är inte jämförda med folkmängden: {reason}."
            for reason, n in self.uncounted
        ]
        said += [f"{number(n)} tal {reason}." for reason, n in self.unheld]
        return said


def coverage(tables: Tables, equations: Sequence[Equation], tried: set[Amount]) -> Coverage:
    """Count what was tested; ``tried`` are the figures of every relation there has been."""
    # A column of no known service that is mostly not what it was taken for was taken wrongly.
    compared = {a for e in equations if e.kind in OUTSIDE for _, a in e.terms}
    known = [e for e, _ in tables.held if e.subject.service or e.amount in compared]
    held = {entry.amount for entry in known}
    years = sorted({entry.subject.year or 0 for entry in known})
    people = populations(tables)
    uncounted: Counter[str] = Counter()
    for each in people:
        if each.reason:
            uncounted[each.reason] += len(each.cells)
        elif each.date and len(each.held) < len(each.cells):
            uncounted["datamappen har inte kommunerna"] += len(each.cells) - len(each.held)
    why = Counter(
        reasons.of_amount(tables, entry) for entry in tables.entries if entry.amount not in held
    )
    return Coverage(
        sum(equation.kind not in OUTSIDE for equation in equations),
        len(held),
        tuple(years),
        tuple(year for year in years if tables.years[year].budget.status != "beslutad"),
        sum(len(each.held) for each in people),
        tuple(sorted({each.date for each in people if each.date})),
        sum(entry.amount not in held and entry.amount not in tried for entry in tables.entries),
        tuple(why.most_common()),
        tuple(uncounted.most_common()),
        tuple(reasons.of_others(tables, tried).most_common()),
    )
