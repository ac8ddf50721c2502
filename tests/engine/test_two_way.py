"""Two-way rounding: its laws by property and on seeded tables, its rule against brute force."""

import itertools
import random
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.engine.rounding import Method, round_shares
from enamnd_cost.engine.two_way import round_table

UNITS = st.sampled_from([1, 10, 50, 100, 500, 1_000])
HALF = Fraction(1, 2)
# Values that favour what goes wrong: whole ones, halves, ties, refunds, and any others.
VALUES = st.one_of(
    st.integers(-3, 3).map(Fraction),
    st.sampled_from([HALF, -HALF, Fraction(1, 3), Fraction(2, 3), Fraction(3, 2)]),
    st.fractions(-1_000, 1_000, max_denominator=97),
)


def table_of(cells):
    """Set out cells (service, receiver) as the engine takes them."""
    table = {}
    for (service, receiver), value in cells.items():
        table.setdefault(service, {})[receiver] = Fraction(value)
    return table


def cells_of(table):
    return {(service, who): cell for service, row in table.items() for who, cell in row.items()}


@st.composite
def tables(draw, values=VALUES, rows=6, columns=5):
    """Tables in which some receivers have no part in some services."""
    services = [f"s{n}" for n in range(draw(st.integers(1, columns)))]
    receivers = [f"25{n:02d}" for n in range(draw(st.integers(1, rows)))]
    absent = draw(st.sets(st.tuples(st.sampled_from(services), st.sampled_from(receivers))))
    taking = [at for at in itertools.product(services, receivers) if at not in absent]
    return table_of({at: draw(values) for at in taking})


def seeded(chance, rows, columns, *, whole=0.2, absent=0.15, refunds=0.1):
    """Make a table of many sizes of shares, as fourteen or more municipalities have them."""
    table = {f"s{n:02d}": {} for n in range(columns)}
    for service in table.values():
        denominator = chance.choice([2, 3, 7, 14, 100, 249_614, 873_649])
        for n in range(rows):
            if chance.random() < absent:
                continue
            top = chance.randrange(10 ** chance.randrange(1, 8))
            value = Fraction(top, 1 if chance.random() < whole else denominator)
            service[f"{n:04d}"] = -value if chance.random() < refunds else value
    return table


def amounts(table, unit=1):
    return {at: r.amount for at, r in cells_of(round_table(table, unit)).items()}


def sums(cells):
    """Give every total of a table: each receiver's, each service's, and of all."""
    totals = {}
    for (service, who), value in cells.items():
        for key in (("receiver", who), ("service", service), ("all",)):
            totals[key] = totals.get(key, 0) + value
    return totals


def assert_kept(table, unit):
    """Hold a rounded table to its laws: every cell and every total is next to its exact value."""
    exact, paid = cells_of(table), amounts(table, unit)
    assert paid.keys() == exact.keys()
    for before, after in ((exact, paid), (sums(exact), sums(paid))):
        for key, value in before.items():
            assert after[key] in (floor(value / unit) * unit, ceil(value / unit) * unit), key


@given(tables(), UNITS)
def test_every_cell_and_every_total_is_next_to_its_exact_value(table, unit):
    assert_kept(table, unit)


@given(tables(), UNITS)
def test_an_amount_is_its_share_cut_towards_zero_and_an_extra_unit_or_none(table, unit):
    for r in cells_of(round_table(table, unit)).values():
        assert abs(r.whole) <= abs(r.exact) < abs(r.whole) + unit
        assert r.extra in (0, unit if r.exact > 0 else -unit)
        assert r.remainder or not r.extra


@pytest.mark.parametrize(
    ("rows", "columns", "count"), [(3, 3, 1500), (5, 9, 700), (14, 12, 700), (60, 30, 25)]
)
def test_thousands_of_seeded_tables_keep_both_totals(rows, columns, count):
    chance = random.Random(rows * columns)
    for _ in range(count):
        table = seeded(chance, rows, columns, whole=chance.random(), absent=chance.random() / 2)
        assert_kept(table, chance.choice([1, 10, 50, 100]))


def test_a_country_with_equal_parts_and_population_keeps_both_totals():
    chance = random.Random(290)
    population = {f"{n:04d}": chance.randrange(2_400, 1_000_000) for n in range(290)}
    everyone = sum(population.values())
    table = {}
    for n in range(50):
        cost, equal = chance.randrange(10**5, 10**8), Fraction(n % 3, 2)
        table[f"s{n}"] = {
            who: cost * (equal / 290 + (1 - equal) * Fraction(p, everyone))
            for who, p in population.items()
        }

    assert_kept(table, 100)


@given(tables(st.integers(-50, 50).map(Fraction)))
def test_a_table_that_is_whole_already_is_unchanged(table):
    assert amounts(table) == cells_of(table)


@given(tables(), UNITS)
def test_a_rounded_table_is_not_rounded_further(table, unit):
    once = amounts(table, unit)

    assert amounts(table_of(once), unit) == once


@given(tables(), UNITS)
def test_the_unit_is_only_a_scale(table, unit):
    scaled = table_of({at: value * unit for at, value in cells_of(table).items()})

    assert amounts(scaled, unit) == {at: kr * unit for at, kr in amounts(table).items()}


@given(tables(), UNITS, st.randoms(use_true_random=False))
def test_the_order_of_receivers_and_services_never_matters(table, unit, chance):
    cells = list(cells_of(table).items())
    chance.shuffle(cells)

    assert amounts(table_of(dict(cells)), unit) == amounts(table, unit)


@given(tables(), UNITS)
def test_a_table_of_refunds_is_the_mirror_of_that_of_costs(table, unit):
    mirrored = table_of({at: -value for at, value in cells_of(table).items()})

    assert amounts(mirrored, unit) == {at: -kr for at, kr in amounts(table, unit).items()}


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12).filter(any), st.integers(1, 300))
def test_a_service_alone_with_a_decided_total_is_the_largest_remainder(weights, units):
    shares = {
        f"25{n:02d}": Fraction(100 * units * weight, sum(weights))
        for n, weight in enumerate(weights)
    }

    alone = round_table({"drift": shares}, 100)["drift"]
    hamilton = round_shares(shares, 100, Method.LARGEST_REMAINDER)

    assert {w: r.amount for w, r in alone.items()} == {w: r.amount for w, r in hamilton.items()}


def ranked(table, paid):
    """Rank a table that keeps both totals by the rule of the module: the least is to be chosen."""
    exact = cells_of(table)
    before, after = sums(exact), sums(paid)
    raised = [at for at in exact if abs(paid[at]) > abs(exact[at])]
    return (
        sum(abs(after[key] - before[key]) for key in before),
        sum(abs(paid[at] - exact[at]) for at in exact),
        -sum(abs(exact[at]) for at in raised),
        [at not in raised for at in sorted(exact, key=lambda at: (at[1], at[0]))],
    )


def best(table):
    """Find the table to be chosen by going through all there are."""
    exact = cells_of(table)
    before = sums(exact)
    ways = ({floor(value), ceil(value)} for value in exact.values())
    kept = []
    for choice in itertools.product(*ways):
        paid = dict(zip(exact, choice, strict=True))
        after = sums(paid)
        if all(abs(after[key] - before[key]) < 1 for key in before):
            kept.append(paid)
    return min(kept, key=lambda paid: ranked(table, paid))


@given(tables(rows=4, columns=3))
def test_of_all_tables_that_keep_both_totals_the_nearest_is_chosen(table):
    assert amounts(table) == best(table)


@given(tables(st.sampled_from([HALF, -HALF, Fraction(1), Fraction(5, 2)]), rows=3, columns=4))
def test_so_it_is_where_everything_is_tied(table):
    assert amounts(table) == best(table)


def test_service_by_service_may_charge_the_same_receiver_each_time_and_two_ways_never_do():
    table = {f"s{n}": {"2580": HALF, "2582": HALF} for n in range(10)}

    alone = [round_shares(s, 1, Method.LARGEST_REMAINDER)["2580"].amount for s in table.values()]
    together = [row["2580"].amount for row in round_table(table, 1).values()]

    assert (sum(alone), sum(together)) == (10, 5)


@pytest.mark.parametrize("length", [2, 3, 8, 25])
def test_a_ring_of_halves_can_only_be_rounded_all_the_way_around(length):
    # Each receiver shares two services with its neighbours: once one cell goes up, all others are
    # given, so that a repair which looks at one receiver at a time would go around for ever.
    table = {}
    for n in range(length):
        table[f"s{n:02d}"] = {f"{n:04d}": HALF, f"{(n + 1) % length:04d}": HALF}

    paid = amounts(table)

    assert sorted(sums(paid).values()) == [1] * (2 * length) + [length]


def test_a_chain_passes_a_unit_from_its_first_receiver_to_its_last():
    # Rounded to nearest, the first receiver lacks a unit and the last has one too many; between
    # them every cell must be turned, up and down by turns.
    table = {"s0": {"a": Fraction(4, 10), "b": Fraction(6, 10)}}
    for n, (left, right) in enumerate(itertools.pairwise("bcdefgh"), 1):
        table[f"s{n}"] = {left: Fraction(4, 10), right: Fraction(6, 10)}

    assert_kept(table, 1)


@pytest.mark.parametrize("size", [2, 4, 10])
def test_halves_everywhere_are_spread_evenly_both_ways(size):
    table = {f"s{s}": dict.fromkeys((f"25{r:02d}" for r in range(size)), HALF) for s in range(size)}

    *each, whole = sorted(sums(amounts(table)).values())

    assert (set(each), whole) == ({size // 2}, size * size // 2)


def test_parts_that_have_nothing_in_common_are_each_put_right():
    # Largest remainders of the municipalities' sums would put both units in the first block.
    table = table_of(
        {("a", "1"): HALF, ("a", "2"): HALF, ("b", "3"): Fraction(1, 3), ("b", "4"): Fraction(2, 3)}
    )

    assert amounts(table) == {("a", "1"): 1, ("a", "2"): 0, ("b", "3"): 0, ("b", "4"): 1}


def test_nothing_and_a_service_that_nobody_takes_part_in_are_tables_too():
    assert round_table({}, 100) == {}
    assert round_table({"drift": {}}, 100) == {"drift": {}}
