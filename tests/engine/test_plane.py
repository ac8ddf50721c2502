"""The region of mixes is exact, and no set of cells to leave out is overlooked."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_cost.engine.intervals import strip
from enamnd_cost.engine.plane import meet, member, outline, sides_of
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
        POPULATION,
        len(POPULATION),
        PEOPLE,
    )
    above = max(amounts.values()) + UNIT
    least = min(POPULATION.values())
    return meet(sides, (len(POPULATION) * above, PEOPLE * above // least + 1), most), sides


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
    """Tell by brute force whether some corner of the kept sides lies in all of them."""
    chosen = [side for code in kept for side in sides[code]]
    walls = [(1, 0, 0), (0, 1, 0)]
    lines = [tuple(side[:3]) for side in chosen] + walls
    for one, other in combinations(lines, 2):
        w = one[0] * other[1] - other[0] * one[1]
        if w == 0:
            continue
        x = Fraction(one[1] * other[2] - other[1] * one[2], w)
        y = Fraction(one[2] * other[0] - other[2] * one[0], w)
        if all(a * x + b * y + c >= 0 for a, b, c in lines):
            return True
    return False


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
