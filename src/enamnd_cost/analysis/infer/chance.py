"""How firmly a hypothesis stands against chance: how many tables its kind of key could give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, comb, prod
from typing import Any

from enamnd_cost.analysis.infer.hypothesis import Hypothesis
from enamnd_cost.analysis.infer.keys import Kind
from enamnd_cost.analysis.infer.mix import SMALL
from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.analysis.infer.rate import MOST_DECIMALS
from enamnd_cost.analysis.infer.reduced import HUNDREDTHS
from enamnd_cost.engine.rounding import Method

FIRM = 6  # one in a million
FAR = 3  # one in a thousand: what is so much less likely than another is no rival of it


def one_in(hypothesis: Hypothesis, tried: int) -> int:
    """Give k where one random table in 10**k, at most, would fit as well; 0 where most would.

    Of all tables whose every amount is of the printed one's size, from zero to twice as much, in
    the units that all amounts are whole multiples of: how many could the kind of key give, at every
    date and by every rounding that was tried, with as many odd cells? Both are integers; the second
    is a bound from above, so that the chance is never made smaller than it is. Rows of zero kronor
    can only be zero, and are no evidence: many a service leaves some out.

    ``tried`` is how many keys of the kind, times roundings, times sets of participants were tried.
    Of one table k is a measure of the hypotheses as well: what has one more is ten times likelier.
    """
    if not hypothesis.explains or _divides_anything(hypothesis):
        return 0
    odd, cells = len(hypothesis.deviations), len(hypothesis.observed.amounts)
    levels = 2 * max(hypothesis.observed.amounts.values()) // _unit(hypothesis.observed) + 1
    free = prod([levels] * odd)
    return rarity(hypothesis.observed, tried * _tables(hypothesis) * comb(cells, odd) * free)


def rarity(observed: Observed, fitting: int) -> int:
    """Give the k of :func:`one_in` for what could give so many tables."""
    unit = _unit(observed)
    possible = prod(2 * kr // unit + 1 for kr in observed.amounts.values())
    return len(str(possible // fitting)) - 1 if possible > fitting else 0


def _unit(observed: Observed) -> int:
    return observed.coarsest(0)[0]


def _divides_anything(hypothesis: Hypothesis) -> bool:
    """Tell percentages whose smallest step is no coarser than the amounts: they give any table."""
    if hypothesis.kind is not Kind.PERCENT or hypothesis.cost is None:
        return False
    step = Fraction(hypothesis.cost, sum(hypothesis.key.weights.values()))
    return step <= _unit(hypothesis.observed)


def _tables(hypothesis: Hypothesis) -> int:
    """Count, from above, the tables that one key gives by one rounding as its cost varies."""
    printed, weights = hypothesis.observed.amounts, hypothesis.key.weights
    levels = 2 * max(printed.values()) // hypothesis.unit + 1
    held = sorted(weights[code] for code in printed)
    odd = len(hypothesis.deviations)
    by_total = hypothesis.rounding.method is Method.LARGEST_REMAINDER
    if hypothesis.kind is Kind.STEPS:
        steps = len(set(printed.values()))
        return comb(len(held) - 1, steps - 1) * prod([levels] * steps)
    if hypothesis.kind in (Kind.RATE, Kind.FIXED_RATE):
        return _tables_of_rates(hypothesis, hypothesis.key.fordelning, 10**MOST_DECIMALS)
    if hypothesis.kind is Kind.MIX:
        return tables_of_mixes(len(held), levels, by_total=by_total)
    passed = tables_of(held, sum(weights.values()), levels, odd, by_total=by_total)
    if hypothesis.kind is Kind.PERCENT:
        # Every way to divide the steps of a percentage among the cells, at every cost.
        return passed * comb(sum(held) + len(held) - 1, len(held) - 1)
    if hypothesis.kind is Kind.REDUCED:
        key = hypothesis.key.fordelning["fordelning"]
        if hypothesis.charges:
            passed = _tables_of_rates(hypothesis, key, 100 * 10**MOST_DECIMALS)
        return passed * len(held) * len(HUNDREDTHS)
    return passed * (len(SMALL) if hypothesis.kind is Kind.SMALL_MIX else 1)


def _tables_of_rates(hypothesis: Hypothesis, key: Mapping[str, Any], scale: int) -> int:
    """Count, from above, the tables of every rate in öre, beside every fixed amount in kronor.

    No amount is more than twice the largest that is printed, which bounds both. ``scale`` is how
    many times over the weights are the kronor of each.
    """
    observed, fixed = hypothesis.observed, int(key.get("fast", 0))
    most = 2 * max(observed.amounts.values()) + hypothesis.unit
    kronor = ceil(Fraction(most, observed.printed.per_krona))
    by_rate = sorted(hypothesis.key.weights[code] - scale * fixed for code in observed.amounts)
    # The rate is bounded by the cells that follow: at worst the largest are the odd ones.
    odd = len(hypothesis.deviations) + (hypothesis.kind is Kind.REDUCED)
    largest = by_rate[max(len(by_rate) - odd - 1, 0)]
    rates = Fraction(key["per_invanare"]) * 10**MOST_DECIMALS
    return int(rates * scale * kronor // largest + 2) * (kronor + 1 if fixed else 1)


def tables_of(weights: Sequence[int], total: int, levels: int, odd: int, *, by_total: bool) -> int:
    """Count, from above, the tables that weights give, in ascending order, as the cost varies.

    ``levels`` are the amounts that a cell can have: none, one unit and so on. The table changes
    only where some share passes a bound of its rounding.
    """
    # The cost is bounded by the cells that follow: at worst the largest are the odd ones.
    largest = max(weights[max(len(weights) - odd - 1, 0)], 1)
    if by_total:
        return total * (levels + 1) // largest + 1
    return 1 + sum(min(w, largest) * (levels + 1) // largest + 1 for w in weights)


def tables_of_mixes(cells: int, levels: int, *, by_total: bool) -> int:
    """Count, from above, the tables that the mixes of two costs give.

    In the plane of mixes each bound of a rounding is a line, and L lines part a plane into
    1 + L + L(L-1)/2 regions at most.
    """
    if by_total:
        # For each total, the order of remainders changes where two of them pass each other.
        return cells * levels * (1 + 2 * cells * cells * (levels + 1))
    lines = cells * (levels + 1)
    return 1 + lines + lines * (lines - 1) // 2
