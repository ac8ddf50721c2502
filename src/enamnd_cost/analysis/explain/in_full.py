"""What is charged in full, whatever the months are, as the one thing that it is to who pays it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from enamnd_cost.engine.participation import WHOLE_YEAR, Months
from enamnd_cost.engine.plan import Charges, Plan
from enamnd_cost.engine.result import ChargeStep, Step


def charged_in_full(steps: Sequence[Step], plan: Plan) -> Iterator[Step]:
    """Give the steps of a share with each fee, and each use, as one of them.

    For the engine they are a part in each stretch of months that others' coming and going makes.
    """
    in_full = {each.name for each in plan.items if isinstance(each, Charges) and not each.by_month}
    found: dict[Step | int, Step] = {}
    for n, step in enumerate(steps):
        if not isinstance(step, ChargeStep) or step.item not in in_full:
            found[n] = step
            continue
        thing = step._replace(months=WHOLE_YEAR, exact=Fraction(0))
        before = found.get(thing)
        found[thing] = _together(before, step) if isinstance(before, ChargeStep) else step
    yield from found.values()


def _together(before: ChargeStep, after: ChargeStep) -> ChargeStep:
    months = Months(before.months.first, after.months.last)
    return after._replace(months=months, exact=before.exact + after.exact)
