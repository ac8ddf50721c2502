"""Buying in afterwards: money is conserved, and all stand as if everyone had been in."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_cost.engine.allocation import allocate
from enamnd_cost.engine.balance import added
from enamnd_cost.engine.buy_in import Past, after, settle, whole, worth
from enamnd_cost.engine.participation import WHOLE_YEAR, Months
from enamnd_cost.engine.plan import Node, Part, Plan, SharedCost, Weights
from enamnd_cost.engine.rounding import Method, Rounding

CODES = ["2506", "2505", "2582", "2523", "2583"]
NEWCOMER = "2580"


def shared(year, cost, weights, participation, unit=1):
    item = SharedCost("Projekt", Fraction(cost), (Part(Weights("vikt", weights)),), participation)
    node = Node("projekt", year)
    return allocate([Plan(node, (item,), Rounding(unit, Method.UP))]).done[node]


@st.composite
def histories(draw):
    """Some years' costs as they were paid, and as they would have been shared by one more."""
    weights = {code: draw(st.integers(1, 80_000)) for code in [*CODES, NEWCOMER]}
    past = []
    for year in range(2020, 2020 + draw(st.integers(1, 4))):
        members = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
        months = dict.fromkeys(members, WHOLE_YEAR)
        for code in members[1:]:
            months[code] = Months(draw(st.integers(1, 12)), 12)
        cost, unit = draw(st.integers(1, 10**7)), draw(st.sampled_from([1, 100]))
        paid = shared(year, cost, weights, months, unit)
        as_if = shared(year, cost, weights, {**months, NEWCOMER: WHOLE_YEAR}, unit)
        first = draw(st.integers(1, 12))
        counted = Months(first, draw(st.integers(first, 12)))
        past.append(Past(paid, as_if, counted, worth(draw(st.integers(0, 80)), 60)))
    return past


@given(histories(), st.sampled_from([1, 10, 50, 100]))
def test_payments_and_refunds_sum_to_zero(past, unit):
    settled = settle(past, unit)

    assert sum(each.pays for each in settled.values()) == 0
    assert all(each.pays % unit == 0 for each in settled.values())


@given(histories())
def test_all_end_as_if_everyone_had_been_in(past):
    for each in settle(past).values():
        assert abs(each.paid + each.pays - each.share) < 1


@given(histories())
def test_the_newcomer_never_gets_and_the_others_never_pay(past):
    settled = settle(past)

    assert settled[NEWCOMER].pays >= 0
    # Rounding up may have let somebody pay a unit less than its share of what was paid in all.
    slack = 100 * len(CODES) * len(past)
    assert all(each.pays <= slack for code, each in settled.items() if code != NEWCOMER)


@given(histories())
def test_what_was_shared_with_the_newcomer_already_needs_no_settling(past):
    same = [year._replace(paid=year.shared) for year in past]

    assert all(abs(each.pays) <= 100 * 6 * len(past) for each in settle(same).values())
    assert sum(each.pays for each in settle(same).values()) == 0


def test_by_hand():
    """Two shared 900 by 2 to 1; a third of weight 3 comes in: 300, 150 and 450 of it are theirs."""
    both, weights = dict.fromkeys(["2582", "2514"], WHOLE_YEAR), {"2582": 2, "2514": 1, "2580": 3}
    paid = shared(2023, 900, weights, both)
    as_if = shared(2023, 900, weights, {**both, "2580": WHOLE_YEAR})

    whole = settle([Past(paid, as_if, WHOLE_YEAR, Fraction(1))])
    half_worn = settle([Past(paid, as_if, WHOLE_YEAR, worth(30, 60))])
    a_quarter = settle([Past(paid, as_if, Months(1, 3), Fraction(1))])

    assert {code: each.pays for code, each in whole.items()} == {
        "2582": -300, "2514": -150, "2580": 450,
    }  # fmt: skip
    assert half_worn["2580"].pays == 225
    assert {code: each.pays for code, each in a_quarter.items()} == {
        "2582": -75, "2514": -38, "2580": 113,
    }  # fmt: skip


def test_what_is_worn_out_is_not_bought():
    assert worth(60, 60) == worth(100, 60) == 0
    assert worth(0, 60) == worth(500, None) == 1


# Buy-ins after one another, month by month; whoever has bought in counts as having been there


THREE = ["2580", "2510", "2518"]
EVERYBODY = [*CODES, *THREE]


def own_months(joined, year):
    """The months of a year in which those who have come in take part."""
    first = {who: 1 if when[0] < year else when[1] for who, when in joined.items()}
    return {who: Months(first[who], 12) for who, when in joined.items() if when[0] <= year}


class Service:
    """A service's years, shared among its members and whoever else is asked for."""

    def __init__(self, years, weights, unit):
        self.years, self.weights, self.unit = years, weights, unit

    def past(self, newcomers, date, life, joined=None):
        """The months before a date (a year and a month), as the last of some buy-ins counts them.

        ``joined`` are those who came in before, and when: they then pay, and count as there before.
        """
        found, joined = [], joined or {}
        for year, (cost, members) in self.years.items():
            paid = {**members, **own_months(joined, year)}
            left = worth((date[0] - year) * 12 + date[1] - 1, life)
            for month in range(1, 13):
                if (year, month) < date:
                    there = [who for who, when in joined.items() if (year, month) < when]
                    as_if = {**paid, **dict.fromkeys([*newcomers, *there], WHOLE_YEAR)}
                    sides = self.share(year, cost, paid), self.share(year, cost, as_if)
                    found.append(Past(*sides, Months(month, month), left))
        return found

    def share(self, year, cost, months):
        return shared(year, cost, self.weights, months, self.unit)


@st.composite
def services(draw):
    weights = {code: draw(st.integers(1, 80_000)) for code in EVERYBODY}
    years = {}
    for year in range(2020, 2020 + draw(st.integers(1, 3))):
        members = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
        months = dict.fromkeys(members, WHOLE_YEAR)
        for code in members[1:]:
            months[code] = Months(draw(st.integers(1, 12)), 12)
        years[year] = draw(st.integers(1, 10**6)), months
    return Service(years, weights, draw(st.sampled_from([1, 100])))


dates = st.tuples(st.sampled_from([2021, 2022, 2023]), st.sampled_from([1, 2, 7]))
lives = st.sampled_from([None, 12, 60])
units = st.sampled_from([1, 100, 1_000])


def pays(settled):
    return {who: each.pays for who, each in settled.items() if each.pays}


@given(services(), dates, lives, units, st.permutations(THREE), st.integers(-500, 500))
@settings(max_examples=40)
def test_one_by_one_in_any_order_leaves_what_all_at_once_would(
    service, date, life, unit, order, agreed
):
    at_once = settle(service.past(THREE, date, life), unit)

    moved, total = {}, {}
    for n in range(len(order)):
        past = service.past(order[: n + 1], date, life)
        stated = pays(settle(past, unit, moved))
        if n < 2:  # whatever was agreed on the way, in whole units, the last puts right
            extra = {order[n]: agreed * unit, CODES[0]: -agreed * unit}
            stated = added([stated, extra]) if any(each.counts for each in past) else stated
        assert sum(stated.values()) == 0
        moved = after(past, stated, moved)
        total = added([total, stated])

    assert {who: kr for who, kr in total.items() if kr} == pays(at_once)


@given(services(), dates, lives, units)
@settings(max_examples=40)
def test_what_is_settled_needs_no_more_settling(service, date, life, unit):
    past = service.past(["2580"], date, life)
    moved = after(past, pays(settle(past, unit)), {})

    assert pays(settle(past, unit, moved)) == {}
    assert all(sum(each.values()) == 0 for each in moved.values())


@given(services(), lives, units)
@settings(max_examples=40)
def test_a_later_newcomer_pays_back_those_before_it(service, life, unit):
    first, second = (2021, 7), (2023, 1)
    past = service.past(["2580"], first, life)
    moved = after(past, pays(settle(past)), {})

    settled = settle(service.past(["2510"], second, life, {"2580": first}), unit, moved)

    assert sum(each.pays for each in settled.values()) == 0
    assert all(abs(each.paid + each.pays - each.share) < unit for each in settled.values())
    # Rounding apart, nobody but the newcomer pays: the first one gets back as the others do.
    slack = unit + 2 * 100 * len(EVERYBODY) * len(service.years)
    assert settled["2510"].pays >= -slack
    assert all(each.pays <= slack for who, each in settled.items() if who != "2510")


def test_a_second_buy_in_by_hand():
    """Two paid 1 200 for 2020, worn in five years; the third comes in 2022, the fourth in 2023."""
    two = dict.fromkeys(["2582", "2514"], WHOLE_YEAR)
    service = Service({2020: (1_200, two)}, dict.fromkeys(["2582", "2514", *THREE], 1), 1)

    first = service.past(["2580"], (2022, 1), 60)  # 3/5 of 1 200 is left: 240 each
    once = pays(settle(first))
    assert once == {"2582": -120, "2514": -120, "2580": 240}

    moved = after(first, once, {})
    then = settle(service.past(["2580", "2510"], (2023, 1), 60), 1, moved)  # 2/5: 120 each
    assert pays(then) == {"2582": -40, "2514": -40, "2580": -40, "2510": 120}
    assert (then["2580"].own, then["2580"].earlier) == (0, 160)  # 240, a year more worn

    # Had the third paid 60 less than its part, it would pay that now, less what has worn.
    agreed = after(first, {"2582": -90, "2514": -90, "2580": 180}, {})
    now = pays(settle(service.past(["2580", "2510"], (2023, 1), 60), 1, agreed))
    assert now == {"2582": -60, "2514": -60, "2510": 120}

    # Months that are not bought in to are not counted with either: only 2020's autumn here.
    autumn = settle(service.past(["2580", "2510"], (2023, 1), 60)[6:], 1, moved)
    assert pays(autumn) == {"2582": -20, "2514": -20, "2580": -20, "2510": 60}


def test_where_nothing_was_left_a_stated_buy_in_moves_nothing():
    two = dict.fromkeys(["2582", "2514"], WHOLE_YEAR)
    service = Service({2020: (1_200, two)}, dict.fromkeys([*two, *THREE], 1), 1)
    worn = service.past(["2580"], (2022, 1), 12)

    moved = after(worn, {"2580": 500, "2582": -500}, {})

    assert pays(settle(worn, 1, moved)) == {}
    # Counted without wear it stands as if it had been there, as the buy-in left it.
    then = settle(service.past(["2580"], (2022, 1), None), 1, moved)
    assert then["2580"].earlier == 400
    assert pays(then) == {}


def test_there_is_nothing_to_buy_in_to_on_the_first_day():
    assert settle([]) == {}


@given(
    st.lists(st.fractions(-1000, 1000, max_denominator=12), min_size=1, max_size=6),
    st.lists(st.integers(-50, 50), min_size=7, max_size=7),
    st.sampled_from([1, 10, 50, 100]),
)
def test_whole_amounts_are_near_sum_to_zero_and_move_with_what_is_paid(exact, paid, unit):
    owed = {str(n): kr for n, kr in enumerate([*exact, -sum(exact)])}
    before = {who: kr * unit for who, kr in zip(owed, paid, strict=False)}
    before["0"] -= sum(before.values())

    made = whole(owed, unit)
    shifted = whole({who: kr - before[who] for who, kr in owed.items()}, unit)

    assert sum(made.values()) == 0
    assert all(kr % unit == 0 and abs(kr - owed[who]) < unit for who, kr in made.items())
    assert shifted == {who: kr - before[who] for who, kr in made.items()}
