"""What a budget's figures must never be read without: that it is no decision, or does not balance.

Every output says it: on screen and in files as notes, in csv as a column, in json as fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from enamnd_cost.analysis.report import Note, NoteKind
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.swedish import number


def standing(results: Iterable[YearResult], drafted: Iterable[int] = ()) -> Iterator[Note]:
    """Say of each budget (once) what its figures must not be read without.

    ``drafted`` are years without a budget file, which are drafts.
    """
    without = set(drafted)
    for year, result in sorted({result.year: result for result in results}.items()):
        if year in without:
            yield Note(f"Budget {year} är ett utkast, inte beslutad.", NoteKind.STATUS)
        elif result.budget.status == "forslag":
            yield Note(f"Budget {year} är ett förslag, inte beslutad.", NoteKind.STATUS)
        if unbalanced := does_not_balance(result):
            yield Note(f"{unbalanced}.", NoteKind.STATUS)


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
