"""Whether what our own data declares is what the table says."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from enamnd_cost.analysis.infer.hypothesis import Hypothesis
from enamnd_cost.analysis.infer.keys import Kind
from enamnd_cost.analysis.infer.run import Answer
from enamnd_cost.analysis.year import Computed


def place(answer: Answer, computed: Computed) -> int | None:
    """Give the place, from 1, of the hypothesis that is the declared model; None if none is.

    They are the same model if they round alike and the declared exact shares, in the cells that
    follow, are those of the hypothesis for some cost.
    """
    node = answer.observed.node
    if node is None:
        return None
    allocation = computed.outcome.done[node]
    exact = {code: row.exact for code, row in allocation.rows.items()}
    for n, ranked in enumerate(answer.ranked, 1):
        found = ranked.hypothesis
        if found.rounding == allocation.plan.rounding and _same(found, exact):
            return n
    return None


def _same(found: Hypothesis, exact: Mapping[str, Fraction]) -> bool:
    """Tell whether shares follow the key: in proportion, or for a mix on a straight line."""
    odd = {deviation.code for deviation in found.deviations}
    cells = [(found.key.weights[c], exact[c]) for c in found.observed.amounts if c not in odd]
    if found.kind is not Kind.MIX:
        total = sum(weight for weight, _ in cells), sum(share for _, share in cells)
        return all(share * total[0] == weight * total[1] for weight, share in cells)
    (low, first), (high, last) = min(cells), max(cells)
    return all((share - first) * (high - low) == (last - first) * (w - low) for w, share in cells)
