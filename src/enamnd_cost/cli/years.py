"""``enamnd-cost allocate ÅR..ÅR``: a plan over several years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from enamnd_cost.cli import console
from enamnd_cost.cli.delivery import Delivery, Reply, deliver
from enamnd_cost.cli.swedish import Mistake

MOST_YEARS = 20  # a table of more helps nobody, and every year builds on the one before


@dataclass(frozen=True)
class Asked:
    """What the user asks of a plan: services and municipalities to show, and what to assume."""

    services: Sequence[str]
    municipalities: Sequence[str]
    assume: Sequence[str]


def years(text: str) -> tuple[int, int | None]:
    """Read ``2024`` or ``2024..2027``: the first year, and the last of a plan.

    >>> years("2024"), years("2024..2027")
    ((2024, None), (2024, 2027))
    """
    found = re.fullmatch(r"\s*(-?\d{1,9})\s*(?:\.\.\s*(\d{1,9})\s*)?", text)
    if not found:
        if ".." in text:
            raise Mistake(f'"{text}" är inga år; skriv till exempel 2024..2027')
        raise Mistake("ÅR ska vara ett heltal, till exempel 2024")
    first = int(found[1])
    if found[2] is None:
        return first, None
    last = int(found[2])
    if last < first:
        raise Mistake(f"{last} är före {first}; skriv det första året först: {last}..{first}")
    if not 1900 <= first <= last <= 2999:
        raise Mistake("en plan går från tidigast 1900 till senast 2999")
    return first, last


def run(span: tuple[int, int], asked: Asked, delivery: Delivery, data: str | None) -> None:
    """Make the plan and show it, or say all that is missing for it and leave."""
    where = console.source(data)
    folder = console.load(where)

    from enamnd_cost.analysis.years import assuming, report
    from enamnd_cost.analysis.years.span import span as allocate_span

    first, last = span
    known = min(first, *folder.years[-1:])
    if last - known >= MOST_YEARS:
        raise Mistake(f"en plan omfattar högst {MOST_YEARS} år; från {known} till {last} är fler")
    given, problems = assuming.read(asked.assume, folder)
    if problems:
        console.refuse(problems, where.shown)
    made, problems = allocate_span(folder, first, last, given)
    if made is None:
        console.refuse(console.placed(problems, where), where.shown)
    shown, problems = report.choose(made, asked.services, asked.municipalities)
    if problems:
        console.refuse(problems, where.shown)
    for result in made.results:
        if result.result.result:
            console.say(
                f"varning: budget {result.year} går inte ihop; kör enamnd-cost check {result.year}"
            )
    answer = Reply(report.report(made, shown), first, "plan", (made, shown))
    deliver(answer, delivery, where)
