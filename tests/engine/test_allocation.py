"""Whole services: the laws of the engine by property, and what it refuses."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.engine.allocation import allocate
from enamnd_cost.engine.participation import WHOLE_YEAR, Months
from enamnd_cost.engine.plan import (
    Basis,
    Charge,
    Charges,
    Factor,
    Node,
    Part,
    Plan,
    ProportionsOf,
    SharedCost,
    UpratedAmounts,
    Uprating,
    Weights,
)
from enamnd_cost.engine.result import ChargeStep, ShareStep, UprateStep
from enamnd_cost.engine.rounding import Method, Rounding

CODES = ["2506", "2505", "2582", "2523", "2583", "2510", "2514", "2584", "2580", "2521"]
TWO = ("2582", "2580")
NODE = Node("tjanst", 2024)
AMOUNTS = st.one_of(st.integers(-20, 20), st.integers(-(10**7), 10**7), st.integers(0, 10**25))
MONTHS = st.one_of(
    st.just(WHOLE_YEAR),
    st.tuples(st.integers(1, 12), st.integers(1, 12)).map(lambda ends: Months(*sorted(ends))),
)
UNITS = st.sampled_from([1, 10, 50, 100, 500, 1000])
ROUNDINGS = st.one_of(
    st.builds(
        Rounding,
        UNITS,
        st.sampled_from([Method.UP, Method.NEAREST, Method.DOWN]),
        st.booleans(),
        st.just(value=False),
    ),
    UNITS.map(lambda unit: Rounding(unit, together=True)),
)


def weights(codes):
    """Weights for some receivers, zeros favoured, not all of them zero."""
    weight = st.one_of(st.just(0), st.just(1), st.integers(0, 100_000))
    listed = st.lists(weight, min_size=len(codes), max_size=len(codes)).filter(any)
    return listed.map(lambda values: dict(zip(codes, values, strict=True)))


@st.composite
def items(draw, *, part_of_year=True):
    """A shared cost by one or two keys, somebody with weight taking part in every month."""
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
    keys = draw(st.lists(weights(codes), min_size=1, max_size=2))
    parts = tuple(Part(Weights("nyckel", key), draw(st.integers(1, 5))) for key in keys)
    participation = {code: draw(MONTHS) if part_of_year else WHOLE_YEAR for code in codes}
    for key in keys:
        participation[next(code for code in codes if key[code])] = WHOLE_YEAR
    return SharedCost("Drift", Fraction(draw(AMOUNTS)), parts, participation)


def only(plan):
    """Allocate one plan that must succeed."""
    outcome = allocate([plan])
    assert outcome.failures == ()
    return outcome.done[plan.node]


def refusal(*plans):
    """Allocate plans of which one must fail, and give its failure."""
    (failure,) = allocate(plans).failures
    return failure


def equal(*codes):
    return Part(Weights("lika delar", dict.fromkeys(codes, 1)))


def shared(cost, *parts, participation):
    return SharedCost("Drift", Fraction(cost), parts, participation)


@given(st.lists(items(), min_size=1, max_size=3), ROUNDINGS)
def test_the_exact_shares_cover_the_cost_exactly(given_items, rounding):
    result = only(Plan(NODE, tuple(given_items), rounding))

    assert result.cost == sum(item.cost for item in given_items)


@given(st.lists(items(), min_size=1, max_size=3), ROUNDINGS)
def test_every_amount_comes_back_from_its_steps(given_items, rounding):
    result = only(Plan(NODE, tuple(given_items), rounding))

    for row in result.rows.values():
        for step in row.steps:
            assert isinstance(step, ShareStep)
            assert step.exact == step.cost * step.weight / step.total
        assert row.exact == sum(step.exact for step in row.steps)
        assert row.amount == sum(
            (step.rounded.whole + step.rounded.extra) * step.times for step in row.roundings
        )
    assert result.total == sum(row.amount for row in result.rows.values())


@given(items(part_of_year=False), st.integers(1, 10**6))
def test_a_decided_total_is_handed_out_exactly(item, hundreds):
    cost = 100 * hundreds
    plan = Plan(
        NODE,
        (item._replace(cost=Fraction(cost)),),
        Rounding(100, Method.LARGEST_REMAINDER),
        stated_total=cost,
    )

    assert only(plan).total == cost


@given(items(), ROUNDINGS)
def test_zero_weight_gives_zero(item, rounding):
    result = only(Plan(NODE, (item,), rounding))

    for code, row in result.rows.items():
        if all(part.key.weights[code] == 0 for part in item.parts):
            assert row.amount == 0


@given(items(), ROUNDINGS, st.randoms(use_true_random=False))
def test_the_order_of_receivers_and_participants_changes_nothing(item, rounding, random):
    order = list(item.participation)
    random.shuffle(order)
    shuffled = item._replace(
        participation={code: item.participation[code] for code in order},
        parts=tuple(
            part._replace(
                key=Weights("nyckel", {code: part.key.weights[code] for code in reversed(order)})
            )
            for part in item.parts
        ),
    )

    assert (
        only(Plan(NODE, (shuffled,), rounding)).amounts
        == only(Plan(NODE, (item,), rounding)).amounts
    )


@given(items(), ROUNDINGS)
def test_a_refund_is_the_mirror_of_a_cost(item, rounding):
    cost = only(Plan(NODE, (item,), rounding)).amounts
    refund = only(Plan(NODE, (item._replace(cost=-item.cost),), rounding)).amounts

    assert refund == {code: -amount for code, amount in cost.items()}


@given(items(), ROUNDINGS, st.integers(2, 1000))
def test_weights_count_only_in_proportion(item, rounding, factor):
    scaled = item._replace(
        parts=tuple(
            part._replace(
                key=Weights("n", {c: factor * w for c, w in part.key.weights.items()}),
                proportion=factor * part.proportion,
            )
            for part in item.parts
        )
    )

    assert (
        only(Plan(NODE, (scaled,), rounding)).amounts == only(Plan(NODE, (item,), rounding)).amounts
    )


@given(items(), ROUNDINGS)
def test_a_mix_is_the_same_as_an_item_for_each_of_its_parts(item, rounding):
    total = sum(part.proportion for part in item.parts)
    apart = tuple(
        item._replace(cost=item.cost * part.proportion / total, parts=(part,))
        for part in item.parts
    )

    assert only(Plan(NODE, apart, rounding)).amounts == only(Plan(NODE, (item,), rounding)).amounts


@given(items(part_of_year=False), st.sampled_from([Method.UP, Method.NEAREST, Method.DOWN]))
def test_a_months_share_rounded_is_taken_twelve_times(item, method):
    by_month = only(Plan(NODE, (item,), Rounding(100, method, monthly=True)))
    a_twelfth = only(Plan(NODE, (item._replace(cost=item.cost / 12),), Rounding(100, method)))

    assert by_month.amounts == {code: 12 * kr for code, kr in a_twelfth.amounts.items()}


@given(items(), ROUNDINGS)
def test_a_cost_uprated_by_nothing_is_shared_as_before(item, rounding):
    base = Plan(Node("tjanst", 2023), (item,), rounding)
    steady = (Factor("AKI", 2024, Fraction(0)),)
    again = Plan(NODE, (item._replace(cost=Uprating(base.node, steady)),), rounding)

    outcome = allocate([again, base])

    assert outcome.done[NODE].amounts == outcome.done[base.node].amounts


def test_a_key_is_one_part_of_a_mix_unless_more_is_said():
    boden, lulea = (Weights(who, {"2582": who == "2582", "2580": who == "2580"}) for who in TWO)
    item = shared(300, Part(boden), Part(lulea, 2), participation=dict.fromkeys(TWO, WHOLE_YEAR))

    assert only(Plan(NODE, (item,))).amounts == {"2582": 100, "2580": 200}


def test_one_receiver_takes_it_all():
    item = shared(1_001, equal("2582"), participation={"2582": WHOLE_YEAR})

    assert only(Plan(NODE, (item,))).amounts == {"2582": 1_001}


def test_an_amount_below_the_number_of_receivers_goes_to_as_many_as_it_can():
    everyone = dict.fromkeys(CODES, WHOLE_YEAR)
    amounts = only(Plan(NODE, (shared(3, equal(*CODES), participation=everyone),))).amounts

    assert sorted(amounts.values()) == [0] * 7 + [1] * 3
    assert {code for code, kr in amounts.items() if kr} == {"2505", "2506", "2510"}


def test_who_joins_in_july_pays_half_a_year_and_relieves_the_others():
    item = shared(
        1_200,
        equal("2582", "2580"),
        participation={"2582": WHOLE_YEAR, "2580": Months(7, 12)},
    )

    assert only(Plan(NODE, (item,))).amounts == {"2582": 900, "2580": 300}


def test_who_leaves_after_march_pays_for_three_months():
    item = shared(
        1_200, equal("2582", "2580"), participation={"2582": WHOLE_YEAR, "2580": Months(1, 3)}
    )

    assert only(Plan(NODE, (item,))).amounts == {"2582": 1_050, "2580": 150}


def test_a_month_of_each_span_is_rounded_on_its_own():
    item = shared(
        1_200, equal("2582", "2580"), participation={"2582": WHOLE_YEAR, "2580": Months(7, 12)}
    )
    row = only(Plan(NODE, (item,), Rounding(100, Method.UP, monthly=True))).rows["2582"]

    assert [(step.times, step.rounded.amount) for step in row.roundings] == [(6, 100), (6, 100)]
    assert row.amount == 1_200


def test_charges_are_what_they_are_and_agreed_amounts_follow_the_months():
    part = {"2582": WHOLE_YEAR, "2580": Months(7, 12)}
    used = Charges("Lagring", "GB", {"2582": Charge(10, 84), "2580": Charge(5, 84)}, part)
    agreed = Charges(
        "Avtal", "avtalat", {"2582": Charge(1, 1000), "2580": Charge(1, 1000)}, part, by_month=True
    )

    result = only(Plan(NODE, (used, agreed)))

    assert result.amounts == {"2582": 840 + 1000, "2580": 420 + 500}
    assert all(
        step.exact == Fraction(step.quantity) * step.price * step.months.length / step.of_months
        for row in result.rows.values()
        for step in row.steps
        if isinstance(step, ChargeStep)
    )


def test_uprated_amounts_keep_the_steps_back_to_their_year():
    both = {"2582": WHOLE_YEAR, "2580": WHOLE_YEAR}
    item = shared(152_200, equal("2582", "2580"), participation=both)
    base = Plan(Node("tjanst", 2022), (item,))
    factors = (Factor("AKI", 2023, Fraction("5.75")), Factor("PKV", 2024, Fraction("4.4")))
    plan = Plan(
        NODE, (UpratedAmounts("Drift", base.node, factors, both),), Rounding(100, Method.UP)
    )

    row = allocate([plan, base]).done[NODE].rows["2582"]

    (step,) = row.steps
    assert isinstance(step, UprateStep)
    assert (step.source, step.base, step.factors) == (base.node, 76_100, factors)
    assert row.exact == 76_100 * Fraction("1.0575") * Fraction("1.044")
    assert row.amount == 84_100


def test_proportions_of_another_service_are_its_rounded_amounts():
    both = {"2582": WHOLE_YEAR, "2580": WHOLE_YEAR}
    key = Part(Weights("nyckel", {"2582": 1, "2580": 2}))
    source = Plan(Node("annan", 2024), (shared(300, key, participation=both),))
    follows = Part(ProportionsOf("annan 2024", source.node))
    plan = Plan(NODE, (shared(1_000, follows, participation=both),))

    assert allocate([plan, source]).done[NODE].amounts == {"2582": 333, "2580": 667}


def test_a_cycle_is_an_error_that_names_it():
    both = {"2582": WHOLE_YEAR}

    def follower(name, other):
        key = Part(ProportionsOf(other, Node(other, 2024)))
        return Plan(Node(name, 2024), (shared(100, key, participation=both),))

    outcome = allocate([follower("a", "b"), follower("b", "c"), follower("c", "a")])

    cyclic = next(f for f in outcome.failures if f.error.code == "EK305")
    assert {f.error.code for f in outcome.failures} == {"EK305", "EK306"}
    assert outcome.done == {}
    for name in ("a 2024", "b 2024", "c 2024"):
        assert name in cyclic.error.text
    path = cyclic.error.text.split(": ")[1].split(" → ")
    assert path[0] == path[-1]
    assert {"a 2024": "b 2024", "b 2024": "c 2024", "c 2024": "a 2024"}[path[0]] == path[1]


def test_two_cycles_are_both_named_and_the_rest_is_allocated():
    both = {"2582": WHOLE_YEAR}

    def follower(name):
        key = Part(ProportionsOf(name, Node(name, 2024)))
        return Plan(Node(name, 2024), (shared(100, key, participation=both),))

    fine = Plan(NODE, (shared(100, equal("2582"), participation=both),))

    outcome = allocate([follower("a"), follower("b"), fine])

    assert sorted(f.node.service for f in outcome.failures) == ["a", "b"]
    assert all(f.error.code == "EK305" for f in outcome.failures)
    assert outcome.done[NODE].total == 100


def test_a_key_of_zeros_is_an_error():
    key = Part(Weights("nyckel", {"2582": 0, "2580": 0}))
    both = {"2582": WHOLE_YEAR, "2580": WHOLE_YEAR}

    assert refusal(Plan(NODE, (shared(1, key, participation=both),))).error.code == "EK303"


@pytest.mark.parametrize("participation", [{}, {"2582": Months(1, 6)}], ids=["none", "half a year"])
def test_a_cost_that_nobody_takes_part_in_is_an_error(participation):
    item = shared(1, equal("2582"), participation=participation)

    assert refusal(Plan(NODE, (item,))).error.code == "EK304"


def test_taking_part_without_a_value_in_the_key_is_an_error_that_names_who():
    item = shared(1, equal("2582"), participation={"2582": WHOLE_YEAR, "2580": WHOLE_YEAR})

    failure = refusal(Plan(NODE, (item,)))

    assert (failure.error.code, failure.error.receivers) == ("EK308", ("2580",))


@pytest.mark.parametrize(
    ("basis", "remedy"),
    [(Basis.POPULATION, "lägg till folkmängden"), (Basis.STATED, "om så 0")],
)
def test_who_has_no_value_is_told_of_what_kind_it_is(basis, remedy):
    both = {"2582": WHOLE_YEAR, "2580": WHOLE_YEAR}
    by = Part(Weights("nyckel", {"2582": 1}, basis=basis))
    shares = shared(1, by, participation=both)
    rates = Charges("taxa", "taxa", {"2582": Charge(1, 1)}, both, basis=basis)

    for item in (shares, rates):
        error = refusal(Plan(NODE, (item,))).error
        assert error.code == "EK308"
        assert remedy in error.remedy


def test_a_cost_that_is_not_what_is_stated_is_told_to_the_ore():
    item = shared(Fraction(4_504, 3), equal("2582"), participation={"2582": WHOLE_YEAR})
    to_krona = Rounding(1, Method.NEAREST)

    failure = refusal(Plan(NODE, (item,), to_krona, stated_cost=1_500))

    assert failure.error.code == "EK307"
    assert "kostnaden blir 1\N{NO-BREAK SPACE}501,33… kr" in failure.error.text


def test_a_stated_total_that_the_shares_do_not_give_is_an_error():
    item = shared(100, equal("2582"), participation={"2582": WHOLE_YEAR})

    assert refusal(Plan(NODE, (item,), stated_total=101)).error.code == "EK302"
    assert refusal(Plan(NODE, (item,), stated_cost=101)).error.code == "EK307"


def test_uprating_amounts_of_part_of_a_year_is_an_error():
    base = Plan(
        Node("tjanst", 2023),
        (
            shared(
                100, equal("2582", "2580"),
                participation={"2582": WHOLE_YEAR, "2580": Months(7, 12)},
            ),
        ),
    )  # fmt: skip
    whole = {"2582": WHOLE_YEAR, "2580": WHOLE_YEAR}
    factors = (Factor("AKI", 2024, Fraction(3)),)
    plan = Plan(NODE, (UpratedAmounts("Drift", base.node, factors, whole),), Rounding(1, Method.UP))

    failure = refusal(plan, base)

    assert (failure.error.code, failure.error.receivers) == ("EK309", ("2580",))
