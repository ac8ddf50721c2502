"""The region of mixes is exact, and no set of cells to leave out is overlooked."""

from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_cost.analysis.infer.intervals import strip
from enamnd_cost.analysis.infer.plane import (
    Side,
    box_of,
    inside,
    meet,
    member,
    outline,
    sides_of,
)
from enamnd_cost.engine.rounding import Method, round_shares

POPULATION = {"2506": 2_876, "2505": 6_442, "2582": 28_042, "2583": 9_864, "2580": 76_770}
PEOPLE = sum(POPULATION.values())
UNIT = 100
METHODS = st.sampled_from([Method.UP, Method.NEAREST, Method.DOWN])


def table(equal, by_population, method):
    shares = {
        code: Fraction(equal, len(POPULATION)) + Fraction(by_population * people, PEOPLE)
        for code, people in POPULATION.items()
    }
    return {code: r.amount for code, r in round_shares(shares, UNIT, method).items()}


def regions(amounts, method, most):
    sides = sides_of(
        {code: strip(kr, UNIT, method) for code, kr in amounts.items()},
        dict.fromkeys(POPULATION, 1),
        POPULATION,
    )
    above = max(amounts.values()) + UNIT
    box = box_of(above, POPULATION, dict.fromkeys(POPULATION, 1), POPULATION)
    return meet(sides, box, most), sides


PARTS = st.integers(0, 300_000)


@given(equal=PARTS, by_population=PARTS, method=METHODS)
def test_the_mix_that_made_a_table_lies_in_its_region(equal, by_population, method):
    amounts = table(equal, by_population, method)

    (region,), sides = regions(amounts, method, 0)

    assert all(
        side.at((equal, by_population, 1)) >= side.open for pair in sides.values() for side in pair
    )
    corners = outline(region)
    assert min(x for x, _ in corners) <= equal <= max(x for x, _ in corners)
    assert min(y for _, y in corners) <= by_population <= max(y for _, y in corners)


@given(equal=PARTS, by_population=PARTS, method=METHODS)
def test_the_mix_that_is_proposed_makes_the_same_table(equal, by_population, method):
    amounts = table(equal, by_population, method)

    (region,), _ = regions(amounts, method, 0)

    assert table(*member(region), method) == amounts


CELLS = st.lists(st.integers(0, 60), min_size=5, max_size=5)


def met(sides, kept):
    """Tell by brute force whether some point lies in all of the kept sides, open ones as well.

    The corners of what is closed are the crossings of two lines; their mean lies off every open
    side that any point of it lies off.
    """
    chosen = [side for code in kept for side in sides[code]]
    lines = [*chosen, Side(1, 0, 0), Side(0, 1, 0), Side(-1, -1, 10**9)]
    corners = set()
    for one, other in combinations(lines, 2):
        w = one.a * other.b - other.a * one.b
        if w == 0:
            continue
        x = Fraction(one.b * other.c - other.b * one.c, w)
        y = Fraction(one.c * other.a - other.c * one.a, w)
        if all(side.a * x + side.b * y + side.c >= 0 for side in lines):
            corners.add((x, y))
    return bool(corners) and all(
        not side.open or any(side.a * x + side.b * y + side.c > 0 for x, y in corners)
        for side in chosen
    )


@settings(max_examples=150)
@given(units=CELLS, method=METHODS, most=st.integers(0, 3))
def test_every_smallest_set_to_leave_out_is_found(units, method, most):
    amounts = {code: n * UNIT for code, n in zip(POPULATION, units, strict=True)}
    if not any(units):
        return

    found, sides = regions(amounts, method, most)

    expected = []
    for odd in range(most + 1):
        expected = [
            set(out)
            for out in combinations(POPULATION, odd)
            if met(sides, [code for code in POPULATION if code not in out])
        ]
        if expected:
            break
    assert sorted(map(sorted, (region.left_out for region in found))) == sorted(
        map(sorted, expected)
    )


def smallest(sides, most):
    """List by brute force the smallest sets that leave the rest with a point in common."""
    for odd in range(most + 1):
        found = [
            set(out)
            for out in combinations(sides, odd)
            if met(sides, [c for c in sides if c not in out])
        ]
        if found:
            return sorted(map(sorted, found))
    return []


def small(population, amounts, unit, method, most):
    people, equal = dict(enumerate(population)), dict.fromkeys(range(len(population)), 1)
    strips = {n: strip(kr, unit, method) for n, kr in enumerate(amounts)}
    sides = sides_of(strips, equal, people)
    return meet(sides, box_of(max(amounts) + unit, people, equal, people), most), sides


@pytest.mark.parametrize("method", [Method.UP, Method.NEAREST, Method.DOWN])
@pytest.mark.parametrize(
    "population", [(5, 1, 5), (1, 2, 4), (3, 3, 3), (1, 3, 5, 9), (2, 4, 4, 6)]
)
def test_every_table_of_a_small_space_is_left_out_of_as_little_as_can_be(population, method):
    most = len(population) - 1
    for amounts in product(range(0, 40, 10), repeat=len(population)):
        if not any(amounts):
            continue
        found, sides = small(population, amounts, 10, method, most)

        left_out = [region.left_out for region in found]
        assert sorted(map(sorted, left_out)) == smallest(sides, most), amounts
        for region in found:
            x, y = inside(region)
            kept = [side for n in sides if n not in region.left_out for side in sides[n]]
            assert all(
                value > 0 if side.open else value >= 0
                for side in kept
                for value in [side.a * x + side.b * y + side.c]
            )


@pytest.mark.parametrize(
    ("population", "amounts", "unit", "method", "odd"),
    [
        ((5, 1, 5), (10, 0, 0), 10, Method.DOWN, 1),
        ((3, 4, 7, 1, 5), (9, 5, 8, 8, 8), 1, Method.NEAREST, 2),
    ],
)
def test_a_region_on_an_edge_that_does_not_belong_to_it_is_no_region(
    population, amounts, unit, method, odd
):
    found, _ = small(population, amounts, unit, method, 3)

    assert {len(region.left_out) for region in found} == {odd}


def test_a_long_region_takes_no_time():
    n = 10**12
    for method in (Method.UP, Method.NEAREST, Method.DOWN):
        (region, *_), _ = small((7, 7), (n, n), 1, method, 0)
        assert member(region)
        assert small((7, 7), (n, n - 1), 1, method, 0)[0] == []


@given(part=PARTS, method=METHODS, equal=st.booleans())
def test_a_mix_of_one_part_alone_has_a_region_that_reaches_zero_and_not_beyond(part, method, equal):
    mix = (part, 0) if equal else (0, part)

    (region,), _ = regions(table(*mix, method), method, 0)

    other = [y if equal else x for x, y in outline(region)]
    assert min(other) == 0
    assert all(x >= 0 and y >= 0 for x, y in outline(region))
