"""The chance is never made smaller than it is: every count of tables is a bound from above."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from enamnd_cost.analysis.infer import chance
from enamnd_cost.analysis.infer.hypothesis import Hypothesis, at_cost, rounded
from enamnd_cost.analysis.infer.keys import Kind, TriedKey
from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.analysis.infer.printed import IN_KRONOR
from enamnd_cost.engine.rounding import Method, Rounding

PEOPLE = {"2506": 3, "2582": 11, "2580": 29}
MOST = 800  # of an amount, in kronor


def _largest_printed(made):
    """Choose the table that is printed: what is counted has at most twice its largest amount."""
    return max((table for table in made if 2 * max(table) <= MOST), key=max)


def tables_of(key, rounding, step):
    """Make every table with cells of 800 kronor at most, by small steps of the cost."""
    made = set()
    cost = step
    while True:
        amounts = tuple(rounded(key, cost, rounding, IN_KRONOR).values())
        if min(amounts) > MOST:
            return made
        if max(amounts) <= MOST:
            made.add(amounts)
        if sum(amounts) > 3 * 3 * MOST:
            return made
        cost += step


@pytest.mark.parametrize("kind", [Kind.EQUAL, Kind.POPULATION])
@pytest.mark.parametrize("method", Method)
def test_a_key_gives_no_more_tables_than_are_counted(kind, method):
    key = TriedKey(kind, "prov", PEOPLE if kind is Kind.POPULATION else dict.fromkeys(PEOPLE, 1))
    rounding = Rounding(100, method)
    whole = method is Method.LARGEST_REMAINDER

    made = tables_of(key, rounding, Fraction(100) if whole else Fraction(7, 2))

    largest = _largest_printed(made)
    printed = dict(zip(PEOPLE, largest, strict=True))
    observed = Observed("prov", printed, None, lacks_rows=False)
    cost = sum(largest)
    hypothesis = at_cost(key, rounding, observed, (cost, cost))
    assert 1 < len(made) <= chance._tables(hypothesis)


@pytest.mark.parametrize("fixed", [0, 40])
def test_rates_give_no_more_tables_than_are_counted(fixed):
    """Each fixed amount gives as many tables as none, or fewer: some are counted, for all."""
    rounding, made = Rounding(1, Method.NEAREST), set()
    for beside in (0, 1, 2) if fixed else (0,):
        for hundredths in range(1, 100 * MOST // max(PEOPLE.values())):
            weights = {code: 100 * beside + hundredths * n for code, n in PEOPLE.items()}
            if max(weights.values()) <= 100 * MOST:
                key = TriedKey(Kind.RATE, None, weights)
                cost = Fraction(sum(weights.values()), 100)
                made.add(tuple(rounded(key, cost, rounding, IN_KRONOR).values()))
    rate = {"per_invanare": Decimal("12.5"), **({"fast": fixed} if fixed else {})}
    weights = {code: 100 * fixed + 1_250 * n for code, n in PEOPLE.items()}
    printed = {code: weight // 100 for code, weight in weights.items()}
    kind, cost = Kind.FIXED_RATE if fixed else Kind.RATE, sum(printed.values())
    observed = Observed("prov", printed, None, lacks_rows=False)

    counted = chance._tables(
        at_cost(TriedKey(kind, rate, weights), rounding, observed, (cost, cost))
    )

    assert 1 < len(made) <= counted
    if fixed:  # all the fixed amounts up to twice the largest that is printed
        assert counted > len(made) * MOST // 3


@pytest.mark.parametrize("method", Method)
def test_the_mixes_of_a_plane_give_no_more_tables_than_are_counted(method):
    rounding = Rounding(100, method)
    total, made = sum(PEOPLE.values()), set()
    step = 100 if method is Method.LARGEST_REMAINDER else 35
    for equal, by_population in product(range(0, 2_200, step), repeat=2):
        if not equal + by_population:
            continue
        if method is Method.LARGEST_REMAINDER and (equal + by_population) % 100:
            continue
        weights = {c: equal * total + by_population * 3 * n for c, n in PEOPLE.items()}
        key = TriedKey(Kind.MIX, "prov", weights)
        amounts = tuple(rounded(key, equal + by_population, rounding, IN_KRONOR).values())
        if max(amounts) <= MOST:
            made.add(amounts)

    printed = dict(zip(PEOPLE, _largest_printed(made), strict=True))
    observed = Observed("prov", printed, None, lacks_rows=False)
    hypothesis = Hypothesis(key, rounding, observed, 1, 1, 1, printed)
    assert 1 < len(made) <= chance._tables(hypothesis)


def test_what_gives_every_table_is_said_to_give_most():
    """Two cells and two unknowns: every table is a mix, and that says nothing."""
    observed = Observed("prov", {"2506": 300, "2582": 700}, None, lacks_rows=True)
    key = TriedKey(Kind.MIX, "prov", {"2506": 3, "2582": 7})
    hypothesis = Hypothesis(
        key, Rounding(100, Method.UP), observed, 1, 1, 1, dict(observed.amounts)
    )

    assert chance.one_in(hypothesis, 1) == 0


def test_odd_cells_make_chance_larger():
    amounts = dict.fromkeys(map(str, range(1_000, 1_014)), 5_100)
    key = TriedKey(Kind.EQUAL, "lika", dict.fromkeys(amounts, 1))
    rounding = Rounding(100, Method.UP)
    ks = []
    for odd in range(4):
        printed = {c: kr + 900 * (n < odd) for n, (c, kr) in enumerate(amounts.items())}
        observed = Observed("prov", printed, None, lacks_rows=False)
        ks.append(chance.one_in(at_cost(key, rounding, observed, (71_400, 71_400)), 1))

    assert ks == sorted(ks, reverse=True)
    assert len(set(ks)) == 4
