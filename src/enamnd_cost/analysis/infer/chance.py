"""How firmly a hypothesis stands: how many random tables would fit as well by chance.

Of all tables with as many rows and amounts of whole units from zero to the largest one printed,
how many could the kind of key give, at every date and by every rounding that was tried, with as
many odd cells? Both are integers; the first is a bound from above, so that the chance is never
made smaller than it is. Rows of zero kronor are not counted among those that a table could fill.
"""

from __future__ import annotations

from math import comb

from enamnd_cost.analysis.infer.hypothesis import Hypothesis
from enamnd_cost.analysis.infer.keys import Kind
from enamnd_cost.analysis.infer.mix import SMALL
from enamnd_cost.analysis.infer.observed import year_unit
from enamnd_cost.engine.rounding import Method

FIRM = 6  # one in a million


def one_in(hypothesis: Hypothesis, tried: int) -> int:
    """Give k where one random table in 10**k, at most, would fit as well; 0 where most would.

    ``tried`` is how many keys of the kind, times roundings, times sets of participants were tried.
    """
    unit = year_unit(hypothesis.rounding)
    amounts = hypothesis.observed.amounts
    levels = max(amounts.values()) // unit + 1  # amounts that a cell can have: 0, unit, ...
    odd = len(hypothesis.deviations)
    if not hypothesis.explains:
        return 0
    # A cell of nothing is no evidence: many a service leaves some out.
    possible = levels ** sum(1 for kr in amounts.values() if kr)
    fitting = tried * _tables(hypothesis, levels) * comb(len(amounts), odd) * levels**odd
    return len(str(possible // fitting)) - 1 if possible > fitting else 0


def _tables(hypothesis: Hypothesis, levels: int) -> int:
    """Count, from above, the tables that one key gives by one rounding as its cost varies.

    The table changes only where some share passes a bound of its rounding. A key of one unknown
    passes them one by one. In the plane of mixes each is a line, and L lines part a plane into
    1 + L + L(L-1)/2 regions at most.
    """
    printed = list(hypothesis.observed.amounts)
    # The cost is bounded by the cells that follow: at worst the largest are the odd ones.
    weights = sorted(hypothesis.key.weights[code] for code in printed)
    cells, odd = len(weights), len(hypothesis.deviations)
    largest = max(weights[max(cells - odd - 1, 0)], 1)
    by_total = hypothesis.rounding.method is Method.LARGEST_REMAINDER
    if hypothesis.kind is Kind.MIX and by_total:
        # For each total, the order of remainders changes where two of them pass each other.
        return cells * levels * (1 + 2 * cells * cells * (levels + 1))
    if hypothesis.kind is Kind.MIX:
        lines = cells * (levels + 1)
        return 1 + lines + lines * (lines - 1) // 2
    if by_total:
        passed = sum(hypothesis.key.weights.values()) * (levels + 1) // largest + 1
    else:
        passed = 1 + sum(min(w, largest) * (levels + 1) // largest + 1 for w in weights)
    if hypothesis.kind is Kind.PERCENT:
        # Every way to divide the steps of a percentage among the cells, at every cost.
        return passed * comb(sum(weights) + cells - 1, cells - 1)
    return passed * (len(SMALL) if hypothesis.kind is Kind.SMALL_MIX else 1)
