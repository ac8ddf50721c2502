"""A service's rounded amounts held near to those of the year before: the sum stays.

One-off fees are paid as they are, beside what is damped. Years are compared whole: where somebody
or the service itself was there for part of either, there is nothing to compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.limits import Bounds
from enamnd_cost.engine.participation import MONTHS_A_YEAR
from enamnd_cost.engine.phasing import waiting
from enamnd_cost.engine.plan import Charges, Plan
from enamnd_cost.engine.result import DampingStep, Done, Row, Standing
from enamnd_cost.engine.rounding import Receiver

FIELD = "dampning"


def damped(plan: Plan, rows: Mapping[Receiver, Row], done: Done) -> dict[Receiver, Row]:
    """Let each go as far from last year's amount as the plan's damping says, as a step of its row.

    ``done`` must hold last year's. Raises ``AllocationError`` where somebody was or is to be
    refunded or the limits cannot be met (EK321), and where a year is not whole (EK322).
    """
    if plan.damping is None:
        return dict(rows)
    source, rule = plan.damping
    before = done[source]
    target = {who: row.lasting for who, row in rows.items()}
    paid = {who: row.lasting for who, row in before.rows.items()}
    _refuse_part_of_year(before.plan, plan, target)
    if refunded := tuple(who for who, kr in paid.items() if kr < 0):
        text = f"{{kommuner}} hade ett negativt belopp {source.year}, som inte går att dämpa från"
        raise AllocationError(
            rule.called.code, text, remedy=rule.called.unless, field=FIELD, receivers=refunded
        )
    amounts, limits = rule.step(paid, target), rule.limits(paid, target)
    found = waiting(paid, target, limits, amounts)
    standing = {
        who: why
        for why, codes in zip(Standing, (found.held, found.waits, found.carries), strict=True)
        for who in codes
    }
    return {
        who: row._replace(
            amount=row.amount + amounts[who] - target[who],
            damping=DampingStep(
                source,
                paid.get(who, 0),
                target[who],
                limits.get(who, Bounds()),
                amounts[who],
                standing.get(who),
            ),
        )
        for who, row in rows.items()
    }


def _refuse_part_of_year(before: Plan, plan: Plan, target: Mapping[Receiver, int]) -> None:
    """Refuse to compare years of which one is not whole, for the service or for somebody in it."""
    for each in (before, plan):
        if each.months.length != MONTHS_A_YEAR:
            text = f"tjänsten finns bara en del av {each.node.year} ({each.months.name})"
            raise _part_of_year(plan, each, text)
        if partly := tuple(dict.fromkeys(who for who in _partly(each) if target.get(who))):
            text = f"{{kommuner}} deltar bara en del av {each.node.year}"
            raise _part_of_year(plan, each, text, partly)


def _partly(plan: Plan) -> Iterator[Receiver]:
    """Name those who take part in a part of the year, in something that is not paid once."""
    for item in plan.items:
        if not (isinstance(item, Charges) and item.once):
            for who, months in item.participation.items():
                if months.length != MONTHS_A_YEAR:
                    yield who


def _part_of_year(
    plan: Plan, partly: Plan, text: str, who: tuple[Receiver, ...] = ()
) -> AllocationError:
    year, of_part = plan.node.year, partly.node.year
    remedy = f"ta bort dampning för {year}; den kan börja i en period från {of_part + 2}"
    if of_part + 1 < year:
        remedy = "ange ett annat år i dampning.fran"
    return AllocationError(
        "EK322",
        f"{text}, så årets belopp går inte att jämföra med ett annat års",
        remedy=f"{remedy}, eller låt den som kommer eller går göra det vid ett årsskifte",
        field=FIELD,
        receivers=who,
    )
