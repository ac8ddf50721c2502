"""The rounding point: each method by examples, then the laws by property."""

from fractions import Fraction

import pytest
from apportionment import methods as oracle
from hypothesis import assume, given
from hypothesis import strategies as st

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.rounding import Method, Rounding, round_shares

UNITS = st.sampled_from([1, 10, 50, 100, 500, 1_000, 5_000, 10_000])
SINGLE = st.sampled_from([Method.UP, Method.NEAREST, Method.DOWN])
METHODS = st.sampled_from(list(Method))
CODES = [f"{n:04d}" for n in range(2500, 2540)]

# Weights that favour what has gone wrong elsewhere: zeros, equals, one alone, very unequal ones.
WEIGHT = st.one_of(st.just(0), st.just(1), st.integers(0, 5), st.integers(0, 10**9))
# Amounts below the number of receivers, huge ones, refunds.
AMOUNT = st.one_of(
    st.integers(-40, 40), st.integers(-(10**7), 10**7), st.integers(-(10**30), 10**30)
)


@st.composite
def shares(draw, *, whole_units=False):
    """Exact shares of an amount by weights, with the unit; the amount a multiple of it if asked."""
    weights = draw(st.lists(WEIGHT, min_size=1, max_size=30).filter(any))
    unit = draw(UNITS)
    amount = draw(AMOUNT) * (unit if whole_units else 1)
    total = sum(weights)
    codes = draw(st.permutations(CODES))[: len(weights)]
    return {c: Fraction(amount * w, total) for c, w in zip(codes, weights, strict=True)}, unit


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (Method.UP, {"18201": 18300, "18250": 18300, "18299": 18300, "18200": 18200, "0": 0}),
        (Method.NEAREST, {"18201": 18200, "18250": 18300, "18299": 18300, "18249": 18200}),
        (Method.DOWN, {"18201": 18200, "18250": 18200, "18299": 18200, "18200": 18200}),
    ],
    ids=lambda value: value.value if isinstance(value, Method) else "",
)
@pytest.mark.parametrize("sign", [1, -1], ids=["cost", "refund"])
def test_each_share_is_rounded_on_its_own(method, expected, sign):
    shares = {text: sign * Fraction(text) for text in expected}

    rounded = round_shares(shares, 100, method)

    assert {text: r.amount for text, r in rounded.items()} == {
        text: sign * amount for text, amount in expected.items()
    }


def test_a_half_is_rounded_away_from_zero_and_not_to_even():
    shares = {"a": Fraction(1, 2), "b": Fraction(3, 2), "c": Fraction(-1, 2), "d": Fraction(-5, 2)}

    rounded = round_shares(shares, 1, Method.NEAREST)

    assert [rounded[who].amount for who in "abcd"] == [1, 2, -1, -3]


def test_largest_remainder_serves_the_largest_remainders():
    shares = {"a": Fraction("10.6"), "b": Fraction("20.3"), "c": Fraction("30.1"), "d": Fraction(9)}

    rounded = round_shares(shares, 1, Method.LARGEST_REMAINDER)

    assert [rounded[who].amount for who in "abcd"] == [11, 20, 30, 9]
    assert [rounded[who].extra for who in "abcd"] == [1, 0, 0, 0]


def test_equal_remainders_go_to_the_larger_share_then_the_lower_code():
    shares = {
        "9": Fraction("1.5"),
        "2": Fraction("1.5"),
        "5": Fraction("7.5"),
        "7": Fraction("0.5"),
    }

    rounded = round_shares(shares, 1, Method.LARGEST_REMAINDER)

    assert {who: r.amount for who, r in rounded.items()} == {"5": 8, "2": 2, "9": 1, "7": 0}
    assert rounded["7"].tied == ("5", "2", "9", "7"), "a tie is a value, with all that were in it"


def test_nothing_is_tied_where_all_or_none_of_the_equals_are_served():
    thirds = {"a": Fraction(1, 2), "b": Fraction(1, 2), "c": Fraction(1)}

    rounded = round_shares({**thirds, "d": Fraction(0)}, 1, Method.DOWN)
    exact = round_shares({"a": Fraction(1), "b": Fraction(2)}, 1, Method.LARGEST_REMAINDER)

    assert all(r.tied == () for r in (*rounded.values(), *exact.values()))


@pytest.mark.parametrize("amount", [1, 50, 99, 101, -1])
def test_a_total_that_is_no_multiple_of_its_unit_is_an_error(amount):
    shares = {"a": Fraction(amount, 2), "b": Fraction(amount, 2)}

    with pytest.raises(AllocationError) as refused:
        round_shares(shares, 100, Method.LARGEST_REMAINDER)

    assert refused.value.code == "EK301"


@given(shares(), METHODS)
def test_every_amount_is_whole_units_and_less_than_one_unit_from_its_share(given_shares, method):
    shares, unit = given_shares
    assume(method is not Method.LARGEST_REMAINDER or sum(shares.values()) % unit == 0)

    for rounded in round_shares(shares, unit, method).values():
        assert rounded.amount % unit == 0
        assert abs(rounded.amount - rounded.exact) < unit
        assert rounded.amount == rounded.exact - rounded.remainder + rounded.extra


@given(shares())
def test_up_never_takes_less_and_down_never_more_than_the_share(given_shares):
    shares, unit = given_shares

    up = round_shares(shares, unit, Method.UP)
    down = round_shares(shares, unit, Method.DOWN)

    for who, exact in shares.items():
        assert abs(down[who].amount) <= abs(exact) <= abs(up[who].amount)


@given(shares())
def test_nearest_is_at_most_half_a_unit_away(given_shares):
    shares, unit = given_shares

    for rounded in round_shares(shares, unit, Method.NEAREST).values():
        assert 2 * abs(rounded.amount - rounded.exact) <= unit


@given(shares(whole_units=True))
def test_largest_remainder_keeps_the_total_exactly(given_shares):
    shares, unit = given_shares

    rounded = round_shares(shares, unit, Method.LARGEST_REMAINDER)

    assert sum(r.amount for r in rounded.values()) == sum(shares.values())


@given(shares(whole_units=True), METHODS)
def test_nobody_without_a_share_gets_anything(given_shares, method):
    shares, unit = given_shares

    rounded = round_shares({**shares, "0000": Fraction(0)}, unit, method)

    assert all(exact.amount == 0 for who, exact in rounded.items() if exact.exact == 0)


@given(shares(whole_units=True), METHODS, st.randoms(use_true_random=False))
def test_the_order_of_receivers_changes_nothing(given_shares, method, random):
    shares, unit = given_shares
    order = list(shares)
    random.shuffle(order)

    assert round_shares({who: shares[who] for who in order}, unit, method) == round_shares(
        shares, unit, method
    )


@given(shares(whole_units=True), METHODS)
def test_a_refund_is_the_mirror_of_a_cost(given_shares, method):
    shares, unit = given_shares

    cost = round_shares(shares, unit, method)
    refund = round_shares({who: -exact for who, exact in shares.items()}, unit, method)

    assert {who: -r.amount for who, r in refund.items()} == {w: r.amount for w, r in cost.items()}


@given(
    st.lists(st.fractions(min_value=-1000, max_value=1000, max_denominator=12), min_size=1),
    UNITS,
)
def test_costs_and_refunds_mixed_keep_the_total_and_their_mirror(values, unit):
    shares = dict(zip(CODES, values, strict=False))
    closing = -sum(shares.values()) % unit
    shares["9999"] = Fraction(closing)

    rounded = round_shares(shares, unit, Method.LARGEST_REMAINDER)
    mirror = round_shares({w: -s for w, s in shares.items()}, unit, Method.LARGEST_REMAINDER)

    assert sum(r.amount for r in rounded.values()) == sum(shares.values())
    assert all(abs(r.amount - r.exact) < unit for r in rounded.values())
    assert {w: -r.amount for w, r in mirror.items()} == {w: r.amount for w, r in rounded.items()}


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=20), st.integers(1, 10**6))
def test_largest_remainder_agrees_with_the_apportionment_package(weights, seats):
    total = sum(weights)
    shares = {c: Fraction(seats * w, total) for c, w in zip(CODES, weights, strict=False)}
    rounded = round_shares(shares, 1, Method.LARGEST_REMAINDER)
    assume(not any(r.tied for r in rounded.values()))

    expected = oracle.largest_remainder(weights, seats, fractions=True)

    assert [rounded[code].amount for code in shares] == list(expected)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=7), st.sampled_from([1, -1]))
def test_those_are_tied_whose_remainder_somebody_has_who_was_served_and_somebody_who_was_not(
    fifths, sign
):
    shares = {f"25{n:02}": Fraction(sign * fifth, 5) for n, fifth in enumerate(fifths)}
    shares["2599"] = Fraction(-sum(shares.values()) % 1)
    rounded = round_shares(shares, 1, Method.LARGEST_REMAINDER)

    served = {each.remainder for each in rounded.values() if each.extra}
    waiting = {each.remainder for each in rounded.values() if not each.extra}
    for who, each in rounded.items():
        alike = {other for other, its in rounded.items() if its.remainder == each.remainder}
        assert set(each.tied) == (alike if each.remainder in served & waiting else set())
        assert not each.tied or who in each.tied


@pytest.mark.parametrize("unit", [1, 100])
def test_a_years_amount_is_a_multiple_of_twelve_months_units_where_months_are_rounded(unit):
    assert Rounding(unit).year_unit == unit
    assert Rounding(unit, monthly=True).year_unit == 12 * unit
