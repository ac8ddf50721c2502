"""What a budget's figures must never be read without: that it is no decision, or does not balance.

Every output says it: on screen and in files as notes, in csv as a column, in json as fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from enamnd_cost.analysis.report import Note, NoteKind
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.model.revidering import Reviderad
from enamnd_cost.swedish import listing, number


def standing(results: Iterable[YearResult], drafted: Iterable[int] = ()) -> Iterator[Note]:
    """Say of each budget (once) what its figures must not be read without.

    ``drafted`` are years without a budget file, which are drafts.
    """
    without = set(drafted)
    # Two decisions on a year are two budgets.
    budgets = {(result.year, result.budget.called): result for result in results}
    for (year, _), result in sorted(budgets.items(), key=lambda each: each[0][0]):
        if year in without:
            yield Note(f"Budget {year} är ett utkast, inte beslutad.", NoteKind.STATUS)
        elif result.budget.status == "forslag":
            yield Note(f"Budget {year} är ett förslag, inte beslutad.", NoteKind.STATUS)
        if revised := _revised(result):
            yield Note(f"{revised}.", NoteKind.STATUS)
        if unbalanced := does_not_balance(result):
            yield Note(f"{unbalanced}.", NoteKind.STATUS)


def _revised(result: YearResult) -> str | None:
    """Say which decision a budget rests on, where its year has several."""
    budget, year = result.budget, result.year
    days = [each.day for each in result.data.revideringar.get(year, ())]
    if not days:
        return None
    if not isinstance(budget, Reviderad):
        return f"Budget {year} är här som den först beslutades; reviderad {listing(map(str, days))}"
    later = [str(day) for day in days if day > budget.day]
    again = f"; reviderad igen {listing(later)}" if later else ""
    return f"Budget {year} är här som den reviderades {budget.when}{again}"


def does_not_balance(result: YearResult) -> str | None:
    """Say by how much a budget's income misses its cost, where it does.

    What the municipalities pay is held against the costs that the budget states; a proposal's line
    that states none costs what they pay.
    """
    whole = result.result
    if not whole.result:
        return None
    return (
        f"{result.budget.called} går inte ihop: intäkterna är {number(whole.income)} kr och "
        f"kostnaderna {number(whole.cost)} kr, resultatet {number(whole.result)} kr"
    )
