"""Next year's draft from this year's: the periods that are needed, and the budget's lines.

Nothing is guessed. A line whose amount cannot be computed yet is left as a gap that says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from enamnd_cost.analysis.settling.carrying import proposed
from enamnd_cost.analysis.year import Computed, compute, unknown_years
from enamnd_cost.analysis.years import chosen as choosing
from enamnd_cost.analysis.years.chosen import NOTHING, Chosen
from enamnd_cost.analysis.years.proposal import proposal
from enamnd_cost.asking import Wish, ask
from enamnd_cost.engine.plan import Node
from enamnd_cost.model import rolling
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.carrying import carried_on
from enamnd_cost.model.data import INDEX_FILE, Data, budget_file
from enamnd_cost.model.index.doubts import ODD_INDEX, doubts
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.rolling import Move
from enamnd_cost.model.tjanst import Tjanst

LAST_YEAR = 2998  # files hold years up to 2999


class Draft(NamedTuple):
    """Next year as drafted: ``data`` with its periods and budget, and what became of each service.

    ``computed`` is the drafted year, allocated as far as it goes. ``carried`` are the results of
    earlier years that enter it, and ``told`` says why some do not.
    """

    data: Data
    year: int
    moves: tuple[Move, ...]
    computed: Computed
    carried: Mapping[str, Tjanst] = {}
    told: tuple[str, ...] = ()

    @property
    def budget(self) -> Budget:
        """The year's budget: amounts where they can be computed, gaps where not."""
        return self.data.budgetar[self.year]

    @property
    def periods(self) -> dict[str, Period]:
        """The new periods, by service."""
        return {move.service: move.period for move in self.moves if move.period is not None}


def draft(data: Data, year: int, chosen: Chosen = NOTHING) -> tuple[Draft | None, list[Problem]]:
    """Draft the year after ``year``, or say why it cannot be done.

    The year must have a budget (EK004), the year after none (EK015), every service that needs a
    new period must be able to have it (EK017), and what is ``chosen`` must be possible (EK019).
    """
    if unknown := unknown_years(data, [year]):
        return None, unknown
    if year + 1 in data.budgetar:
        last = data.years[-1]
        text = f"{year + 1} finns redan"
        remedy = f"{ask(Wish.ROLL, last)} gör utkastet till {last + 1}"
        if data.budgetar[year + 1].status == "forslag":
            fill, update = ask(Wish.FILL, year), ask(Wish.UPDATE, year)
            remedy = f"{fill} fyller i förslagets luckor, {update} skriver om dess tal; {remedy}"
        return None, [Problem("EK015", budget_file(year + 1), text, remedy)]
    if year > LAST_YEAR:
        text = f"{year} är det sista året som programmet räknar med"
        return None, [Problem("EK017", budget_file(year), text)]
    moves, problems = rolling.moves(data, year)
    moves, wrong = choosing.moves(data, year, moves, chosen)
    problems += wrong
    if problems:
        return None, problems
    found = proposed(data, year)
    moves += [Move(service, words) for service, words in found.words.items()]
    whole = replace(data, tjanster={**data.tjanster, **found.services})
    made = _drafted(whole, year, moves)
    return made._replace(carried=found.services, told=found.told), []


def odd_values(data: Data) -> list[Problem]:
    """Point out index values that cannot be, before a draft carries them into the next year."""
    return [
        Problem("EK406", INDEX_FILE, f"index {doubt}", ODD_INDEX, path)
        for path, doubt in doubts(data.index)
        if doubt
    ]


def _drafted(data: Data, year: int, moves: list[Move]) -> Draft:
    """Compute the year with its new periods, and fill in what comes out of it."""
    after = year + 1
    computed = _rolled(data, moves, after)
    if controls := _controls_in_the_way(computed, after, moves):
        moves = [controls.get(move.service, move) for move in moves]
        computed = _rolled(data, moves, after)
    moves = [_failing_example(computed, after, move) for move in moves]
    budget = proposal(computed, data.budgetar[year], after)
    whole = replace(computed.data, budgetar={**data.budgetar, after: budget})
    return Draft(whole, after, tuple(moves), replace(computed, data=whole))


def _rolled(data: Data, moves: list[Move], year: int) -> Computed:
    new = {move.service: move.period for move in moves if move.period}
    return compute(rolling.with_periods(data, new), [year])


def _controls_in_the_way(computed: Computed, year: int, moves: list[Move]) -> dict[str, Move]:
    """Find periods that cannot go on only since their total was that of the year they began in."""
    found = {}
    carried = {Node(move.service, year) for move in moves if move.period is None}
    for node, error in computed.outcome.failures:
        if error.code == "EK302" and node in carried:
            tjanst = computed.data.tjanster[node.service]
            last = tjanst.period[-1]
            if tjanst.period_in(year) is last and last.first_held_to < year and last.gives_amounts:
                words = f"som {year - 1}, men summan blir en annan"
                # The total was a control of the year that the period began in.
                period = carried_on(last, year, belopp=None)
                found[node.service] = Move(node.service, words, period)
    return found


def _failing_example(computed: Computed, year: int, move: Move) -> Move:
    """Say of an example that cannot go on how it is ended: it would stand in the year's way."""
    period = computed.data.tjanster[move.service].period_in(year)
    if period is None or not period.exempel or (move.service, year) in computed.outcome.done:
        return move
    words = f"exempel som inte går att räkna {year}: avsluta det med till = {year - 1}"
    return replace(move, words=words)


class Filling(NamedTuple):
    """What can be filled in of a proposal's gaps, in kronor, and the sum once all is known."""

    amounts: Mapping[tuple[str, str], int]
    total: int | None
    left: tuple[str, ...]


def filling(computed: Computed, year: int) -> Filling:
    """Give the amount of every gap in the year's budget that can be computed by now.

    ``amounts`` are by table (``tjanst`` or ``utanfor``) and service; ``left`` names the services
    that still cannot be. ``total`` is None where a line is still unknown or the file has a sum.
    """
    done, budget = computed.outcome.done, computed.data.budgetar[year]
    amounts = {
        (table, service): done[node].total
        for table, service in budget.gaps
        if (node := Node(service, year)) in done
    }
    left = tuple(service for table, service in budget.gaps if (table, service) not in amounts)
    lines = [
        amounts.get(("tjanst", name)) if post.intakt is None else post.intakt
        for name, post in budget.tjanst.items()
    ]
    known = [kr for kr in lines if kr is not None]
    whole = budget.summa is None and len(known) == len(lines)
    return Filling(amounts, sum(known) if whole else None, left)
